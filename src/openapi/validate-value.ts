// The home of Ajv. A schema is converted and compiled when it is first used, once per document, place and direction.
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import type { RegExpLike } from 'ajv/dist/types/index.js';
import type { JsonObject, JsonValue } from '../core/json.ts';
import { showValue } from '../core/json.ts';
import { compilePattern } from '../core/pattern/pattern.ts';
import { asUnicodePattern } from '../core/pattern/unicode-pattern.ts';
import type { SourceDocument } from '../core/source.ts';
import type { SchemaReference } from './contract.ts';
import { SchemaNotSupported, convertSchema, plainUse } from './convert-schema.ts';
import type { Conversion, Direction, Use } from './convert-schema.ts';
import { explainErrors } from './explain-errors.ts';
import type { Origins, SchemaViolation } from './explain-errors.ts';
import { addFormats } from './formats/format-keyword.ts';
import { placeAt } from './resolve-reference.ts';
import type { Place } from './resolve-reference.ts';

export type { SchemaViolation } from './explain-errors.ts';

/** A schema that is ready to judge, or why it cannot. Neither throws. */
export type Validator =
  | { readonly usable: true; readonly validate: (value: JsonValue) => Judgement }
  | { readonly usable: false; readonly reason: string };

/** `notJudged`: the value led the schema into an end that no validator reaches, such as too deep a nesting. */
export type Judgement = { readonly violations: readonly SchemaViolation[]; readonly notJudged?: string };

/** Judges a value. A schema that cannot judge is itself a violation here: nothing passes unseen. */
export function validateValue(
  schema: SchemaReference,
  value: JsonValue,
  direction: 'request' | 'response',
): SchemaViolation[] {
  return [...judge(validatorOf(schema, direction), schema, value)];
}

// Inputs have no document of their own; `$ref` reaches what is inside them.
const inputDocuments = new WeakMap<JsonObject, SourceDocument>();

/** Judges inputs against a plain JSON Schema (2020-12): unknown keywords allowed, formats on. */
export function validateInputs(schema: JsonObject, value: JsonValue): SchemaViolation[] {
  let document = inputDocuments.get(schema);
  if (!document) {
    document = { file: '', text: '', value: schema, locate: () => ({ file: '', line: 1, column: 1 }) };
    inputDocuments.set(schema, document);
  }
  const reference = { document, pointer: '' };
  return [...judge(validatorOf(reference, 'both'), reference, value)];
}

/** A schema that cannot judge is itself a violation. */
export function judge(validator: Validator, schema: SchemaReference, value: JsonValue): readonly SchemaViolation[] {
  const judgement = validator.usable ? validator.validate(value) : { violations: [], notJudged: validator.reason };
  if (judgement.notJudged === undefined) return judgement.violations;
  const unusable = {
    pointer: '',
    keyword: 'schema',
    title: 'must have a schema that can judge it',
    expected: `a schema that can be used: ${judgement.notJudged}`,
    actual: showValue(value),
    schemaPointer: schema.pointer,
    schemaDocument: schema.document,
  };
  return [unusable];
}

const validators = new WeakMap<SourceDocument, Map<string, Validator>>();

/** The compiled schema of a place, for one direction. */
export function validatorOf(schema: SchemaReference, direction: Direction): Validator {
  let known = validators.get(schema.document);
  if (!known) validators.set(schema.document, (known = new Map<string, Validator>()));
  const key = `${direction} ${schema.pointer}`;
  let validator = known.get(key);
  if (!validator) known.set(key, (validator = createValidator(schema, direction)));
  return validator;
}

function createValidator(schema: SchemaReference, direction: Direction): Validator {
  try {
    const { validate, origins } = compile(schema, direction);
    return { usable: true, validate: (value) => run(validate, origins, value) };
  } catch (error) {
    return { usable: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

const passed: Judgement = { violations: [] };

function run(validate: ValidateFunction, origins: Origins, value: JsonValue): Judgement {
  try {
    if (validate(value)) return passed;
    return { violations: explainErrors(validate.errors ?? [], origins) };
  } catch (error) {
    return { violations: [], notJudged: error instanceof Error ? error.message : String(error) };
  }
}

/** What is compiled for one document: its schemas, and those of other documents that they lead to. */
type Registry = { readonly ajv: Ajv2020; readonly origins: Origins; readonly names: Map<string, string> };

const registries = new WeakMap<SourceDocument, Registry>();

function compile(
  schema: SchemaReference,
  direction: Direction,
): { readonly validate: ValidateFunction; readonly origins: Origins } {
  const registry = registryOf(schema.document);
  const waiting: (readonly [name: string, place: Place, use: Use])[] = [];
  const nameOf = (place: Place, use: Use): string => {
    const key = JSON.stringify([direction, place.document.file, place.pointer, use.confidence ?? '', use.exempt]);
    let name = registry.names.get(key);
    if (name === undefined) {
      name = `schema:${registry.names.size}`;
      registry.names.set(key, name);
      waiting.push([name, place, use]);
    }
    return name;
  };
  const conversion: Conversion = { direction, origins: registry.origins, nameOf };
  const name = nameOf(placeAt(schema.document, schema.pointer), plainUse);
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    registry.ajv.addSchema(convertOrRefuse(conversion, next), next[0]);
  }
  const validate = registry.ajv.getSchema(name);
  if (!validate) throw new SchemaNotSupported('the schema could not be compiled');
  return { validate, origins: registry.origins };
}

const refusal = 'notSupported';

/** A schema that is not supported makes every schema that leads to it unusable, now and later. */
function convertOrRefuse(conversion: Conversion, [, place, use]: readonly [string, Place, Use]): object {
  try {
    return convertSchema(conversion, place, use);
  } catch (error) {
    if (!(error instanceof SchemaNotSupported)) throw error;
    return { [refusal]: error.message };
  }
}

function registryOf(document: SourceDocument): Registry {
  let registry = registries.get(document);
  if (!registry) {
    registry = { ajv: createAjv(), origins: new WeakMap(), names: new Map() };
    registries.set(document, registry);
  }
  return registry;
}

function createAjv(): Ajv2020 {
  const ajv = new Ajv2020({
    allErrors: true,
    // Errors carry the part of the schema that was broken, by which its line is found.
    verbose: true,
    // `{}` has no property `toString`.
    ownProperties: true,
    // Schemas are checked when the contract is read; the meta-schema would cost more than the rest.
    meta: false,
    validateSchema: false,
    strict: false,
    logger: false,
    // 19.99 is a multiple of 0.01.
    multipleOfPrecision: 6,
    code: { regExp: Object.assign(createPattern, { code: 'createPattern' }) },
  });
  addFormats(ajv);
  ajv.addKeyword({
    keyword: refusal,
    compile: (reason: string) => {
      throw new SchemaNotSupported(reason);
    },
  });
  return ajv;
}

/** A pattern as Ajv calls it. Where it cannot be searched for in bounded time, it throws: the value is not judged. */
function createPattern(source: string): RegExpLike {
  const pattern = compilePattern(asUnicodePattern(source));
  // Ajv tells patterns apart by their text.
  return { test: pattern.isFoundIn, toString: () => source } as RegExpLike;
}
