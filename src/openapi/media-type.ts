// Media types and ranges: RFC 9110 sections 8.3.1 and 12.5.1.

export type MediaTypeName = {
  /** Lower case, without parameters: `application/json`. */
  readonly essence: string;
  /** Names in lower case, values as written, quotes removed. */
  readonly parameters: ReadonlyMap<string, string>;
};

// token "/" token; `*` is a token character, so ranges pass too.
const essencePattern = /^[!#$%&'*+.^_`|~0-9a-z-]+\/[!#$%&'*+.^_`|~0-9a-z-]+$/;
const parameterPattern = /;\s*([^\s=;]+)=("(?:[^"\\]|\\.)*"|[^\s;]*)/g;

/** Undefined where the text is not `type/subtype`. */
export function parseMediaType(text: string): MediaTypeName | undefined {
  const end = text.indexOf(';');
  const essence = (end < 0 ? text : text.slice(0, end)).trim().toLowerCase();
  if (!essencePattern.test(essence)) return undefined;
  const parameters = new Map<string, string>();
  if (end >= 0) {
    for (const [, name = '', value = ''] of text.slice(end).matchAll(parameterPattern)) {
      parameters.set(name.toLowerCase(), value.replace(/^"(.*)"$/s, '$1'));
    }
  }
  return { essence, parameters };
}

/** `application/json`, and any type with the suffix `+json` (RFC 6839 section 3.1). */
export function isJsonType(essence: string): boolean {
  return essence === 'application/json' || essence.endsWith('+json') || essence === 'text/json';
}

/** How closely a declared type or range names an essence: 0 not at all, 4 exactly. */
export function closeness(declared: string, essence: string): number {
  if (declared === essence) return 4;
  if (declared === '*/*') return 1;
  const slash = declared.indexOf('/');
  if (!essence.startsWith(declared.slice(0, slash + 1))) return 0;
  const subtype = declared.slice(slash + 1);
  if (subtype === '*') return 2;
  // `application/*+json` is no range of RFC 9110, but contracts write it.
  return subtype.startsWith('*+') && essence.endsWith(subtype.slice(1)) ? 3 : 0;
}
