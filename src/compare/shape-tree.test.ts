import { test, expect } from '@playwright/test';
import fc from 'fast-check';
import type { JsonValue } from '../core/json.ts';
import { shapeOf } from '../record/shape.ts';
import type { ShapeDifference } from './shape-tree.ts';
import { shapeDifferences, shapeTree } from './shape-tree.ts';

function compare(left: JsonValue, right: JsonValue, kept: 'text' | 'shape'): ShapeDifference[] {
  const [ours, theirs] = [left, right].map((value) =>
    shapeTree(kept === 'text' ? { bytes: 0, text: JSON.stringify(value) } : { bytes: 0, shape: shapeOf(value) }),
  );
  if (ours === undefined || theirs === undefined) throw new Error('a shape that cannot be read');
  return shapeDifferences(ours, theirs);
}

const cases: { name: string; left: JsonValue; right: JsonValue; text: ShapeDifference[]; shape: ShapeDifference[] }[] =
  [
    { name: 'values may differ', left: [{ id: 1, at: '2026' }], right: [{ id: 2, at: '2027' }], text: [], shape: [] },
    { name: 'an empty array tells nothing', left: [], right: [{ id: 1 }], text: [], shape: [] },
    { name: 'a whole number is a number', left: { t: 1 }, right: { t: 1.5 }, text: [], shape: [] },
    {
      name: 'another type',
      left: [{ position: 1 }, { position: 2 }],
      right: [{ position: '1' }],
      text: [{ at: '/*/position', left: '1 (integer)', right: '"1" (string)' }],
      shape: [{ at: '/*/position', left: 'integer', right: 'string' }],
    },
    {
      name: 'a member that one lacks, and its name escaped in the pointer',
      left: { 'a/b': null },
      right: {},
      text: [{ at: '/a~1b', left: 'null', right: 'absent' }],
      shape: [{ at: '/a~1b', left: 'null', right: 'absent' }],
    },
    {
      name: 'an object instead of an array, at the root',
      left: { rows: [] },
      right: [[]],
      text: [{ at: '', left: 'object', right: 'array' }],
      shape: [{ at: '', left: 'object', right: 'array' }],
    },
    {
      name: 'null beside another type',
      left: [{ a: null }, { a: 'x' }],
      right: [{ a: 'x' }],
      text: [{ at: '/*/a', left: 'null|string', right: '"x" (string)' }],
      shape: [{ at: '/*/a', left: 'null|string', right: 'string' }],
    },
    { name: 'a member that only some elements have', left: [{ a: 1 }, {}], right: [{ a: 1 }], text: [], shape: [] },
  ];

for (const { name, left, right, text, shape } of cases) {
  test(`${name}, from bodies`, () => {
    expect(compare(left, right, 'text')).toEqual(text);
  });
  test(`${name}, from shapes`, () => {
    expect(compare(left, right, 'shape')).toEqual(shape);
  });
}

test('any body is the same as itself, and as its shape', () => {
  const names = fc.string({ unit: 'grapheme-ascii' }).filter((name) => !/[{}[\],|:?]/.test(name) && name !== '');
  const { value } = fc.letrec<{ value: JsonValue }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom<JsonValue>(null, true, 1, 1.5, 'text'),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(names, tie('value'), { maxKeys: 3 }),
    ),
  }));
  fc.assert(
    fc.property(value, (body) => {
      const kept = shapeTree({ bytes: 0, text: JSON.stringify(body) });
      const shape = shapeTree({ bytes: 0, shape: shapeOf(body) });
      if (kept === undefined || shape === undefined) throw new Error(`cannot be read: ${shapeOf(body)}`);
      expect(shapeDifferences(kept, shape)).toEqual([]);
    }),
  );
});

test('without a body, or with a shape that cannot be read, nothing is compared', () => {
  expect(shapeTree(undefined)).toBeUndefined();
  expect(shapeTree({ bytes: 3, text: '<p>' })).toBeUndefined();
  expect(shapeTree({ bytes: 3, shape: '{a,b:integer}' })).toBeUndefined();
});
