// The inputs of a workflow: JSON Schema 2020-12, and where their values come from (`x-from`).
import type { JsonValue } from '../../core/json.ts';
import { isJsonArray, isJsonObject } from '../../core/json.ts';
import { didYouMean } from '../../core/nearest-name.ts';
import { checkInputsSchema } from '../../openapi/check-inputs-schema.ts';
import { defaultOf, propertiesOf, sameValueSchemas } from '../../openapi/fill-defaults.ts';
import { inside, placeAt } from '../../openapi/resolve-reference.ts';
import type { Place } from '../../openapi/resolve-reference.ts';
import type { Inputs, InputSource } from '../description.ts';
import type { Part } from './fields.ts';
import { addFault, addWrongType, member, readChoice, readText } from './fields.ts';
import { readTemplate } from './read-value.ts';
import { checkExtensions, shapes } from './shapes.ts';

/** What a workflow without `inputs` takes: nothing. */
function noInputs(part: Part): Inputs {
  return {
    schema: undefined,
    pointer: part.pointer,
    required: [],
    names: [],
    defaults: {},
    from: new Map(),
    secret: new Set(),
  };
}

export function readInputs(part: Part): Inputs {
  if (part.value === undefined) return noInputs(part);
  if (!isJsonObject(part.value)) {
    addWrongType(part, 'a JSON Schema');
    return noInputs(part);
  }
  const schema = placeAt(part.reading.document, part.pointer);
  part.reading.faults.push(...checkInputsSchema(schema));
  const properties = propertiesOf(schema);
  const from = new Map<string, InputSource>();
  const secret = new Set<string>();
  const defaults: [string, JsonValue][] = [];
  for (const [name, place] of properties) {
    const property: Part = { ...place, reading: { ...part.reading, document: place.document } };
    checkExtensions(property, shapes.inputProperty);
    const source = readSource(member(property, 'x-from'));
    // Of another file, the place is told as that of the inputs.
    const pointer = place.document === part.reading.document ? {} : { pointer: part.pointer };
    if (source) from.set(name, { ...source.source, ...pointer });
    if (source?.secret === true || sameValueSchemas(place).some(isSecret)) secret.add(name);
    const value = defaultOf(place);
    if (value !== undefined) defaults.push([name, value]);
  }
  return {
    schema: { document: schema.document, pointer: schema.pointer },
    pointer: part.pointer,
    required: [...new Set(sameValueSchemas(schema).flatMap(requiredOf))],
    names: properties.size === 0 || isOpen(schema) ? undefined : [...properties.keys()],
    defaults: Object.fromEntries(defaults),
    from,
    secret,
  };
}

function requiredOf(schema: Place): string[] {
  const { value } = inside(schema, 'required');
  return isJsonArray(value) ? value.filter((name) => typeof name === 'string') : [];
}

const further = ['patternProperties', 'anyOf', 'oneOf', 'if', 'dependentSchemas'];

/** Whether a name that no `properties` lists may be meant. */
function isOpen(schema: Place): boolean {
  return sameValueSchemas(schema).some(
    (part) =>
      (inside(part, 'additionalProperties').value ?? false) !== false ||
      further.some((keyword) => inside(part, keyword).value !== undefined),
  );
}

function isSecret(schema: Place): boolean {
  return inside(schema, 'format').value === 'password' || inside(schema, 'writeOnly').value === true;
}

type ReadSource = { readonly source: InputSource; readonly secret: boolean };

const sources = ['env', 'run.mark', 'run.seed', 'sms-code'] as const;
const sourceKeys = { env: ['name', 'secret'], 'run.mark': [], 'run.seed': [], 'sms-code': ['to'] } as const;

/** `x-from`: a word, or an object with `source`. Undefined where absent or after a fault. */
function readSource(part: Part): ReadSource | undefined {
  if (part.value === undefined) return undefined;
  const { pointer } = part;
  if (!isJsonObject(part.value)) {
    const word = readChoice(part, ['run.mark', 'run.seed']);
    return word && { source: { pointer, source: word }, secret: false };
  }
  const source = readChoice(member(part, 'source'), sources);
  if (source === undefined) {
    if (part.value['source'] === undefined) {
      addFault(part, 'ARAZZO_SCHEMA', '"x-from" has no "source"', { expected: `source: one of ${sources.join(', ')}` });
    }
    return undefined;
  }
  checkSourceKeys(part, ['source', ...sourceKeys[source]]);
  if (source === 'env') return readEnv(part);
  if (source === 'sms-code') {
    const to = required(part, 'to');
    return to && { source: { pointer, source, to: readTemplate(to) }, secret: true };
  }
  return { source: { pointer, source }, secret: false };
}

function readEnv(part: Part): ReadSource | undefined {
  const namePart = required(part, 'name');
  const name = namePart && readText(namePart);
  const secret = member(part, 'secret');
  if (secret.value !== undefined && typeof secret.value !== 'boolean') addWrongType(secret, 'true or false');
  if (name === undefined) return undefined;
  return { source: { pointer: part.pointer, source: 'env', name }, secret: secret.value === true };
}

function required(part: Part, name: string): Part | undefined {
  const found = member(part, name);
  if (found.value !== undefined) return found;
  addFault(part, 'ARAZZO_SCHEMA', `"x-from" has no "${name}"`, { remedy: `add "${name}"` });
  return undefined;
}

function checkSourceKeys(part: Part, known: readonly string[]): void {
  for (const key of Object.keys(isJsonObject(part.value) ? part.value : {})) {
    if (known.includes(key)) continue;
    addFault(member(part, key), 'ARAZZO_SCHEMA', `"x-from" of this source has no key "${key}"`, {
      at: 'key',
      remedy: didYouMean(key, known) ?? `known keys: ${known.join(', ')}`,
    });
  }
}
