/** One way in which a secret stands in a text. */
export type SecretForm = {
  readonly text: string;
  /** Whether the character before or after it carries some of its bits: base64 packs bytes across characters. */
  readonly before: boolean;
  readonly after: boolean;
  /** For base64: at which byte of a three-byte group the secret begins. */
  readonly offset?: number;
};

/**
 * How a secret may stand in a text, besides the escapes that `readings` undoes: as it is, with `+` for a space,
 * in hexadecimal, and in base64 and base64url wherever it begins: a three-byte group has three places, as in the
 * `user:secret` of Basic (RFC 7617).
 */
export function secretForms(secret: string): SecretForm[] {
  const bytes = new TextEncoder().encode(secret);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const forms = [secret, secret.replaceAll(' ', '+'), hex, hex.toUpperCase()].map((text): SecretForm => ({
    text,
    before: false,
    after: false,
  }));
  for (const offset of [0, 1, 2]) {
    const form = base64At(bytes, offset);
    forms.push(form, { ...form, text: form.text.replaceAll('+', '-').replaceAll('/', '_') });
  }
  const seen = new Set<string>();
  return forms.filter(({ text }) => text.length > 3 && !seen.has(text) && seen.add(text));
}

/** The characters that depend on these bytes alone, where they begin at this place of a three-byte group. */
function base64At(bytes: Uint8Array, offset: number): SecretForm {
  let binary = '\0'.repeat(offset);
  for (const byte of bytes) binary += String.fromCharCode(byte);
  const bits = 8 * binary.length;
  const text = btoa(binary).slice(Math.ceil((8 * offset) / 6), Math.floor(bits / 6));
  return { text, before: offset > 0, after: bits % 6 > 0, offset };
}

/** What stands around and in a base64 form, decoded: whole groups from one before it to one behind it. */
export function decodeAround(text: string, form: SecretForm, start: number): string {
  const group = start - Math.ceil((8 * (form.offset ?? 0)) / 6);
  const end = start + form.text.length;
  const characters = text
    .slice(group >= 4 ? group - 4 : Math.max(group, 0), end + 4 + ((group - end) & 3))
    .replaceAll('-', '+')
    .replaceAll('_', '/');
  const [base64 = ''] = /^[A-Za-z0-9+/]*/.exec(characters) ?? [];
  return atob(base64.length % 4 === 1 ? base64.slice(0, -1) : base64);
}

/** A text with escapes undone; `offsets[i]` is where the character at `i` began, with one more entry for the end. */
export type Reading = { readonly text: string; readonly offsets: Int32Array | undefined };

/** What the text says once percent-encoding, JSON escapes, HTML references, or two of these, are undone. */
export function* readings(text: string): Generator<Reading> {
  const plain: Reading = { text, offsets: undefined };
  yield plain;
  const json = undo(plain, jsonEscape);
  for (const outer of json ? [plain, json] : [plain]) {
    for (const escape of [percentEscape, htmlEscape]) {
      const reading = undo(outer, escape);
      if (reading) yield reading;
    }
  }
  if (!json) return;
  yield json;
  const twice = undo(json, jsonEscape);
  if (twice) yield twice;
}

type Escape = { readonly sign: string; readonly pattern: RegExp; readonly decode: (escaped: string) => string };

/** Undefined where there is nothing to undo. */
function undo(outer: Reading, escape: Escape): Reading | undefined {
  const { text } = outer;
  if (!text.includes(escape.sign)) return undefined;
  const offsets = new Int32Array(text.length + 1);
  let decoded = '';
  let read = 0;
  const copy = (end: number): void => {
    for (let at = read, to = decoded.length; at < end; at++, to++) offsets[to] = outer.offsets?.[at] ?? at;
    decoded += text.slice(read, end);
    read = end;
  };
  const { pattern } = escape;
  pattern.lastIndex = text.indexOf(escape.sign);
  // One state for all texts is safe, as every search runs to its end, and half the price of an iterator.
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    copy(match.index);
    const character = escape.decode(match[0]);
    offsets.fill(outer.offsets?.[read] ?? read, decoded.length, decoded.length + character.length);
    decoded += character;
    read += match[0].length;
  }
  copy(text.length);
  if (decoded.length === text.length) return undefined;
  offsets[decoded.length] = outer.offsets?.[text.length] ?? text.length;
  return { text: decoded, offsets };
}

/** RFC 3986 section 2.1, over UTF-8; a sequence that is no UTF-8 stays as it is. */
const percentEscape: Escape = {
  sign: '%',
  pattern:
    /%[0-7][0-9a-f]|%[cd][0-9a-f]%[89ab][0-9a-f]|%e[0-9a-f](?:%[89ab][0-9a-f]){2}|%f[0-7](?:%[89ab][0-9a-f]){3}/gi,
  decode: (escaped) => {
    try {
      return decodeURIComponent(escaped);
    } catch {
      return escaped;
    }
  },
};

const jsonCharacters: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** RFC 8259 section 7. */
const jsonEscape: Escape = {
  sign: '\\',
  pattern: /\\(?:u[0-9a-fA-F]{4}|["\\/bfnrt])/g,
  decode: (escaped) => {
    if (escaped.length === 6) return String.fromCharCode(parseInt(escaped.slice(2), 16));
    const letter = escaped.slice(1);
    return jsonCharacters[letter] ?? letter;
  },
};

const htmlNames: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
};

/** Character references by number, and the names that escaping functions write. */
const htmlEscape: Escape = {
  sign: '&',
  pattern: /&(?:amp|lt|gt|quot|apos|nbsp|#[0-9]{1,7}|#x[0-9a-f]{1,6});/gi,
  decode: (escaped) => {
    const name = escaped.slice(1, -1).toLowerCase();
    const named = htmlNames[name];
    if (named !== undefined) return named;
    const code = name.startsWith('#x') ? parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code <= 0x10ffff ? String.fromCodePoint(code) : escaped;
  },
};
