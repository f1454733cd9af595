// The rules of JSON Schema that depend on the value of a number, by its digits. The validator knows doubles alone, so
// a number that no double stands for reaches it as a symbol, which none of its own rules touches.
import { ExactNumber, compareNumbers, isInteger, isMultipleOf, isNumber } from '../core/exact-number.ts';
import type { JsonNumber } from '../core/exact-number.ts';
import { isJsonArray, isSame, jsonType, replaceExactNumbers } from '../core/json.ts';
import type { JsonValue } from '../core/json.ts';
import { valueAt } from '../document/json-pointer.ts';
import type { KeywordError } from './describe-error.ts';
import { formatOf } from './formats/formats.ts';

/** Before a keyword's name where one of these rules stands for the validator's own. */
export const exactPrefix = 'exact:';

/** The value as the validator sees it. */
export function standIn(value: JsonValue): unknown {
  return replaceExactNumbers(value, ({ text }) => Symbol(text));
}

/** The number behind what stands in for it; undefined for anything else. */
function numberOf(value: unknown): JsonNumber | undefined {
  if (typeof value === 'symbol') return new ExactNumber(value.description ?? '0');
  return isNumber(value) ? value : undefined;
}

function behind(value: unknown): JsonValue {
  if (Array.isArray(value)) return value.map(behind);
  if (typeof value !== 'object' || value === null) return numberOf(value) ?? (value as JsonValue);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, behind(member)]));
}

type Rule = (rule: JsonValue, value: unknown) => boolean;

/** A rule that says nothing of values that are no numbers. */
function ofNumbers(holds: (value: JsonNumber, rule: JsonNumber) => boolean): Rule {
  return (rule, value) => {
    const number = numberOf(value);
    return number === undefined || !isNumber(rule) || holds(number, rule);
  };
}

/** By keyword: whether a value keeps the rule (JSON Schema 2020-12, validation, section 6). */
export const exactKeywords: Readonly<Record<string, Rule>> = {
  type: (rule, value) => {
    const type = typeof value === 'symbol' ? jsonType(behind(value)) : shallowType(value);
    const allowed = isJsonArray(rule) ? rule : [rule];
    return allowed.includes(type) || (type === 'integer' && allowed.includes('number'));
  },
  const: (rule, value) => isSame(behind(value), rule),
  enum: (rule, value) => isJsonArray(rule) && rule.some((allowed) => isSame(behind(value), allowed)),
  uniqueItems: (rule, value) => rule !== true || !Array.isArray(value) || equalItems(value) === undefined,
  minimum: ofNumbers((value, rule) => compareNumbers(value, rule) >= 0),
  maximum: ofNumbers((value, rule) => compareNumbers(value, rule) <= 0),
  exclusiveMinimum: ofNumbers((value, rule) => compareNumbers(value, rule) > 0),
  exclusiveMaximum: ofNumbers((value, rule) => compareNumbers(value, rule) < 0),
  multipleOf: ofNumbers((value, rule) => {
    const multiple = isMultipleOf(value, rule);
    if (multiple === undefined) throw new Error(`nothing here divides ${String(value)} by ${String(rule)}`);
    return multiple;
  }),
  // The validator's own rule speaks of the numbers that it knows.
  format: (rule, value) => {
    const number = typeof value === 'symbol' ? value.description : undefined;
    const judge = typeof rule === 'string' && number !== undefined ? formatOf(rule)?.number : undefined;
    return number === undefined || judge === undefined || judge(number);
  },
};

function shallowType(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return isInteger(value) ? 'integer' : 'number';
  return value === null ? 'null' : typeof value;
}

/** The first two items that are equal, by their places. */
function equalItems(items: readonly unknown[]): readonly [first: number, second: number] | undefined {
  const values = items.map(behind);
  for (const [second, value] of values.entries()) {
    const first = values.findIndex((other) => isSame(other, value));
    if (first < second) return [first, second];
  }
  return undefined;
}

/**
 * An error of one of these rules as the validator's own would be.
 * @param whole the value that was judged, where symbols stood in for numbers of it
 */
export function plainError(error: KeywordError, whole: JsonValue | undefined): KeywordError {
  const data =
    whole === undefined || error.propertyName !== undefined ? error.data : valueAt(whole, error.instancePath);
  if (!error.keyword.startsWith(exactPrefix)) return whole === undefined ? error : { ...error, data };
  const keyword = error.keyword.slice(exactPrefix.length);
  return { ...error, data, keyword, params: paramsOf(keyword, error) };
}

function paramsOf(keyword: string, { schema, data }: KeywordError): KeywordError['params'] {
  if (keyword !== 'uniqueItems') return { limit: schema, [keyword]: schema };
  const [j, i] = (Array.isArray(data) ? equalItems(data) : undefined) ?? [];
  return { i, j };
}
