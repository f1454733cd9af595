// A schema after values that break one of its rules: the rule gives way just as far as it must.
import { isJsonArray, jsonType } from '../core/json.ts';
import type { JsonObject, JsonValue } from '../core/json.ts';
import { isNumber } from '../core/exact-number.ts';

/** @param values those that broke it; for `required` the names that were missing */
export function widen(schema: JsonObject, keyword: string, values: readonly JsonValue[]): JsonObject {
  const { [keyword]: rule, ...rest } = schema;
  const wider = rule === undefined ? undefined : wideners[keyword]?.(rule, values);
  return wider === undefined ? rest : { ...schema, [keyword]: wider };
}

/** An integer among numbers is a number. */
function withoutIntegers(types: readonly JsonValue[]): JsonValue[] {
  return types.filter((type) => !(type === 'integer' && types.includes('number')));
}

type Widen = (rule: JsonValue, values: readonly JsonValue[]) => JsonValue | undefined;

const extreme =
  (choose: (...numbers: number[]) => number, measure: (value: JsonValue) => number): Widen =>
  (rule, values) => {
    const found = choose(Number(rule), ...values.map(measure));
    return Number.isFinite(found) ? found : undefined;
  };

const numeric = (value: JsonValue): number => (isNumber(value) ? Number(value) : NaN);
const characters = (value: JsonValue): number => (typeof value === 'string' ? Array.from(value).length : NaN);
const elements = (value: JsonValue): number => (isJsonArray(value) ? value.length : NaN);

const wideners: Readonly<Record<string, Widen>> = {
  type: (rule, values) => {
    const types = withoutIntegers([...(isJsonArray(rule) ? rule : [rule]), ...values.map(jsonType)]);
    return [...new Set(types)];
  },
  enum: (rule, values) => (isJsonArray(rule) ? [...new Set([...rule, ...values])] : undefined),
  required: (rule, names) => {
    const left = isJsonArray(rule) ? rule.filter((name) => !names.includes(name)) : [];
    return left.length === 0 ? undefined : left;
  },
  minimum: extreme(Math.min, numeric),
  maximum: extreme(Math.max, numeric),
  minLength: extreme(Math.min, characters),
  maxLength: extreme(Math.max, characters),
  minItems: extreme(Math.min, elements),
  maxItems: extreme(Math.max, elements),
};
