// The home of Ajv. A schema is converted and compiled when it is first used, once per document, place and use.
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import type { DataValidationCxt, RegExpLike } from 'ajv/dist/types/index.js';
import type { JsonValue } from '../core/json.ts';
import { compilePattern } from '../core/pattern/pattern.ts';
import { asUnicodePattern } from '../core/pattern/unicode-pattern.ts';
import type { SourceDocument } from '../core/source.ts';
import { memberOf } from '../document/json-pointer.ts';
import type { SchemaReference } from './contract.ts';
import { SchemaNotSupported, convertSchema, plainUse } from './convert-schema.ts';
import type { Conversion, Use } from './convert-schema.ts';
import { discriminatorKeyword } from './discriminator.ts';
import type { DiscriminatorRule, Misnamed } from './discriminator.ts';
import { exactKeywords, exactPrefix } from './exact-keywords.ts';
import type { Origins } from './error-nodes.ts';
import { addFormats } from './formats/format-keyword.ts';
import { placeAt } from './resolve-reference.ts';
import type { Place } from './resolve-reference.ts';

export type { ValidateFunction } from 'ajv/dist/2020.js';

/** How a schema is to judge. */
export type Judging = Pick<Conversion, 'direction' | 'undeclared' | 'exact'>;

export type Compiled = {
  readonly validate: ValidateFunction;
  readonly origins: Origins;
  /** Filled by each validation anew: whatever value had a discriminator that names another schema. */
  readonly misnamed: Misnamed[];
};

/** What is compiled for one document: its schemas, and those of other documents that they lead to. */
type Registry = Pick<Compiled, 'origins' | 'misnamed'> & {
  readonly ajv: Ajv2020;
  readonly names: Map<string, string>;
};

const registries = new WeakMap<SourceDocument, Registry>();

/** @throws SchemaNotSupported, and what Ajv throws for a schema that it cannot compile */
export function compileSchema(schema: SchemaReference, judging: Judging): Compiled {
  const registry = registryOf(schema.document);
  const waiting: (readonly [name: string, place: Place, use: Use])[] = [];
  const { direction, undeclared, exact } = judging;
  const nameOf = (place: Place, use: Use): string => {
    const how = [direction, undeclared, exact, use.confidence ?? '', use.inPlace, use.named, use.exempt];
    const key = JSON.stringify([place.document.file, place.pointer, ...how]);
    let name = registry.names.get(key);
    if (name === undefined) {
      name = `schema:${registry.names.size}`;
      registry.names.set(key, name);
      waiting.push([name, place, use]);
    }
    return name;
  };
  const conversion: Conversion = { ...judging, origins: registry.origins, nameOf };
  const name = nameOf(placeAt(schema.document, schema.pointer), plainUse);
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    registry.ajv.addSchema(convertOrRefuse(conversion, next), next[0]);
  }
  const validate = registry.ajv.getSchema(name);
  if (!validate) throw new SchemaNotSupported('the schema could not be compiled');
  return { validate, origins: registry.origins, misnamed: registry.misnamed };
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
    const misnamed: Misnamed[] = [];
    registry = { ajv: createAjv(misnamed), origins: new WeakMap(), names: new Map(), misnamed };
    registries.set(document, registry);
  }
  return registry;
}

function createAjv(misnamed: Misnamed[]): Ajv2020 {
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
    code: { regExp: Object.assign(createPattern, { code: 'createPattern' }) },
  });
  addFormats(ajv);
  for (const [name, holds] of Object.entries(exactKeywords)) {
    const validate = (rule: JsonValue, value: unknown): boolean => holds(rule, value);
    ajv.addKeyword({ keyword: exactPrefix + name, errors: false, validate });
  }
  const checkName = (rule: DiscriminatorRule, value: unknown, _schema?: unknown, at?: DataValidationCxt): boolean => {
    const found = findMisnamed(ajv, rule, value, at);
    if (found) misnamed.push(found);
    return true;
  };
  ajv.addKeyword({ keyword: discriminatorKeyword, errors: false, validate: checkName });
  ajv.addKeyword({
    keyword: refusal,
    compile: (reason: string) => {
      throw new SchemaNotSupported(reason);
    },
  });
  return ajv;
}

/** The schema that the value names may itself find fault with it; the discriminator decides nothing. */
function findMisnamed(
  ajv: Ajv2020,
  rule: DiscriminatorRule,
  value: unknown,
  at?: DataValidationCxt,
): Misnamed | undefined {
  const named = memberOf(value as JsonValue, rule.property);
  if (typeof named !== 'string') return undefined;
  const validatorOf = (name: string): ValidateFunction | undefined => ajv.getSchema(name);
  const name = Object.hasOwn(rule.names, named) ? rule.names[named] : undefined;
  const validate = name === undefined ? undefined : validatorOf(name);
  if (validate ? validate(value, at) : !rule.isChoice) return undefined;
  const errors = validate?.errors ?? [];
  const fitting = Object.keys(rule.names).filter((other) => validatorOf(rule.names[other] ?? '')?.(value, at) === true);
  return { rule, pointer: at?.instancePath ?? '', named, fitting, errors };
}

/** A pattern as Ajv calls it. Where it cannot be searched for in bounded time, it throws: the value is not judged. */
function createPattern(source: string): RegExpLike {
  const pattern = compilePattern(asUnicodePattern(source));
  // Ajv tells patterns apart by their text.
  return { test: pattern.isFoundIn, toString: () => source } as RegExpLike;
}
