import { expect, test } from '@playwright/test';
import { parseFilter } from './parse-filters.ts';
import type { Condition } from './query.ts';

const compare = (column: string, operator: string, value: string, negated = false) => ({
  type: 'compare',
  column,
  operator,
  value,
  negated,
});
const group = (joined: string, conditions: unknown[], negated = false) => ({
  type: 'group',
  joined,
  conditions,
  negated,
});

const accepted: { name: string; parameter: [string, string]; condition: unknown }[] = [
  ...['eq', 'neq', 'gt', 'gte', 'lt', 'lte', 'like', 'match'].map((operator) => ({
    name: `${operator} compares`,
    parameter: ['age', `${operator}.18`] as [string, string],
    condition: compare('age', operator, '18'),
  })),
  { name: 'not. negates', parameter: ['age', 'not.eq.18'], condition: compare('age', 'eq', '18', true) },
  { name: 'a value keeps its dots', parameter: ['v', 'eq.1.2.3'], condition: compare('v', 'eq', '1.2.3') },
  { name: 'a value keeps commas and brackets', parameter: ['v', 'eq.a,(b)'], condition: compare('v', 'eq', 'a,(b)') },
  { name: 'a value may be empty', parameter: ['v', 'eq.'], condition: compare('v', 'eq', '') },
  { name: 'Chinese and % stay', parameter: ['v', 'like.%高等%'], condition: compare('v', 'like', '%高等%') },
  {
    name: 'a pattern stays as it is',
    parameter: ['v', 'match.^[a-z]+$'],
    condition: compare('v', 'match', '^[a-z]+$'),
  },
  {
    name: 'in takes round brackets',
    parameter: ['id', 'in.(3,4)'],
    condition: { type: 'in', column: 'id', values: ['3', '4'], negated: false },
  },
  {
    name: 'in takes square brackets',
    parameter: ['id', 'not.in.[1,2]'],
    condition: { type: 'in', column: 'id', values: ['1', '2'], negated: true },
  },
  {
    name: 'in takes quoted values',
    parameter: ['v', String.raw`in.("a,b","c\"d\\")`],
    condition: { type: 'in', column: 'v', values: ['a,b', String.raw`c"d` + '\\'], negated: false },
  },
  {
    name: 'in takes an empty list',
    parameter: ['v', 'in.()'],
    condition: { type: 'in', column: 'v', values: [], negated: false },
  },
  ...['null', 'true', 'false', 'unknown'].map((value) => ({
    name: `is.${value}`,
    parameter: ['v', `is.${value}`] as [string, string],
    condition: { type: 'is', column: 'v', value, negated: false },
  })),
  {
    name: 'a group joins its items',
    parameter: ['and', '(age.gt.18,age.lt.35)'],
    condition: group('and', [compare('age', 'gt', '18'), compare('age', 'lt', '35')]),
  },
  {
    name: 'blanks before an item are skipped, those in a value kept',
    parameter: ['or', '(director.eq.Christopher Nolan, director.eq.李安)'],
    condition: group('or', [compare('director', 'eq', 'Christopher Nolan'), compare('director', 'eq', '李安')]),
  },
  {
    name: 'groups nest and are negated',
    parameter: ['or', '(age.eq.14,not.and(age.gte.11,age.not.lte.17))'],
    condition: group('or', [
      compare('age', 'eq', '14'),
      group('and', [compare('age', 'gte', '11'), compare('age', 'lte', '17', true)], true),
    ]),
  },
  {
    name: 'not.or is a parameter',
    parameter: ['not.or', '(a.eq.1)'],
    condition: group('or', [compare('a', 'eq', '1')], true),
  },
  {
    name: 'a group takes lists and quoted values and names',
    parameter: ['or', '(id.in.(1,2),"a b".eq."x,y)")'],
    condition: group('or', [
      { type: 'in', column: 'id', values: ['1', '2'], negated: false },
      compare('a b', 'eq', 'x,y)'),
    ]),
  },
];
for (const { name, parameter, condition } of accepted) {
  test(name, () => {
    expect(parseFilter(...parameter)).toEqual({ ok: true, value: condition as Condition });
  });
}

const refused: { name: string; parameter: [string, string]; reason: string }[] = [
  {
    name: 'an unknown operator gets its nearest name',
    parameter: ['id', 'equ.1'],
    reason: 'id=equ.1: unknown operator "equ"; did you mean "eq"?',
  },
  {
    name: 'a bare value is no filter',
    parameter: ['id', '5'],
    reason: 'id=5: unknown operator "5": the operators are eq, neq, gt, gte, lt, lte, like, ilike, match, in, is',
  },
  {
    name: 'an operator needs a value',
    parameter: ['id', 'eq'],
    reason: 'id=eq: a filter reads column=operator.value, as in id=eq.1',
  },
  {
    name: 'is takes four words',
    parameter: ['id', 'is.5'],
    reason: 'id=is.5: "is" takes null, true, false, unknown, not "5"',
  },
  {
    name: 'in needs brackets',
    parameter: ['id', 'in.1,2'],
    reason: 'id=in.1,2: "in" takes a list in brackets, as in in.(1,2)',
  },
  { name: 'brackets must match', parameter: ['id', 'in.(1,2]'], reason: 'id=in.(1,2]: a list has no closing )' },
  { name: 'nothing follows a list', parameter: ['id', 'in.(1)x'], reason: 'id=in.(1)x: "x" is left over' },
  {
    name: 'a quoted value must end',
    parameter: ['id', 'in.("1)'],
    reason: 'id=in.("1): a quoted value has no closing "',
  },
  {
    name: 'a group needs brackets',
    parameter: ['or', 'a.eq.1'],
    reason: 'or=a.eq.1: a group reads (column.operator.value,...)',
  },
  { name: 'a group must end', parameter: ['or', '(a.eq.1'], reason: 'or=(a.eq.1: a group has no closing )' },
  { name: 'a group has items', parameter: ['or', '()'], reason: 'or=(): an item reads column.operator.value' },
  { name: 'nothing follows a group', parameter: ['or', '(a.eq.1)x'], reason: 'or=(a.eq.1)x: "x" is left over' },
];
for (const { name, parameter, reason } of refused) {
  test(name, () => {
    expect(parseFilter(...parameter)).toEqual({ ok: false, reason });
  });
}

test('groups that nest without end are refused', () => {
  const parsed = parseFilter('or', `${'(or'.repeat(40)}(a.eq.1${')'.repeat(41)}`);
  expect(parsed).toMatchObject({ ok: false, reason: expect.stringContaining('groups nest deeper than 32') });
});
