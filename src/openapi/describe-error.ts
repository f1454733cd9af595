// One violated keyword in words: the rule, what was expected, what came.
import type { JsonValue } from '../core/json.ts';
import { isJsonArray, isJsonObject, showValue, writeJson } from '../core/json.ts';
import { nearestName } from '../core/nearest-name.ts';
import { escapeToken } from '../document/json-pointer.ts';
import { formatHints } from './formats/formats.ts';

/** What the validator reports of one keyword, as far as it is read here. */
export type KeywordError = {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** The keyword's value in the converted schema. */
  readonly schema?: unknown;
  readonly parentSchema?: object | undefined;
  readonly data?: unknown;
  /** The property whose name was judged, by `propertyNames`. */
  readonly propertyName?: string;
};

export type Description = {
  readonly pointer: string;
  readonly title: string;
  readonly expected: string;
  readonly actual: string;
};

type Words = {
  readonly rule: string;
  readonly expected?: string;
  readonly actual?: string;
  readonly below?: string;
  /** What is told of is a part of the value: it must have it, and not be it. */
  readonly part?: true;
};

const shownNames = 10;

const counted = (count: unknown, one: string, many: string): string => `${String(count)} ${count === 1 ? one : many}`;
const limitOf = ({ params }: KeywordError): unknown => params['limit'];
const dataOf = ({ data }: KeywordError): JsonValue => data as JsonValue;

function listed(values: readonly JsonValue[]): string {
  const shown = values.slice(0, shownNames).map((value) => writeJson(value));
  const rest = values.length - shown.length;
  return `${shown.join(', ')}${rest > 0 ? ` or ${rest} more` : ''}`;
}

function namesOf(value: JsonValue): string {
  const names = isJsonObject(value) ? Object.keys(value) : [];
  return names.length === 0 ? 'no property' : `only ${listed(names)}`;
}

function lengthWords(
  error: KeywordError,
  bound: 'at least' | 'at most',
  units: readonly [one: string, many: string],
): Words {
  const value = dataOf(error);
  const rule = `${bound} ${counted(limitOf(error), ...units)}`;
  const length = lengthOf(value);
  const [one, many] = units;
  return { rule, actual: `${counted(length, one, many)}: ${showValue(value)}`, part: true };
}

/** Characters are code points (JSON Schema 2020-12 section 6.3.1). */
function lengthOf(value: JsonValue): number {
  if (typeof value === 'string') return Array.from(value).length;
  if (isJsonArray(value)) return value.length;
  return isJsonObject(value) ? Object.keys(value).length : 0;
}

const characters = ['character', 'characters'] as const;
const items = ['item', 'items'] as const;
const properties = ['property', 'properties'] as const;

function textParam(error: KeywordError, name: string): string {
  const value = error.params[name];
  return typeof value === 'string' ? value : '';
}

/** An absent property, with the names that are there and the nearest of them. */
function missingWords(error: KeywordError, name: string, because: string): Words {
  const value = dataOf(error);
  // A property that the schema knows is there in its own right.
  const known = declaredOf(error);
  const near = nearestName(name, isJsonObject(value) ? Object.keys(value).filter((key) => !known.includes(key)) : []);
  const hint = near === undefined ? '' : `; is ${JSON.stringify(near)} meant?`;
  return {
    rule: `the property ${JSON.stringify(name)}${because}`,
    actual: `nothing; the object has ${namesOf(value)}${hint}`,
    below: name,
    part: true,
  };
}

/** The properties that the schema around the keyword names. */
function declaredOf({ parentSchema }: KeywordError): string[] {
  const declared: unknown = parentSchema && 'properties' in parentSchema ? parentSchema.properties : undefined;
  return typeof declared === 'object' && declared !== null ? Object.keys(declared) : [];
}

function surplusWords(error: KeywordError, name: string): Words {
  const value = dataOf(error);
  const known = declaredOf(error);
  return { rule: otherPropertyRule(known), actual: surplusOf(name, value, known), below: name, part: true };
}

/** What is expected of a property that comes beside these, and should not. */
export function otherPropertyRule(known: readonly string[]): string {
  return known.length === 0 ? 'no property of this name' : `no other property than ${listed(known)}`;
}

/** The property and its value, and whether a known one is meant that is not there. */
function surplusOf(name: string, value: JsonValue, known: readonly string[]): string {
  const given = isJsonObject(value) ? Object.keys(value) : [];
  const absent = known.filter((one) => !given.includes(one));
  // Short names are near to each other by chance.
  const near = name.length < 3 ? undefined : nearestName(name, absent);
  const hint = near === undefined ? '' : `; is ${JSON.stringify(near)} meant?`;
  return `${JSON.stringify(name)}: ${showValue(isJsonObject(value) ? value[name] : undefined)}${hint}`;
}

