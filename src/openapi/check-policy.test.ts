import { expect, test } from '@playwright/test';
import type { JsonValue } from '../core/json.ts';
import { defaultPolicy, mergePolicies, policiesOf, readPolicy } from './check-policy.ts';

test('the more specific word wins, and an application stands on the platform', () => {
  const platform = { policy: { headers: 'off', body: 'warn' } } as const;
  const application = { policy: { body: 'error' } } as const;
  const operations = policiesOf([application, {}, platform]);
  expect(mergePolicies({ undeclared: 'off', headers: 'warn' }, ...operations, { undeclared: 'error' })).toEqual({
    ...defaultPolicy,
    headers: 'off',
    body: 'error',
    undeclared: 'error',
  });
});

const faulty: readonly [value: JsonValue, expected: string, actual: string, remedy?: string][] = [
  ['off', 'an object, as in { undeclared: error }', '"off" (string)'],
  [{ body: 'never' }, 'one of error, warn, off', '"never" (string)'],
  [{ heders: 'off' }, `one of ${Object.keys(defaultPolicy).join(', ')}`, 'heders', 'did you mean "headers"?'],
];
for (const [value, expected, actual, remedy] of faulty) {
  test(`refuses ${JSON.stringify(value)}`, () => {
    expect(readPolicy(value).faults).toMatchObject([{ expected, actual, ...(remedy !== undefined && { remedy }) }]);
  });
}
