import { expect, test } from '@playwright/test';
import { schemaOf } from './contract.samples.ts';
import { validateValue } from './validate-value.ts';

for (const version of ['3.0.4', '3.1.1']) {
  test(`formats are judged in OpenAPI ${version}, of values of their type alone`, () => {
    const schema = schemaOf('{ S: { format: date } }', version);
    expect(validateValue(schema, '2026-02-30', 'response').map(({ title }) => title)).toEqual([
      'must be date, as in 2026-11-23',
    ]);
    expect(validateValue(schema, 20260230, 'response')).toEqual([]);
    expect(validateValue(schemaOf('{ S: { format: phone } }', version), 'x', 'response')).toEqual([]);
  });
}

test('a pattern that would have to backtrack in a long text is told as not judged', () => {
  const schema = schemaOf("{ S: { pattern: '(a*)\\1b' } }");
  expect(validateValue(schema, 'aab', 'response')).toEqual([]);
  const [violation] = validateValue(schema, 'a'.repeat(1_000_000), 'response');
  expect(violation?.expected).toBe(
    'a schema that can be used: the pattern (a*)\\1b was not searched for in a text of 1000000 characters: ' +
      'back-references need backtracking, which beyond 64 may never end',
  );
});

test('a pattern that escapes more than it has to is judged, one that escapes a letter without meaning is not', () => {
  expect(validateValue(schemaOf("{ S: { pattern: '^\\+86\\-[\\w-.]+$' } }"), '+86-1.2', 'response')).toEqual([]);
  expect(validateValue(schemaOf("{ S: { pattern: '^\\+86\\-[\\w-.]+$' } }"), '+86', 'response')).toHaveLength(1);
  const [violation] = validateValue(schemaOf("{ S: { pattern: '\\Aa\\Z' } }"), 'a', 'response');
  expect(violation?.title).toBe('must have a schema that can judge it');
});
