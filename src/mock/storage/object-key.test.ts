import { expect, test } from '@playwright/test';
import { copyFault, encodeKey, keyFault } from './object-key.ts';

const edge = 'must not begin with a slash or a backslash';
const dots = 'must not have a segment "." or ".."';
const control = 'must not have the control characters 24 to 27';
const keys: readonly (readonly [name: string, key: string, fault: string | undefined])[] = [
  ['a name', 'a.png', undefined],
  ['folders', 'a/b/c', undefined],
  ['Chinese, spaces and signs', '课程/封面 1 #?%+&=;@.jpg', undefined],
  ['dots in names', 'a..b/.hidden/...', undefined],
  ['a backslash inside', 'a\\b', undefined],
  ['a slash at the end', 'a/', undefined],
  ['other control characters', 'a\tb\u007f', undefined],
  ['an emoji', '😀', undefined],
  ['850 bytes', 'a'.repeat(850), undefined],
  ['850 bytes of Chinese', '课'.repeat(283) + 'a', undefined],
  ['851 bytes', 'a'.repeat(851), 'is at most 850 bytes long'],
  ['851 bytes of Chinese', '课'.repeat(283) + 'ab', 'is at most 850 bytes long'],
  ['nothing', '', 'must not be empty'],
  ['a slash in front', '/a', edge],
  ['a slash alone', '/', edge],
  ['a backslash in front', '\\a', edge],
  ['two slashes', 'a//b', 'must not have two slashes in a row'],
  ['CAN', 'a\u0018', control],
  ['EM', 'a\u0019', control],
  ['SUB', 'a\u001a', control],
  ['ESC', 'a\u001b', control],
  ['an encoded line feed', 'a%0A', 'must not have %0a or %0d'],
  ['an encoded carriage return', 'a%0d', 'must not have %0a or %0d'],
  ['half of a surrogate pair', 'a\ud800', 'must be text: half of a surrogate pair is none'],
  ['the folder above', '../a', dots],
  ['the folder above, inside', 'a/../b', dots],
  ['the folder above, at the end', 'a/..', dots],
  ['the folder itself', './a', dots],
];
for (const [name, key, fault] of keys) {
  test(`the path of an object: ${name}`, () => expect(keyFault(key)).toBe(fault));
}

const fewer = 'has letters, digits, Chinese characters, spaces and / ! - _ . * only';
const copies: readonly (readonly [path: string, fault: string | undefined])[] = [
  ['aZ09/!-_.* 课程', undefined],
  ['', 'must not be empty'],
  ['/a', edge],
  ['a/../b', dots],
  ...Array.from('#?%+&=;@\\:,\n\té', (sign) => [`a${sign}b`, fewer] as const),
];
for (const [path, fault] of copies) {
  test(`the path of a copy: ${JSON.stringify(path)}`, () => expect(copyFault(path)).toBe(fault));
}

test('a path in an address: each segment is encoded, the slashes are not', () => {
  expect(encodeKey('课/a b#?%+&.jpg')).toBe('%E8%AF%BE/a%20b%23%3F%25%2B%26.jpg');
});