function containedCount({ minContains = 1, maxContains }: KeywordError['params']): string {
  if (maxContains === undefined) return `at least ${counted(minContains, ...items)}`;
  if (maxContains === minContains) return `exactly ${counted(maxContains, ...items)}`;
  return minContains === 0
    ? `at most ${counted(maxContains, ...items)}`
    : `from ${String(minContains)} to ${counted(maxContains, ...items)}`;
}

function refusedRule(schema: JsonValue): string {
  const values = isJsonObject(schema)
    ? (schema['enum'] ?? (schema['const'] === undefined ? undefined : [schema['const']]))
    : undefined;
  return isJsonArray(values) ? `anything but ${listed(values)}` : 'a value that the schema under not refuses';
}

/** By keyword; every keyword that a converted schema can hold has its words, or its bare name serves. */
const wordsOf: Readonly<Record<string, (error: KeywordError) => Words>> = {
  type: ({ params: { type } }) => ({ rule: Array.isArray(type) ? type.join(' or ') : String(type) }),
  const: ({ schema }) => ({ rule: writeJson(schema as JsonValue) }),
  enum: ({ schema }) => ({ rule: `one of ${listed(isJsonArray(schema as JsonValue) ? (schema as JsonValue[]) : [])}` }),
  required: (error) => missingWords(error, textParam(error, 'missingProperty'), ''),
  dependentRequired: (error) =>
    missingWords(error, textParam(error, 'missingProperty'), `, since there is "${textParam(error, 'property')}"`),
  additionalProperties: (error) => surplusWords(error, textParam(error, 'additionalProperty')),
  unevaluatedProperties: (error) => surplusWords(error, textParam(error, 'unevaluatedProperty')),
  minimum: (error) => ({ rule: `at least ${String(limitOf(error))}` }),
  maximum: (error) => ({ rule: `at most ${String(limitOf(error))}` }),
  exclusiveMinimum: (error) => ({ rule: `more than ${String(limitOf(error))}` }),
  exclusiveMaximum: (error) => ({ rule: `less than ${String(limitOf(error))}` }),
  multipleOf: ({ params }) => ({ rule: `a multiple of ${String(params['multipleOf'])}` }),
  minLength: (error) => lengthWords(error, 'at least', characters),
  maxLength: (error) => lengthWords(error, 'at most', characters),
  minItems: (error) => lengthWords(error, 'at least', items),
  maxItems: (error) => lengthWords(error, 'at most', items),
  minProperties: (error) => lengthWords(error, 'at least', properties),
  maxProperties: (error) => lengthWords(error, 'at most', properties),
  items: (error) => ({ rule: `at most ${counted(limitOf(error), ...items)}`, part: true }),
  unevaluatedItems: (error) => ({ rule: `at most ${counted(error.params['len'], ...items)}`, part: true }),
  uniqueItems: ({ params }) => ({
    rule: 'items that differ',
    actual: `items ${String(params['j'])} and ${String(params['i'])} are equal`,
    part: true,
  }),
  contains: ({ params }) => ({ rule: `${containedCount(params)} of the kind that contains names`, part: true }),
  pattern: (error) => ({ rule: `text that matches /${textParam(error, 'pattern')}/` }),
  format: (error) => {
    const format = textParam(error, 'format');
    const hint = formatHints[format];
    return { rule: hint === undefined ? format : `${format}, ${hint}` };
  },
  not: ({ schema }) => ({ rule: refusedRule(schema as JsonValue) }),
};

/** @param never the schema allows no value at all */
export function describeError(error: KeywordError, never: boolean): Description {
  const words: Words = never
    ? { rule: 'no value at all' }
    : (wordsOf[error.keyword]?.(error) ?? { rule: error.keyword });
  const { rule, expected = rule, below, part } = words;
  const named =
    error.propertyName === undefined ? undefined : `the property name ${JSON.stringify(error.propertyName)}`;
  return {
    pointer: below === undefined ? error.instancePath : `${error.instancePath}/${escapeToken(below)}`,
    title: `must ${part ? 'have' : 'be'} ${rule}`,
    expected: named === undefined ? expected : `property names: ${expected}`,
    actual: named ?? words.actual ?? showValue(dataOf(error)),
  };
}

/** @param declared the names that the schemas of the object declare */
export function describeUndeclared(error: KeywordError, declared: readonly string[]): Description {
  const name = textParam(error, 'unevaluatedProperty');
  return {
    pointer: `${error.instancePath}/${escapeToken(name)}`,
    title: 'must be declared',
    expected: `only ${listed(declared)}`,
    actual: surplusOf(name, dataOf(error), declared),
  };
}
