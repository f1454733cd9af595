import { expect, test } from '@playwright/test';
import type { ParityRules } from '../arazzo/description.ts';
import { valueDifferences } from './compare-values.ts';
import { ruleFor } from './parity-words.ts';
import type { WordAt } from './parity-words.ts';
import { parsePointer } from '../document/json-pointer.ts';

const words =
  (rules: ParityRules): WordAt =>
  (pointer = '') =>
    ruleFor(rules, parsePointer(pointer) ?? []) ?? 'shape';

const cases: readonly {
  name: string;
  rules: Readonly<Record<string, 'exact' | 'shape' | 'ignore'>>;
  left: string;
  right: string;
  found: readonly string[];
}[] = [
  { name: 'by shape, values are free', rules: {}, left: '{"a":1}', right: '{"a":2}', found: [] },
  {
    name: 'exact finds a value',
    rules: { '': 'exact' },
    left: '{"a":1,"b":1}',
    right: '{"a":2,"b":1}',
    found: ['/a 1 (integer) 2 (integer)'],
  },
  {
    name: 'digits count',
    rules: { '': 'exact' },
    left: '[9007199254740993]',
    right: '[9007199254740992]',
    found: ['/0 9007199254740993 (integer) 9007199254740992 (integer)'],
  },
  { name: '1.0 is 1', rules: { '': 'exact' }, left: '[1.0]', right: '[1]', found: [] },
  { name: 'another type is a matter of shape', rules: { '': 'exact' }, left: '[1]', right: '["1"]', found: [] },
  {
    name: 'the number of elements counts',
    rules: { '': 'exact' },
    left: '[1,2]',
    right: '[1]',
    found: [' 2 elements 1 elements'],
  },
  {
    name: 'the longer pointer wins',
    rules: { '': 'exact', '/*/id': 'ignore' },
    left: '[{"id":1,"n":1}]',
    right: '[{"id":2,"n":2}]',
    found: ['/0/n 1 (integer) 2 (integer)'],
  },
  {
    name: 'one member alone',
    rules: { '/a': 'exact' },
    left: '{"a":1,"b":1}',
    right: '{"a":2,"b":2}',
    found: ['/a 1 (integer) 2 (integer)'],
  },
  {
    name: 'what was cut cannot be compared',
    rules: { '': 'exact' },
    left: '{"a":... cut',
    right: '{"a":1}',
    found: [' 12 bytes 7 bytes'],
  },
];
for (const { name, rules, left, right, found } of cases) {
  test(`compare values: ${name}`, () => {
    const bodies = [left, right].map((text) => ({ bytes: text.length, text }));
    const differences = valueDifferences(bodies[0]!, bodies[1]!, words(new Map(Object.entries(rules))));
    expect(differences.map((one) => `${one.at} ${one.left} ${one.right}`)).toEqual(found);
  });
}
