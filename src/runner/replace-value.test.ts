import { expect, test } from '@playwright/test';
import type { JsonValue } from '../core/json.ts';
import { replaceValue } from './replace-value.ts';

const payload: JsonValue = { a: { b: 1, 'c/d': 2 }, list: [1, 2], none: null };

const cases: readonly { name: string; target: string; value: JsonValue; result: JsonValue }[] = [
  { name: 'the whole', target: '', value: 5, result: 5 },
  { name: 'a member', target: '/a/b', value: 'x', result: { ...payload, a: { b: 'x', 'c/d': 2 } } },
  {
    name: 'a member whose name is escaped',
    target: '/a/c~1d',
    value: null,
    result: { ...payload, a: { b: 1, 'c/d': null } },
  },
  { name: 'a last member that is new', target: '/a/e', value: 3, result: { ...payload, a: { b: 1, 'c/d': 2, e: 3 } } },
  { name: 'an element', target: '/list/1', value: 9, result: { ...payload, list: [1, 9] } },
  { name: 'behind the last element', target: '/list/-', value: 9, result: { ...payload, list: [1, 2, 9] } },
];
for (const { name, target, value, result } of cases) {
  test(`replace: ${name}`, () => {
    const before = structuredClone(payload);
    expect(replaceValue(payload, target, value)).toEqual({ ok: true, value: result });
    expect(payload).toEqual(before);
  });
}

const refused: readonly { name: string; target: string; reason: string }[] = [
  { name: 'a parent that does not exist', target: '/x/y', reason: 'the payload has no /x: it is of type object' },
  { name: 'a member of a number', target: '/a/b/c', reason: 'the payload has no /a/b/c: /a/b is of type integer' },
  { name: 'a member of null', target: '/none/c', reason: 'the payload has no /none/c: /none is null' },
  {
    name: 'an element that does not exist',
    target: '/list/7',
    reason: 'the payload has no /list/7: /list is of type array',
  },
  { name: 'what is no pointer', target: 'a/b', reason: '"a/b" is not a JSON Pointer' },
];
for (const { name, target, reason } of refused) {
  test(`replace refuses: ${name}`, () => expect(replaceValue(payload, target, 1)).toEqual({ ok: false, reason }));
}
