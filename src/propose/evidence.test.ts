import { expect, test } from '@playwright/test';
import type { JsonObject, JsonValue } from '../core/json.ts';
import { evidenceSchema, noEvidence, observe } from './evidence.ts';

function schemaOf(values: readonly JsonValue[]): JsonObject {
  const evidence = noEvidence();
  for (const value of values) observe(evidence, value);
  return evidenceSchema(evidence);
}

const times = (number: number, ...values: JsonValue[]): JsonValue[] =>
  Array.from({ length: number }, () => values).flat();

const cases: readonly (readonly [what: string, values: readonly JsonValue[], schema: JsonObject])[] = [
  ['nothing', [], { 'x-evidence': { seen: 0 } }],
  ['one type', [1, 2], { type: 'integer', 'x-evidence': { seen: 2 } }],
  ['null is counted apart', [1, null, null], { type: ['integer', 'null'], 'x-evidence': { seen: 3, null: 2 } }],
  [
    'integers among numbers are numbers',
    [1, 1.5],
    { type: 'number', 'x-evidence': { seen: 2, types: { integer: 1, number: 1 } } },
  ],
  [
    'types that differ',
    [1, 'a'],
    { type: ['integer', 'string'], 'x-evidence': { seen: 2, types: { integer: 1, string: 1 } } },
  ],
  [
    'a format that all texts have',
    ['2026-11-25T10:00:00Z', '2026-11-25T10:00:00.5+08:00'],
    { type: 'string', format: 'date-time', 'x-evidence': { seen: 2 } },
  ],
  ['a format that some lack', ['2026-11-25', 'x'], { type: 'string', 'x-evidence': { seen: 2 } }],
  ['a uuid', ['4b5b9d4c-54f7-4a34-9b60-7c1c2b6f8a10'], { type: 'string', format: 'uuid', 'x-evidence': { seen: 1 } }],
  [
    "MySQL's date and time",
    ['2026-11-25 10:00:00'],
    { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(\\.\\d{1,6})?$', 'x-evidence': { seen: 1 } },
  ],
  [
    'few texts, often: a guess at an enumeration',
    times(10, 'new', 'paid'),
    { type: 'string', enum: ['new', 'paid'], $comment: 'a guess: no other text came', 'x-evidence': { seen: 20 } },
  ],
  ['few texts, too seldom', times(9, 'new', 'paid'), { type: 'string', 'x-evidence': { seen: 18 } }],
  ['one text that came twice', [...times(10, 'a', 'b'), 'c', 'c'], { type: 'string', 'x-evidence': { seen: 22 } }],
  ['always the same text', times(30, 'a'), { type: 'string', 'x-evidence': { seen: 30 } }],
  ['pseudonyms are never values', times(20, '«token#1»', '«token#2»'), { type: 'string', 'x-evidence': { seen: 40 } }],
  [
    'properties of objects',
    [{ a: 1, b: null }, { a: 2 }],
    {
      type: 'object',
      required: ['a'],
      properties: {
        a: { type: 'integer', 'x-evidence': { seen: 2, of: 2 } },
        b: { type: 'null', 'x-evidence': { seen: 1, of: 2, null: 1 } },
      },
      'x-evidence': { seen: 2 },
    },
  ],
  [
    'elements of arrays',
    [[1, 2], []],
    { type: 'array', items: { type: 'integer', 'x-evidence': { seen: 2 } }, 'x-evidence': { seen: 2 } },
  ],
];

for (const [what, values, schema] of cases) {
  test(`evidence: ${what}`, () => {
    expect(schemaOf(values)).toEqual(schema);
  });
}
