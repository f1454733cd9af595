// The remaining formats of text: encodings, identifiers, HTTP fields.

/** RFC 4648 section 4, with its padding. */
export function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z\d+/]*={0,2}$/.test(text);
}

/** RFC 4648 section 5; the padding may be left out (section 3.2). */
export function isBase64Url(text: string): boolean {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const length = text.length - padding;
  return length % 4 !== 1 && (padding === 0 || text.length % 4 === 0) && !/[^\w-]/.test(text.slice(0, length));
}

/** RFC 4122 section 3, of any version and variant. */
export function isUuid(text: string): boolean {
  return text.length === 36 && /^[\dA-Fa-f]{8}(?:-[\dA-Fa-f]{4}){3}-[\dA-Fa-f]{12}$/.test(text);
}

/** ECMA-262 with the `u` flag, as JSON Schema 2020-12 (core, section 6.4) has it. */
export function isRegularExpression(text: string): boolean {
  try {
    return new RegExp(text, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}

/** One code point. */
export function isCharacter(text: string): boolean {
  return text.length > 0 && text.length <= 2 && String.fromCodePoint(text.codePointAt(0) ?? 0) === text;
}

const token = "[\\w!#$%&'*+.^`|~-]+";
const quoted = '"(?:[\\t !#-[\\]-~\\x80-\\xFF]|\\\\[\\t -~\\x80-\\xFF])*"';
const mediaRange = new RegExp(
  `^(?:\\*/\\*|${token}/(?:\\*|${token}))(?:[ \\t]*;[ \\t]*(?:${token}=(?:${token}|${quoted}))?)*$`,
);

/** `media-range` of RFC 9110 section 12.5.1. */
export function isMediaRange(text: string): boolean {
  return mediaRange.test(text);
}

/** `sf-string` of RFC 8941 section 3.3.3. */
export function isFieldString(text: string): boolean {
  return /^"(?:[ !#-[\]-~]|\\["\\])*"$/.test(text);
}

/** `sf-token` of RFC 8941 section 3.3.4. */
export function isFieldToken(text: string): boolean {
  return /^[A-Za-z*][\w!#$%&'*+.^`|~:/-]*$/.test(text);
}

/** `sf-binary` of RFC 8941 section 3.3.5. */
export function isFieldBinary(text: string): boolean {
  return text.length > 1 && text.startsWith(':') && text.endsWith(':') && isBase64(text.slice(1, -1));
}

/** `sf-boolean` of RFC 8941 section 3.3.6. */
export function isFieldBoolean(text: string): boolean {
  return text === '?0' || text === '?1';
}
