/**
 * Every rule of lint, by the name that `x-lint-ignore` uses. A fault makes a contract unusable or untrue; a warning is
 * most likely a slip, and a fault with `--strict`. The README's table is held against this one by a test.
 */
export const lintRules = {
  structure: ['fault', 'the document is not valid OpenAPI 3.0 or 3.1: a field is missing, unknown or of a wrong kind'],
  'schema-never-valid': ['fault', 'rules of a schema exclude each other, over `allOf` and `$ref` too: no value passes'],
  'example-breaks-schema': ['fault', 'an example or default breaks its schema, as a request or an answer would'],
  source: [
    'fault',
    'a contract that uses `x-source` has an operation without an https `x-source`, or without `x-confidence`',
  ],
  pattern: ['fault', 'a regular expression cannot be compiled'],
  'lint-ignore': ['fault', '`x-lint-ignore` names a rule that does not exist'],
  'operation-id': ['warning', 'two contracts give the same `operationId` to different operations'],
  'unused-component': ['warning', 'nothing leads to a component'],
  'error-status': [
    'warning',
    'an operation declares no error status, or takes a credential and does not say how one is refused',
  ],
  'example-not-checked': ['warning', 'an example could not be checked, since its schema uses what is not carried out'],
  'enum-member': ['warning', 'a member of an `enum` can never be given, or is there twice'],
  'keyword-without-effect': [
    'warning',
    'a keyword says nothing: of another type than `type` has, or beside `$ref` in OpenAPI 3.0',
  ],
  format: ['warning', 'nothing judges a `format`, so that it is taken for a remark'],
} as const satisfies Readonly<Record<string, readonly [weight: 'fault' | 'warning', meaning: string]>>;

export type LintRule = keyof typeof lintRules;

export const lintRuleNames: readonly string[] = Object.keys(lintRules);
