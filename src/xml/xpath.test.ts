import { expect, test } from '@playwright/test';
import { readXml } from './xml.ts';
import type { XPathVersion } from './xpath-version.ts';
import { checkXPath, isTrueXPath, replaceXPath, selectXPath } from './xpath.ts';

const xml = '<?xml version="1.0"?>\n<a xmlns:x="urn:x"><b id="1">x</b><b id="2">y</b><x:c>9</x:c></a>';

const selected: readonly (readonly [path: string, values: readonly unknown[]])[] = [
  ['//b', ['x', 'y']],
  ['//@id', ['1', '2']],
  ['/', ['xy9']],
  ['//b[1]/text()', ['x']],
  ['//x:c', ['9']],
  ['//gone', []],
  ['count(//b), 1.5, true()', [2, 1.5, true]],
  ['[1, map {"k": "v"}]', [[1, { k: 'v' }]]],
  ['1e0 div 0, xs:float("NaN")', ['INF', 'NaN']],
  ['xs:date("2020-01-02")', ['2020-01-02T00:00:00.000Z']],
];
for (const [path, values] of selected) test(`selects ${path}`, () => expect(selectXPath(xml, path)).toEqual(values));

test('the effective boolean value decides', () => {
  const truths = ['//b', '//b = "y"', '1', '"a"', 'count(//b) > 1', '//gone', '//b = "z"', '0', '""', 'false()'];
  expect(truths.map((path) => isTrueXPath(xml, path))).toEqual([
    ...Array<boolean>(5).fill(true),
    ...Array<boolean>(5).fill(false),
  ]);
});

const faults: readonly (readonly [path: string, version: XPathVersion, reason: string | undefined])[] = [
  ['//b[', 'xpath-31', 'XPST0003: Expected end of input'],
  ['', 'xpath-31', 'the XPath is empty'],
  ['nofn(1)', 'xpath-31', 'XPST0017: Function nofn with arity of 1 not registered. No similar functions found.'],
  [
    'doc("file:///etc/passwd")',
    'xpath-31',
    'XPST0017: Function doc with arity of 1 not registered. No similar functions found.',
  ],
  ['$v', 'xpath-31', 'XPST0008, The variable v is not in scope.'],
  ['//x:c', 'xpath-31', undefined],
  ['map { 1: 2 }', 'xpath-30', 'a map came with XPath 3.1, and the version is 3.0'],
  ['sort(//b)', 'xpath-30', 'sort() came with XPath 3.1, and the version is 3.0'],
  ['let $a := 1 return $a', 'xpath-20', 'let came with XPath 3.0, and the version is 2.0'],
  ['for $a in //b return $a', 'xpath-20', undefined],
  ['if (//b) then 1 else 2', 'xpath-10', 'if came with XPath 2.0, and the version is 1.0'],
  ['upper-case(//b)', 'xpath-10', 'upper-case() came with XPath 2.0, and the version is 1.0'],
  ['//a/(b|c)', 'xpath-10', 'a function or a group as a step came with XPath 2.0, and the version is 1.0'],
  ['(//b|//c)[1]', 'xpath-10', undefined],
  ['//b[position() = last()]/@id', 'xpath-10', undefined],
  ['//b < 3', 'xpath-10', undefined],
  ['number(//b) < number(//c)', 'xpath-10', undefined],
  [
    '//b < //c',
    'xpath-10',
    'XPath 1.0 compares these by other rules than later versions; write number(...) or boolean(...) around both sides, or name a later version',
  ],
  ['//b < //c', 'xpath-20', undefined],
  ['sum(1 to 10000000000)', 'xpath-31', undefined],
];
for (const [path, version, reason] of faults) {
  test(`${path} in ${version}: ${reason ?? 'fine'}`, () => expect(checkXPath(path, version)).toBe(reason));
}

test('an XPath that never ends is given up', () => {
  const path = 'count(for $a in 1 to 1000000, $b in 1 to 1000000 return 1) = 1';
  expect(() => isTrueXPath(xml, path)).toThrow('it was given up after 2 seconds');
  expect(checkXPath('('.repeat(30_000), 'xpath-31')).toBe('it is nested too deeply');
});

const external = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>';
const laughs = `<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">${'bcdefghij'
  .split('')
  .map((name, index) => `<!ENTITY ${name} "${`&${'abcdefghi'[index] ?? ''};`.repeat(10)}">`)
  .join('')}]><a>&j;</a>`;
const unread: readonly (readonly [name: string, text: string, reason: string])[] = [
  ['entities of other files', external, 'XML that declares entities of its own is not read'],
  ['entities that unfold', laughs, 'XML that declares entities of its own is not read'],
  ['a text', 'nope', 'it is not XML: Parsing document failed, expected "<" (line 1, column 1)'],
  [
    'crossed tags',
    '<a>\n<b></a>',
    'it is not XML: non-well-formed element: found end tag "a" but expected "b" (line 2, column 4)',
  ],
];
for (const [name, text, reason] of unread)
  test(`does not read ${name}`, () => expect(() => readXml(text)).toThrow(reason));

test('replaces the text of elements and attributes', () => {
  expect(replaceXPath('<a i="1"><b>x</b><b><c/></b></a>', '//b', '<&>')).toBe(
    '<a i="1"><b>&lt;&amp;&gt;</b><b>&lt;&amp;&gt;</b></a>',
  );
  expect(replaceXPath(xml, '//@id', 7)).toBe(xml.replaceAll(/id="\d"/g, 'id="7"'));
  expect(() => replaceXPath(xml, '/', 1)).toThrow('only elements, attributes and texts can be replaced');
  expect(() => replaceXPath(xml, '//gone', 1)).toThrow('the payload has no such node');
});
