// Which keywords a schema has, and what stands behind each: OpenAPI 3.0.4 section 4.7.24 and JSON Schema 2020-12.
import type { Contract } from './contract.ts';

export type Dialect = Contract['version'];

/** What a keyword holds. `annotation` says nothing about validity, so validation leaves it out. */
export type KeywordKind =
  | 'schema'
  | 'schemas'
  | 'schemaMap'
  | 'schemaOrBoolean'
  | 'reference'
  | 'type'
  | 'number'
  | 'count'
  | 'boolean'
  | 'string'
  | 'pattern'
  | 'strings'
  | 'stringsMap'
  | 'values'
  | 'value'
  | 'annotation'
  | 'unsupported';

const shared: Readonly<Record<string, KeywordKind>> = {
  $ref: 'reference',
  type: 'type',
  enum: 'values',
  format: 'string',
  multipleOf: 'number',
  maximum: 'number',
  minimum: 'number',
  maxLength: 'count',
  minLength: 'count',
  pattern: 'pattern',
  maxItems: 'count',
  minItems: 'count',
  uniqueItems: 'boolean',
  maxProperties: 'count',
  minProperties: 'count',
  required: 'strings',
  properties: 'schemaMap',
  additionalProperties: 'schemaOrBoolean',
  items: 'schema',
  allOf: 'schemas',
  anyOf: 'schemas',
  oneOf: 'schemas',
  not: 'schema',
  title: 'annotation',
  description: 'annotation',
  default: 'annotation',
  discriminator: 'annotation',
  readOnly: 'annotation',
  writeOnly: 'annotation',
  xml: 'annotation',
  externalDocs: 'annotation',
  example: 'annotation',
  deprecated: 'annotation',
};

const keywords30: Readonly<Record<string, KeywordKind>> = {
  ...shared,
  nullable: 'boolean',
  exclusiveMaximum: 'boolean',
  exclusiveMinimum: 'boolean',
};

const keywords31: Readonly<Record<string, KeywordKind>> = {
  ...shared,
  const: 'value',
  exclusiveMaximum: 'number',
  exclusiveMinimum: 'number',
  prefixItems: 'schemas',
  contains: 'schema',
  minContains: 'count',
  maxContains: 'count',
  patternProperties: 'schemaMap',
  propertyNames: 'schema',
  dependentRequired: 'stringsMap',
  dependentSchemas: 'schemaMap',
  if: 'schema',
  then: 'schema',
  else: 'schema',
  // Ajv 8 loses track of which items were evaluated, beside contains and in branches.
  unevaluatedItems: 'unsupported',
  unevaluatedProperties: 'schemaOrBoolean',
  $dynamicRef: 'unsupported',
  $recursiveRef: 'unsupported',
  // Of older drafts: dependentRequired and dependentSchemas took its place.
  dependencies: 'unsupported',
  $id: 'annotation',
  $schema: 'unsupported',
  $defs: 'schemaMap',
  definitions: 'schemaMap',
  $anchor: 'annotation',
  $dynamicAnchor: 'annotation',
  $vocabulary: 'annotation',
  $comment: 'annotation',
  examples: 'annotation',
  contentEncoding: 'annotation',
  contentMediaType: 'annotation',
  contentSchema: 'annotation',
};

export function schemaKeywords(dialect: Dialect): Readonly<Record<string, KeywordKind>> {
  return dialect === '3.0' ? keywords30 : keywords31;
}

/** Keywords whose schemas judge the same value as the schema that holds them. */
export const inPlace: ReadonlySet<string> = new Set([
  'allOf',
  'anyOf',
  'oneOf',
  'not',
  'if',
  'then',
  'else',
  'dependentSchemas',
]);
