// Media types and ranges: RFC 9110 sections 8.3.1 and 12.5.1.

export type MediaTypeName = {
  /** Lower case, without parameters: `application/json`. */
  readonly essence: string;
  /** Names in lower case, values as written, quotes removed. */
  readonly parameters: ReadonlyMap<string, string>;
};

// token "/" token; `*` is a token character, so ranges pass too.
const essencePattern = /^[!#$%&'*+.^_`|~0-9a-z-]+\/[!#$%&'*+.^_`|~0-9a-z-]+$/;
// Values out of quotes may hold more than a token may: `boundary=----=_Part_0` is common. A comma would be a second type.
const parameter = /\s*;\s*(?:([^\s=;,"]+)=("(?:[^"\\]|\\.)*"|[^\s;,"]+))?/y;

/** Undefined where the text is not `type/subtype`, with parameters behind it. */
export function parseMediaType(text: string): MediaTypeName | undefined {
  const end = text.indexOf(';');
  const essence = (end < 0 ? text : text.slice(0, end)).trim().toLowerCase();
  if (!essencePattern.test(essence)) return undefined;
  const parameters = end < 0 ? new Map<string, string>() : parseParameters(text.slice(end).trimEnd());
  return parameters && { essence, parameters };
}

/** RFC 9110 section 5.6.6; a lone semicolon is allowed. */
function parseParameters(text: string): Map<string, string> | undefined {
  const parameters = new Map<string, string>();
  for (let at = 0; at < text.length; at = parameter.lastIndex) {
    parameter.lastIndex = at;
    const match = parameter.exec(text);
    if (!match) return undefined;
    const [, name, value = ''] = match;
    if (name !== undefined) parameters.set(name.toLowerCase(), unquote(value));
  }
  return parameters;
}

function unquote(value: string): string {
  return value.startsWith('"') ? value.slice(1, -1).replaceAll(/\\(.)/gs, '$1') : value;
}

/** `application/json`, and any type with the suffix `+json` (RFC 6839 section 3.1). */
export function isJsonType(essence: string): boolean {
  return essence === 'application/json' || essence.endsWith('+json') || essence === 'text/json';
}

/** `application/xml`, `text/xml`, and any type with the suffix `+xml` (RFC 7303). */
export function isXmlType(essence: string): boolean {
  return essence === 'application/xml' || essence === 'text/xml' || essence.endsWith('+xml');
}

/** `application/*`, which a contract may declare, and no message can be of. */
export function isRange(essence: string): boolean {
  return essence.includes('*');
}

/**
 * Types whose inside has a form that a schema speaks of, and that nothing here reads: lines of JSON, events, parts, XML
 * and the like.
 */
export function isUnreadForm(essence: string): boolean {
  return unreadForm.test(essence);
}

/** Types that may hold any bytes: nothing here takes them for text. */
export function isBytesType(essence: string): boolean {
  return !isJsonType(essence) && !isUnreadForm(essence) && essence !== formType && !essence.startsWith('text/');
}

export const formType = 'application/x-www-form-urlencoded';

const unreadForm =
  /^multipart\/|[/+](?:xml|yaml|x-yaml|cbor|msgpack|json-seq|protobuf)$|^text\/event-stream$|[/](?:x-)?(?:ndjson|jsonl|json-?lines|protobuf|avro)$/;

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
