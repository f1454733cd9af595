import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { readDocument } from '../document/read-document.ts';
import type { JsonValue } from '../core/json.ts';
import type { Amendment } from './amend.ts';
import { amendText } from './edit-text.ts';
import { writeFlow } from './flow.ts';

type Change = Pick<Amendment, 'edit' | 'pointer' | 'value'> & { readonly member?: string };

const seen = { seen: 12 };

const cases: readonly (readonly [what: string, before: string, change: Change, after: string | undefined])[] = [
  [
    'a mark in flow style',
    'a: { type: string, x-confidence: inferred } # why\n',
    { edit: 'confirm', pointer: '/a', value: seen },
    'a: { type: string, x-evidence: { seen: 12 } } # why\n',
  ],
  [
    'a mark in block style',
    'a:\n  x-confidence: inferred\n  type: string\n',
    { edit: 'confirm', pointer: '/a', value: seen },
    'a:\n  x-evidence: { seen: 12 }\n  type: string\n',
  ],
  [
    'a mark beside evidence, in block style',
    'a:\n  x-evidence: { seen: 1 }\n  # sure?\n  x-confidence: inferred\n  type: string\n',
    { edit: 'confirm', pointer: '/a', value: { seen: 1 } },
    'a:\n  x-evidence: { seen: 1 }\n  # sure?\n  type: string\n',
  ],
  [
    'a mark beside evidence, in flow style',
    'a: { x-confidence: inferred, x-evidence: { seen: 1 } }\n',
    { edit: 'confirm', pointer: '/a', value: { seen: 1 } },
    'a: { x-evidence: { seen: 1 } }\n',
  ],
  [
    'a part in flow style, with brackets in quotes',
    "a: { pattern: '}', b: [1] }\nc: 1\n",
    { edit: 'replace', pointer: '/a', value: { type: ['string', 'null'] } },
    "a: { type: [string, 'null'] }\nc: 1\n",
  ],
  [
    'a part in block style',
    'a:\n  type: string\n  items:\n    - 1\n# c\nb: 1\n',
    { edit: 'replace', pointer: '/a', value: { type: 'integer', minimum: 0 } },
    'a:\n  type: integer\n  minimum: 0\n# c\nb: 1\n',
  ],
  [
    'a part with a comment in it is left to a person',
    'a:\n  type: string # why\n',
    { edit: 'replace', pointer: '/a', value: { type: 'integer' } },
    undefined,
  ],
  [
    'a member in flow style',
    "a: { b: 'x}' }\n",
    { edit: 'add', pointer: '/a', member: '406', value: { c: 1 } },
    "a: { b: 'x}', '406': { c: 1 } }\n",
  ],
  ['a member of nothing', 'a: {}\n', { edit: 'add', pointer: '/a', member: 'b', value: 1 }, 'a: { b: 1 }\n'],
  [
    'a member in block style, before the next part and its comment',
    'a:\n  b:\n    c: 1\n\n# next\nd: 1\n',
    { edit: 'add', pointer: '/a', member: 'e', value: { f: 'it’s: 1' } },
    "a:\n  b:\n    c: 1\n  e: { f: 'it’s: 1' }\n\n# next\nd: 1\n",
  ],
  [
    'lines that end as on Windows',
    'a:\r\n  b: 1\r\nd: 1\r\n',
    { edit: 'add', pointer: '/a', member: 'e', value: 2 },
    'a:\r\n  b: 1\n  e: 2\r\nd: 1\r\n',
  ],
  [
    'what stands behind an alias is left to a person',
    'x: &x { b: 1 }\na: *x\n',
    { edit: 'add', pointer: '/a', member: 'e', value: 2 },
    undefined,
  ],
];

for (const [what, before, change, after] of cases) {
  test(`an amendment in the text: ${what}`, () => {
    const document = readDocument(before, 'x.yaml');
    expect(amendText(document, { kind: 'property', found: '', document, ...change })?.text).toBe(after);
  });
}

test('any value in flow style is read again as it was', () => {
  const values = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as JsonValue);
  fc.assert(
    fc.property(values, (value) => {
      expect(readDocument(`a: ${writeFlow(value)}\n`, 'x.yaml').value).toEqual({ a: value });
    }),
  );
});
