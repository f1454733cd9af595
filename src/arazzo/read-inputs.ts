// The inputs of a workflow: JSON Schema 2020-12, and where their values come from (`x-from`).
import type { JsonObject, JsonValue } from '../core/json.ts';
import { isJsonArray, isJsonObject } from '../core/json.ts';
import { didYouMean } from '../core/nearest-name.ts';
import { parsePointer, valueAt } from '../document/json-pointer.ts';
import type { Inputs, InputSource } from './description.ts';
import type { Part } from './fields.ts';
import { addFault, addWrongType, member, readChoice, readText } from './fields.ts';
import { readTemplate } from './read-value.ts';
import { checkExtensions, shapes } from './shapes.ts';

type Collected = {
  readonly properties: Map<string, Part>;
  readonly required: Set<string>;
  /** Whether a name that no `properties` lists may be meant. */
  open: boolean;
};

/** What a workflow without `inputs` takes: nothing. */
function noInputs(part: Part): Inputs {
  return {
    schema: {},
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
  checkSchemaReferences(part);
  const collected: Collected = { properties: new Map(), required: new Set(), open: false };
  collect(part, collected, 0);
  const from = new Map<string, InputSource>();
  const secret = new Set<string>();
  const defaults: [string, JsonValue][] = [];
  for (const [name, property] of collected.properties) {
    checkExtensions(property, shapes.inputProperty);
    const schema = follow(property);
    const source = readSource(member(property, 'x-from'));
    if (source) from.set(name, source.source);
    if (source?.secret === true || isSecret(schema)) secret.add(name);
    const value = member(schema, 'default').value;
    if (value !== undefined) defaults.push([name, value]);
  }
  return {
    schema: selfContained(part.value, part),
    pointer: part.pointer,
    required: [...collected.required],
    names: collected.open || collected.properties.size === 0 ? undefined : [...collected.properties.keys()],
    defaults: Object.fromEntries(defaults),
    from,
    secret,
  };
}

/** References lead to `#/components/inputs`: with a copy of those beside it, the schema stands on its own. */
function selfContained(schema: JsonObject, part: Part): JsonObject {
  if (!JSON.stringify(schema).includes('"$ref"')) return schema;
  const inputs = valueAt(part.reading.document.value, '/components/inputs');
  return inputs === undefined ? schema : { ...schema, components: { inputs } };
}

function collect(part: Part, collected: Collected, depth: number): void {
  const schema = follow(part);
  if (!isJsonObject(schema.value) || depth > 10) return;
  const { value } = schema;
  for (const name of Object.keys(isJsonObject(value['properties']) ? value['properties'] : {})) {
    collected.properties.set(name, member(member(schema, 'properties'), name));
  }
  for (const name of isJsonArray(value['required']) ? value['required'] : []) {
    if (typeof name === 'string') collected.required.add(name);
  }
  const closing = value['additionalProperties'] ?? false;
  const further = ['patternProperties', 'anyOf', 'oneOf', 'if', 'dependentSchemas'];
  if (closing !== false || further.some((keyword) => value[keyword] !== undefined)) collected.open = true;
  const all = member(schema, 'allOf');
  if (isJsonArray(all.value)) all.value.forEach((_, index) => collect(member(all, index), collected, depth + 1));
}

/** The schema that a `$ref` leads to, or the part itself. */
function follow(part: Part): Part {
  let found = part;
  for (let hops = 0; hops < 10; hops++) {
    const reference = member(found, '$ref').value;
    if (typeof reference !== 'string' || !reference.startsWith('#')) return found;
    const pointer = reference.slice(1);
    const value = valueAt(part.reading.document.value, pointer);
    if (value === undefined) return found;
    found = { reading: part.reading, value, pointer };
  }
  return found;
}

function isSecret(schema: Part): boolean {
  return member(schema, 'format').value === 'password' || member(schema, 'writeOnly').value === true;
}

/** Every `$ref` of the schema leads to one of `#/components/inputs`. */
function checkSchemaReferences(part: Part): void {
  if (isJsonArray(part.value)) part.value.forEach((_, index) => checkSchemaReferences(member(part, index)));
  if (!isJsonObject(part.value)) return;
  for (const name of Object.keys(part.value)) {
    const inner = member(part, name);
    if (name === '$ref' && typeof inner.value === 'string') checkSchemaReference(inner, inner.value);
    else checkSchemaReferences(inner);
  }
}

function checkSchemaReference(part: Part, reference: string): void {
  const [components, inputs, name] = parsePointer(reference.slice(1)) ?? [];
  if (!reference.startsWith('#/') || components !== 'components' || inputs !== 'inputs') {
    const remedy = 'put the schema under components.inputs of this document, and write #/components/inputs/<name>';
    addFault(part, 'NOT_SUPPORTED', `"${reference}" leads out of components.inputs`, { remedy });
    return;
  }
  if (valueAt(part.reading.document.value, reference.slice(1)) !== undefined) return;
  const known = valueAt(part.reading.document.value, '/components/inputs');
  const nearest = didYouMean(name ?? '', isJsonObject(known) ? Object.keys(known) : []);
  const remedy = nearest ?? 'add it under components.inputs';
  addFault(part, 'REFERENCE_NOT_FOUND', `there is nothing at ${reference}`, { remedy });
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
