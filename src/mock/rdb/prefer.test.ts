import { expect, test } from '@playwright/test';
import { readPrefer, renderApplied } from './prefer.ts';

const none = { return: 'minimal', countExact: false, missingDefault: false };
const cases: { name: string; header: string | undefined; preferences: object; applied: string }[] = [
  { name: 'nothing asked for: return=minimal', header: undefined, preferences: none, applied: 'return=minimal' },
  {
    name: 'several in one header',
    header: 'return=representation, resolution=merge-duplicates',
    preferences: { ...none, return: 'representation', resolution: 'merge-duplicates' },
    applied: 'return=representation, resolution=merge-duplicates',
  },
  {
    name: 'the first of two counts',
    header: 'return=minimal,return=representation',
    preferences: none,
    applied: 'return=minimal',
  },
  {
    name: 'count is not applied to a write',
    header: 'count=exact',
    preferences: { ...none, countExact: true },
    applied: 'return=minimal',
  },
  {
    name: 'case of names, quotes, blanks and parameters do not matter',
    header: 'Return = "representation"; x=1 , Missing=default',
    preferences: { ...none, return: 'representation', missingDefault: true },
    applied: 'return=representation, missing=default',
  },
  {
    name: 'unknown ones are ignored',
    header: 'handling=strict, resolution=x',
    preferences: none,
    applied: 'return=minimal',
  },
];
for (const { name, header, preferences, applied } of cases) {
  test(name, () => {
    const read = readPrefer(header);
    expect(read).toEqual(preferences);
    expect(renderApplied(read, true)).toBe(applied);
  });
}

test('what concerns inserts only is not applied to a change', () => {
  expect(renderApplied(readPrefer('resolution=merge-duplicates, missing=default'), false)).toBe('return=minimal');
});
