// How a value is written into a path, query, header or cookie: OpenAPI 3.0.4 section 4.7.12 and appendix C, 3.1.1
// section 4.8.12, which build on URI templates (RFC 6570) and percent-encoding (RFC 3986).
import type { JsonObject, JsonValue } from '../core/json.ts';
import { isContainer, isJsonArray, isJsonObject, writeJson } from '../core/json.ts';
import type { Parameter } from './contract.ts';
import { isJsonType, parseMediaType } from './media-type.ts';

type Written = Pick<Parameter, 'name' | 'in' | 'style' | 'explode' | 'allowReserved' | 'content'>;
type Pair = readonly [name: string, encoded: string];
type Encode = (text: string) => string;

/**
 * The parameter as it is sent. Path: one pair with the encoded text that replaces `{name}`. Query and cookie: pairs of
 * encoded names and values. Header: one pair. A null, and a list or object without members, is left out
 * (RFC 6570 section 2.3), so that a query parameter may give no pair.
 */
export function serializeParameter(parameter: Written, value: JsonValue): readonly Pair[] {
  const encode = encoderOf(parameter);
  if (parameter.content) return [[nameOf(parameter), encode(contentText(parameter.content.mediaType, value))]];
  const present = withoutNulls(value);
  switch (parameter.style) {
    case 'simple':
      return [[parameter.name, simple(parameter, present, encode)]];
    case 'label':
      return [[parameter.name, label(parameter, present, encode)]];
    case 'matrix':
      return [[parameter.name, matrix(parameter, present, encode)]];
    case 'form':
      return form(parameter, present, encode);
    case 'spaceDelimited':
      return delimited(parameter, present, '%20');
    case 'pipeDelimited':
      return delimited(parameter, present, '%7C');
    case 'deepObject':
      return deepObject(parameter, present, encode);
  }
}

/** Everything but unreserved characters (RFC 3986 section 2.3); `%` among it, so that nothing is decoded twice. A lone surrogate is U+FFFD. */
export function percentEncode(text: string): string {
  return encodeURIComponent(text.replaceAll(/[\uD800-\uDFFF]/gu, '\uFFFD')).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

// Reserved characters that a value may keep; `# [ ] & +` would change what the query means.
const kept = /%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B|3D)/g;

function encoderOf(parameter: Written): Encode {
  if (parameter.in === 'header') return (text) => text;
  if (!parameter.allowReserved || parameter.in !== 'query') return percentEncode;
  return (text) => percentEncode(text).replaceAll(kept, (code) => decodeURIComponent(code));
}

function nameOf(parameter: Written): string {
  return parameter.in === 'query' || parameter.in === 'cookie' ? percentEncode(parameter.name) : parameter.name;
}

function contentText(mediaType: string, value: JsonValue): string {
  return typeof value === 'string' && !isJsonType(parseMediaType(mediaType)?.essence ?? '') ? value : writeJson(value);
}

function textOf(value: JsonValue): string {
  return isContainer(value) || value === null ? writeJson(value) : String(value);
}

type Present = { readonly scalar: string } | { readonly items: readonly string[] } | { readonly members: JsonObject };

function withoutNulls(value: JsonValue): Present {
  if (isJsonArray(value)) return { items: value.filter((item) => item !== null).map(textOf) };
  if (!isJsonObject(value)) return value === null ? { items: [] } : { scalar: textOf(value) };
  return { members: Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null)) };
}

/** The parts between the delimiters: a list's items, an object's names and values, as `explode` pairs them. */
function partsOf(present: Present, explode: boolean, encode: Encode): string[] {
  if ('scalar' in present) return [encode(present.scalar)];
  if ('items' in present) return present.items.map(encode);
  return Object.entries(present.members).flatMap(([name, value]) =>
    explode ? [`${encode(name)}=${encode(textOf(value))}`] : [encode(name), encode(textOf(value))],
  );
}

function simple(parameter: Written, present: Present, encode: Encode): string {
  return partsOf(present, parameter.explode, encode).join(',');
}

function label(parameter: Written, present: Present, encode: Encode): string {
  const parts = partsOf(present, parameter.explode, encode);
  return parts.length === 0 ? '' : `.${parts.join(parameter.explode ? '.' : ',')}`;
}

function matrix(parameter: Written, present: Present, encode: Encode): string {
  const { explode } = parameter;
  const name = percentEncode(parameter.name);
  const parts = partsOf(present, explode, encode);
  if (parts.length === 0) return '';
  if ('members' in present && explode) return parts.map((part) => `;${part}`).join('');
  const values = 'items' in present && explode ? parts : [parts.join(',')];
  return values.map((value) => (value === '' ? `;${name}` : `;${name}=${value}`)).join('');
}

function form(parameter: Written, present: Present, encode: Encode): Pair[] {
  const name = nameOf(parameter);
  if (parameter.explode && 'members' in present) {
    // A member that is a list comes several times, which parse-parameter.ts reads as a list again.
    return Object.entries(present.members).flatMap(([key, value]) =>
      (isJsonArray(value) ? value : [value]).map((item): Pair => [percentEncode(key), encode(textOf(item))]),
    );
  }
  const parts = partsOf(present, false, encode);
  if (parts.length === 0) return [];
  return parameter.explode ? parts.map((part) => [name, part]) : [[name, parts.join(',')]];
}

function delimited(parameter: Written, present: Present, delimiter: string): Pair[] {
  const parts = partsOf(present, false, percentEncode);
  const name = nameOf(parameter);
  if (parts.length === 0) return [];
  // Exploded, a list reads as with `form` (OpenAPI 3.0.4 section 4.7.12.3, table of styles).
  if (parameter.explode && 'items' in present) return parts.map((part) => [name, part]);
  return [[name, parts.join(delimiter)]];
}

function deepObject(parameter: Written, present: Present, encode: Encode): Pair[] {
  if (!('members' in present)) return form(parameter, present, encode);
  const pairs: Pair[] = [];
  const add = (path: string, value: JsonValue): void => {
    if (isJsonObject(value)) for (const [key, member] of Object.entries(value)) add(`${path}[${key}]`, member);
    else if (isJsonArray(value)) for (const item of value) add(path, item);
    else if (value !== null) pairs.push([percentEncode(path), encode(textOf(value))]);
  };
  add(parameter.name, present.members);
  return pairs;
}
