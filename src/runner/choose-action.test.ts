import { expect, test } from '@playwright/test';
import type { Action, Criterion } from '../arazzo/description.ts';
import { parseCondition } from '../expression/parse-condition.ts';
import type { Scope } from '../expression/scope.ts';
import { mergeActions } from '../arazzo/merge.ts';
import { chooseAction } from './choose-action.ts';
import type { Move } from './choose-action.ts';

const scope: Scope = {
  inputs: { n: 1 },
  steps: new Map(),
  workflows: new Map(),
  outputs: {},
  sources: new Map(),
};

function criterion(condition: string): Criterion {
  const parsed = parseCondition(condition);
  if (!parsed.ok) throw new Error(parsed.fault.message);
  return { condition, parsed: { type: 'simple', condition: parsed.value }, pointer: '' };
}

const base = (name: string, conditions: readonly string[]) => ({
  name,
  criteria: conditions.map(criterion),
  pointer: '',
});
const end = (name: string, ...conditions: string[]): Action => ({ ...base(name, conditions), type: 'end' });
const goto = (stepId: string, ...conditions: string[]): Action => ({
  ...base(stepId, conditions),
  type: 'goto',
  to: { type: 'step', stepId },
});
const retry = (name: string, retryLimit: number, ...conditions: string[]): Action => ({
  ...base(name, conditions),
  type: 'retry',
  retryAfter: 0,
  retryLimit,
});

function show(move: Move): string {
  if (move.type === 'goto') return `goto ${move.to.type === 'step' ? move.to.stepId : move.to.workflow.id}`;
  return move.type === 'retry' ? `retry ${move.action.name}` : move.type;
}

const used = retry('used', 1);
const cases: readonly { name: string; succeeded?: boolean; actions: readonly Action[]; move: string }[] = [
  { name: 'after a success without actions comes the next step', succeeded: true, actions: [], move: 'next' },
  { name: 'a failure without actions ends the workflow', actions: [], move: 'end' },
  { name: 'an action without criteria always matches', actions: [goto('a')], move: 'goto a' },
  {
    name: 'the first match wins',
    actions: [goto('a', '$inputs.n == 2'), goto('b', '$inputs.n == 1'), goto('c')],
    move: 'goto b',
  },
  { name: 'all criteria must hold', actions: [goto('a', '$inputs.n == 1', '$inputs.n == 2'), end('e')], move: 'end' },
  {
    name: 'a success that no action matches goes on',
    succeeded: true,
    actions: [end('e', '$inputs.n == 2')],
    move: 'next',
  },
  { name: 'a retry with a budget is taken', actions: [retry('r', 1), goto('a')], move: 'retry r' },
  { name: 'a retry that is used up is passed over', actions: [used, goto('a')], move: 'goto a' },
  { name: 'each retry has a budget of its own', actions: [used, retry('other', 1)], move: 'retry other' },
  { name: 'a limit of 0 means no repeat', actions: [retry('r', 0)], move: 'end' },
  { name: 'a criterion on a missing value does not match', actions: [goto('a', '$inputs.missing == 1')], move: 'end' },
];
for (const { name, succeeded = false, actions, move } of cases) {
  test(`choose action: ${name}`, () => {
    expect(show(chooseAction({ succeeded, actions, scope, retries: new Map([[used, 1]]) }))).toBe(move);
  });
}

test("the workflow's actions stand behind the step's, and give way by name", () => {
  const own = [end('a')];
  const common = [goto('a'), goto('b')];
  expect(mergeActions(own, common)).toEqual([own[0], common[1]]);
  expect(mergeActions([], common)).toEqual(common);
  expect(mergeActions(own, [])).toBe(own);
});
