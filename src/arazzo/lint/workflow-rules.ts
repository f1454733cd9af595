/**
 * Every rule of lint for workflows, by the name that `x-lint-ignore` uses. A fault makes a workflow fail, or pass without
 * a test, whatever is answered; a warning is most likely a slip, and a fault with `--strict`. `unused-component` and
 * `lint-ignore` are shared with contracts. The README's table is held against this one by a test.
 */
export const workflowRules = {
  'request-breaks-contract': [
    'fault',
    'a parameter or payload breaks the request schema, whatever its expressions find',
  ],
  'answer-impossible': ['fault', 'an expression reads what no declared answer that the criteria allow can hold'],
  'status-not-declared': ['fault', 'the criteria allow no status that the contract declares'],
  comparison: ['fault', 'a comparison is decided beforehand: by the type or the `enum` that the contract declares'],
  'step-unreachable': ['fault', 'no way leads to a step'],
  'endless-loop': ['fault', 'no way leads out of a loop of `goto`'],
  'shared-rows': [
    'fault',
    'a criterion counts rows of a list without a filter by an own id or the mark of the run: it fails as soon as others use the table',
  ],
  'answer-not-declared': ['warning', 'an expression reads a property or header that no declared answer lists'],
  'parameter-not-declared': ['warning', 'the operation does not declare a parameter'],
  'parameter-not-sent': ['warning', 'a parameter stands beside `x-url`, which gives the path and the query'],
  'action-unreachable': ['warning', 'an action stands behind one without criteria, which always comes first'],
  'unused-output': ['warning', 'nothing reads an output of a step'],
  'unused-input': ['warning', 'nothing reads an input'],
  'called-exchange': [
    'warning',
    'a step that calls a workflow reads a status or answer, which is that of the last request in there',
  ],
  'bare-operand': ['warning', 'an operand alone is no boolean: 0 and empty text are false, everything else is true'],
  'jsonpath-slip': [
    'warning',
    'a JSONPath criterion that means something else: `?` on an object, `count()` of one member, `!= null` in a filter',
  ],
  'expression-in-text': ['warning', 'an expression without braces inside a text is sent as it stands'],
  'object-in-text': ['warning', 'an object or list is put into a text'],
  'clean-up-missing': ['warning', 'a step creates what nothing in the workflow removes'],
} as const satisfies Readonly<Record<string, readonly [weight: 'fault' | 'warning', meaning: string]>>;

export type WorkflowRule = keyof typeof workflowRules | 'unused-component';
