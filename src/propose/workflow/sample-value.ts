// A value for a place of a request: what the contract shows, else what it fixes or prefers, else one that is made.
import type { JsonValue } from '../../core/json.ts';
import { isJsonArray } from '../../core/json.ts';
import { isNumber } from '../../core/exact-number.ts';
import { parseTemplate } from '../../expression/template.ts';
import type { SchemaReference } from '../../openapi/contract.ts';
import { examplesOf } from '../../openapi/lint/check-examples.ts';
import { inside } from '../../openapi/resolve-reference.ts';
import type { Place } from '../../openapi/resolve-reference.ts';
import { listAt, targetOf } from '../../openapi/schema-parts.ts';
import { validateValue } from '../../openapi/validate-value.ts';
import { sampleTexts } from './sample-text.ts';
import { partsOf, placeOf, propertiesOf, requiredOf, saidOf, typesOf } from './schema-view.ts';

/** `made`: what in it neither an example nor a rule of the contract gave, by JSON Pointer inside the value. */
export type Sample = { readonly value: JsonValue; readonly made: readonly string[] };

/**
 * @param holders the parameters or media types, whose examples come first
 * @param schemas of all contracts that judge the value; undefined where nothing that could be thought of fits them
 */
export function sampleOf(holders: readonly Place[], schemas: readonly SchemaReference[]): Sample | undefined {
  const fits = (value: JsonValue): boolean =>
    isLiteral(value) && schemas.every((schema) => validateValue(schema, value, 'request').length === 0);
  const examples = holders.flatMap(examplesOf).map(({ value }) => value.value);
  const example = examples.find((value) => value !== undefined && fits(value));
  if (example !== undefined) return { value: example, made: [] };
  const making: Making = new Map();
  return schemas.flatMap((schema) => samplesOf(placeOf(schema), making)).find(({ value }) => fits(value));
}

/** Whether a workflow holds it as it stands: text with `{$...}` in it would be an expression there. */
function isLiteral(value: JsonValue): boolean {
  const parsed = parseTemplate(value);
  return parsed.ok && parsed.value.kind === 'literal';
}

/** What was made for a schema, each once; nothing for one that is inside itself. */
type Making = Map<string, readonly Sample[]>;

/** Values to try, the best first; whether one fits the caller sees. */
function samplesOf(place: Place, making: Making): readonly Sample[] {
  const key = `${place.document.file}#${place.pointer}`;
  const known = making.get(key);
  if (known) return known;
  making.set(key, []);
  const samples = newSamples(place, making);
  making.set(key, samples);
  return samples;
}

function newSamples(place: Place, making: Making): Sample[] {
  const parts = partsOf(place, false);
  const branches = parts.flatMap((part) => [...listAt(inside(part, 'oneOf')), ...listAt(inside(part, 'anyOf'))]);
  const chosen = branches.map((branch) => [...parts, ...partsOf(branch, false)]);
  return [parts, ...chosen]
    .flatMap(saidSamples)
    .concat((chosen.length > 0 ? chosen : [parts]).flatMap((all) => madeSamples(all, making)));
}

/** What the contract says itself: examples, default, const and the members of an enum. */
function saidSamples(parts: readonly Place[]): Sample[] {
  const { value: list } = saidOf(parts, 'examples') ?? {};
  const { value: members } = saidOf(parts, 'enum') ?? {};
  const values = [
    ...['example', 'default', 'const'].map((keyword) => saidOf(parts, keyword)?.value),
    ...(isJsonArray(list) ? list : []),
    ...(isJsonArray(members) ? members : []),
  ];
  return values.flatMap((value) => (value === undefined ? [] : [{ value, made: [] }]));
}

function madeSamples(parts: readonly Place[], making: Making): Sample[] {
  const types = typesOf(parts);
  const made = [...(types.size === 0 ? ['string', 'integer', 'object'] : types)].flatMap((type): Sample[] => {
    switch (type) {
      case 'object':
        return [objectSample(parts, making)];
      case 'array':
        return [arraySample(parts, making)];
      default:
        return scalars(type, parts).map((value) => ({ value, made: [''] }));
    }
  });
  // Null says least.
  return made.sort((left, right) => Number(left.value === null) - Number(right.value === null));
}

function objectSample(parts: readonly Place[], making: Making): Sample {
  const properties = propertiesOf(parts);
  const members = requiredOf(parts).flatMap((name): [string, Sample][] => {
    const property = properties.get(name);
    if (property && isReadOnly(property)) return [];
    const sample = property ? firstFitting(property, making) : { value: 'example', made: [''] };
    return sample ? [[name, sample]] : [];
  });
  return {
    value: Object.fromEntries(members.map(([name, { value }]) => [name, value])),
    made: members.flatMap(([name, { made }]) => made.map((pointer) => `/${name}${pointer}`)),
  };
}

function arraySample(parts: readonly Place[], making: Making): Sample {
  const items = saidOf(parts, 'items');
  const sample = items && firstFitting(items, making);
  if (!sample) return { value: [], made: [''] };
  const length = Math.max(1, Math.min(numberAt(parts, 'minItems') ?? 1, 20));
  return {
    value: Array.from({ length }, () => sample.value),
    made: sample.made.map((pointer) => `/0${pointer}`),
  };
}

function firstFitting(place: Place, making: Making): Sample | undefined {
  return samplesOf(place, making).find(
    ({ value }) => isLiteral(value) && validateValue(place, value, 'request').length === 0,
  );
}

function isReadOnly(property: Place): boolean {
  return [property, targetOf(property)].some((place) => place && inside(place, 'readOnly').value === true);
}

function scalars(type: JsonValue, parts: readonly Place[]): JsonValue[] {
  if (type === 'string') return texts(parts);
  if (type === 'integer' || type === 'number') return numbers(parts);
  return type === 'boolean' ? [true, false] : [null];
}

function texts(parts: readonly Place[]): string[] {
  const minLength = numberAt(parts, 'minLength') ?? 0;
  const maxLength = numberAt(parts, 'maxLength') ?? 1000;
  const said = parts.flatMap((part) => inside(part, 'pattern').value ?? []);
  const patterns = said.length > 0 ? said : [null];
  const format = saidOf(parts, 'format')?.value;
  return patterns.flatMap((pattern) => sampleTexts({ format, pattern, minLength, maxLength }));
}

function numbers(parts: readonly Place[]): number[] {
  const bounds = ['minimum', 'exclusiveMinimum', 'maximum', 'exclusiveMaximum', 'multipleOf'];
  const [least, above, most, below, step] = bounds.map((keyword) => numberAt(parts, keyword));
  const near = [least, above && above + 1, step, most, below && below - 1];
  const made = least === undefined || step === undefined ? [] : [Math.ceil(least / step) * step];
  return [1, ...near, ...made, (above ?? least ?? 0) + 1, (above ?? least ?? 0) + 0.5, 0].filter(
    (number) => number !== undefined,
  );
}

function numberAt(parts: readonly Place[], keyword: string): number | undefined {
  const value = saidOf(parts, keyword)?.value;
  return isNumber(value ?? null) ? Number(value) : undefined;
}
