import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { DescriptionError } from '../core/errors.ts';
import type { JsonValue } from '../core/json.ts';
import { readDocument, writeYaml } from './read-document.ts';

const valueOf = (text: string): JsonValue => readDocument(text, 'f.yaml').value;

function faultsOf(text: string): string[] {
  try {
    readDocument(text, 'f.yaml');
    return [];
  } catch (error) {
    if (!(error instanceof DescriptionError)) throw error;
    return error.faults.map(
      ({ location, message, remedy }) => `${location!.line}:${location!.column} ${message} | ${remedy ?? ''}`,
    );
  }
}

/** YAML 1.2.2 section 10.3.2, against what YAML 1.1 made of some of them. */
const scalars: [text: string, value: JsonValue][] = [
  ['on', 'on'],
  ['off', 'off'],
  ['yes', 'yes'],
  ['no', 'no'],
  ['NO', 'NO'],
  ['y', 'y'],
  ['true', true],
  ['True', true],
  ['FALSE', false],
  ['tRUE', 'tRUE'],
  ['null', null],
  ['Null', null],
  ['NULL', null],
  ['~', null],
  ['', null],
  ['nil', 'nil'],
  ['0', 0],
  ['-0', -0],
  ['+12', 12],
  ['017', 17],
  ['0o17', 15],
  ['-0o17', '-0o17'],
  ['0o18', '0o18'],
  ['0x1F', 31],
  ['0b11', '0b11'],
  ['1_000', '1_000'],
  ['1e3', 1000],
  ['1.', 1],
  ['.5', 0.5],
  ['-1.5E-2', -0.015],
  ['1.2.3', '1.2.3'],
  ['1e', '1e'],
  ['.', '.'],
  ['-', [null]],
  ['2026-11-22', '2026-11-22'],
  ['2026-11-22T10:00:00Z', '2026-11-22T10:00:00Z'],
  ['12:30:45', '12:30:45'],
  ['=', '='],
  ['.infinity', '.infinity'],
  ["'1'", '1'],
  ['"null"', 'null'],
  ['!!str 1', '1'],
  ['!!int 1', 1],
  ['!!float 1', 1],
  ['! 1', '1'],
  ['|\n  a\n  b', 'a\nb\n'],
  ['>-\n  a\n  b', 'a b'],
];
for (const [text, value] of scalars) {
  test(`${JSON.stringify(text)} is ${JSON.stringify(value)}`, () => expect(valueOf(`- ${text}\n`)).toEqual([value]));
}

const values: [name: string, text: string, value: JsonValue][] = [
  ['nothing', '', null],
  ['only a comment', '# c\n', null],
  ['an empty document', '---\n...\n', null],
  ['keys keep their text', '1.0: a\n0o17: b\n~: c\ntrue: d\n', { '1.0': 'a', '0o17': 'b', '~': 'c', true: 'd' }],
  ['a set of keys', '{ a, b: , "c":1 }', { a: null, b: null, c: 1 }],
  ['a mapping in a sequence', '[a: 1, b]', [{ a: 1 }, 'b']],
  ['a byte order mark', '\ufeffa: 1', { a: 1 }],
  ['lines that end with CRLF', 'a: 1\r\nb: |\r\n  x\r\n', { a: 1, b: 'x\n' }],
  ['aliases', 'a: &x [1]\nb: *x\nc: *x\n', { a: [1], b: [1], c: [1] }],
  ['an anchor given anew', '[&x 1, *x, &x 2, *x]', [1, 1, 2, 2]],
  ['an anchored key', '&k a: *k\n', { a: 'a' }],
  ['an alias as key', '[&k a, { *k : 1 }]', ['a', { a: 1 }]],
  ['a merge key', 'd: &d { a: 1, b: 2 }\ne: { b: 3, <<: *d }\n', { d: { a: 1, b: 2 }, e: { b: 3, a: 1 } }],
  ['a merge key before its own', 'd: &d { a: 1 }\ne: { <<: *d, a: 3 }\n', { d: { a: 1 }, e: { a: 3 } }],
  ['a merged list: the first wins', '{ <<: [{ a: 1 }, { a: 2, b: 2 }] }', { a: 1, b: 2 }],
  ['a merge key in quotes is a key', "{ '<<': 1 }", { '<<': 1 }],
  ['__proto__', '{ __proto__: 1, a: 2 }', JSON.parse('{"__proto__":1,"a":2}') as JsonValue],
  ['a colon in a JSON text', '{"a:":"b:\\\\","c\\"":":"}', { 'a:': 'b:\\', 'c"': ':' }],
  ['JSON with a comma too many', '{"a":1,}', { a: 1 }],
];
for (const [name, text, value] of values) {
  test(`reads ${name}`, () => expect(JSON.stringify(valueOf(text))).toBe(JSON.stringify(value)));
}

const look = 'check the indentation, the brackets and the quotes here and on the line before';
const bomb = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
for (let level = 1; level < 100; level++) {
  bomb.push(`a${level}: &a${level} [${Array.from({ length: 10 }, () => `*a${level - 1}`).join(', ')}]`);
}
const tower = ['a0: &a0 []'];
for (let level = 1; level < 600; level++) tower.push(`a${level}: &a${level} [*a${level - 1}]`);

const faulty: [name: string, text: string, ...faults: string[]][] = [
  [
    'keys that are there twice, all of them',
    'a: 1\nb: { c: 1, c: 2 }\na: 2\n"x y": 1\nx y: 2\n',
    '2:12 the key c is here a second time | keep one of the two, or rename it',
    '3:1 the key a is here a second time | keep one of the two, or rename it',
    '5:1 the key "x y" is here a second time | keep one of the two, or rename it',
  ],
  [
    'a key that is there twice in JSON',
    '{\n  "a": { "b": ":" },\n  "a": 2\n}',
    '3:3 the key a is here a second time | keep one of the two, or rename it',
  ],
  ['a tab', 'a:\n\tb: 1\n', '2:1 the text is no YAML: tabs are not allowed as indentation | indent with blanks'],
  ['a quote left open', "a: 'b\nc: d\n", "1:4 this quotation mark is never closed | add ' where the text ends"],
  ['a quote left open at the end', 'a: "b', '1:4 this quotation mark is never closed | add " where the text ends'],
  [
    'a bracket left open',
    'a: [1, 2\nb: 3\n',
    `2:1 the text is no YAML: a bracket before this line is not closed | ${look}`,
  ],
  ['a bracket left open at the end', '{ a: [1, 2]', `1:12 the text is no YAML: a bracket is never closed | ${look}`],
  [
    'a line too deep',
    'a: 1\n  b: 2\n',
    `2:4 the text is no YAML: a second ":" on this line | put a text that holds ": " in quotes`,
  ],
  ['a line not deep enough', 'a:\n  b: 1\n c: 2\n', `3:2 the text is no YAML: nothing more can stand here | ${look}`],
  [
    'a second colon',
    'a: b: c\n',
    `1:5 the text is no YAML: a second ":" on this line | put a text that holds ": " in quotes`,
  ],
  ['a text that begins with @', 'a: @x\n', '1:4 the text is no YAML: a text cannot begin with @ | put it in quotes'],
  [
    'an apostrophe',
    "a: 'it's'\n",
    `1:8 the text is no YAML: text behind a closing quotation mark | in single quotes, write an apostrophe as ''; in double ones, a quotation mark as \\"`,
  ],
  ['a key without colon', 'a: 1\nfoo\nb: 2\n', `3:2 the text is no YAML: a key without ":" | ${look}`],
  [
    'a mapping behind a sequence',
    '- a\nb: 1\n',
    `2:1 the text is no YAML: the document had ended before this | ${look}`,
  ],
  [
    'an expression out of quotes',
    'a: { b: eq.{$inputs.id} }\n',
    "1:12 the text is no YAML: a comma or a closing bracket should be here | put a text that holds {...} in quotes, as in 'eq.{$inputs.id}'",
  ],
  [
    'two documents',
    'a: 1\n---\nb: 2\n',
    '3:1 a second document begins here | keep one document in a file, without "---" between',
  ],
  ['an unknown anchor', 'a: *x\n', '1:4 no anchor &x stands before *x | name an earlier anchor'],
  [
    'an alias inside itself',
    'a: &x [1, *x]\n',
    '1:11 *x stands inside what it names, so that it never ends | write the part out, or use $ref',
  ],
  [
    'aliases that grow without bound',
    `${bomb.join('\n')}\n`,
    '6:45 the aliases up to *a4 stand for more than 1000000 values | write the parts out, or use $ref',
  ],
  [
    'aliases that nest without bound',
    `${tower.join('\n')}\n`,
    '501:14 with *a499 the text is nested more than 500 levels deep | use $ref',
  ],
  [
    'text nested too deep',
    '['.repeat(501) + ']'.repeat(501),
    `1:500 the text is no YAML: it is nested more than 500 levels deep | ${look}`,
  ],
  ['infinity', 'a: .inf\n', '1:4 .inf is a number that JSON does not have | put a text in quotes'],
  ['what is no number', 'a: -.INF\nb: .nan\n', '1:4 -.INF is a number that JSON does not have | put a text in quotes'],
  [
    'a tag of another language',
    'a: !Ref b\n',
    '1:4 the tag !Ref does not fit here | leave it out: values are those of JSON',
  ],
  ['binary', 'a: !!binary aGk=\n', '1:4 the tag !!binary does not fit here | leave it out: values are those of JSON'],
  [
    'a tag that does not fit',
    'a: !!int x\n',
    '1:4 the tag !!int does not fit here | leave it out: values are those of JSON',
  ],
  ['a set', 'a: !!set { b }\n', '1:4 the tag !!set does not fit here | leave it out: values are those of JSON'],
  ['a key that is no text', '[a]: b\n', '1:1 a key must be text | put it in quotes'],
  [
    'a merge of what is no mapping',
    'a: { <<: 1 }\n',
    '1:10 << takes a mapping, or a list of them | put the key << in quotes',
  ],
];
for (const [name, text, ...faults] of faulty) {
  test(`refuses ${name}`, () => expect(faultsOf(text)).toEqual(faults));
}

const places = `a: 1
b:
  - x
  - { c: 'd', "e": [1,
      22] }
f: &f
  g: |
    text
h: *f
i: { <<: [{ j: 1 }, *f], k: }
l/m~n: 1
`;
const positions: [pointer: string, part: 'key' | 'value', place: string][] = [
  ['', 'value', '1:1'],
  ['/a', 'value', '1:4'],
  ['/a', 'key', '1:1'],
  ['/b', 'value', '3:3'],
  ['/b/0', 'value', '3:5'],
  ['/b/1/c', 'value', '4:10'],
  ['/b/1/e', 'key', '4:15'],
  ['/b/1/e/1', 'value', '5:7'],
  ['/f', 'value', '7:3'],
  ['/f/g', 'value', '7:6'],
  ['/h', 'value', '9:4'],
  ['/h/g', 'value', '7:6'],
  ['/i/j', 'value', '10:16'],
  ['/i/g', 'key', '7:3'],
  ['/i/k', 'value', '10:26'],
  ['/l~1m~0n', 'value', '11:8'],
  ['/b/7', 'value', '3:3'],
  ['/b/1/none/deeper', 'value', '4:5'],
  ['/none', 'key', '1:1'],
];
for (const [pointer, part, place] of positions) {
  test(`the ${part} at "${pointer}" stands at ${place}`, () => {
    const { line, column } = readDocument(places, 'f.yaml').locate(pointer, part);
    expect(`${line}:${column}`).toBe(place);
  });
}

test('positions in JSON, with tabs and without line breaks', () => {
  const place = (text: string): unknown => readDocument(text, 'f.json').locate('/b/1');
  expect(place('{\n\t"a": 1,\n\t"b": [\n\t\t2,\n\t\t3\n\t]\n}')).toEqual({ file: 'f.json', line: 5, column: 3 });
  expect(place('{"a":"\\ud83d\\ude00\\/","b":[2,3]}')).toEqual({ file: 'f.json', line: 1, column: 30 });
});

const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<JsonValue>;

test('what another YAML library writes is read as that library reads it; what is written here, as it was', () => {
  fc.assert(
    fc.property(json, fc.integer({ min: 0, max: 4 }), (value, style) => {
      const text =
        style < 3
          ? stringify(value, {
              defaultStringType: (['PLAIN', 'QUOTE_SINGLE', 'BLOCK_FOLDED'] as const)[style] ?? 'PLAIN',
            })
          : style === 3
            ? writeYaml(value)
            : JSON.stringify(value, undefined, '\t');
      // A folded scalar of blanks alone loses them where it is written.
      const meant: unknown = style < 3 ? parse(text) : value;
      expect(JSON.stringify(valueOf(text))).toBe(JSON.stringify(meant));
    }),
    { numRuns: 500 },
  );
});

test('plain scalars of any kind are read as another YAML 1.2 library reads them', () => {
  const part = fc.constantFrom(...'0 1 7 e E . - + o x _ n u l L t r y s ~ f i a T'.split(' '));
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), (parts) => {
      const text = `[ ${parts.join('')} ]`;
      const expected = attempt(
        () => parse(text, { version: '1.2', schema: 'core', stringKeys: true, prettyErrors: false }) as unknown,
      );
      const actual = attempt(() => valueOf(text));
      if (expected !== undefined && JSON.stringify(expected) === stringifyNumbers(expected))
        expect(actual).toEqual(expected);
    }),
    { numRuns: 3000 },
  );
});

function attempt(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** Differs from JSON where a number is none that JSON has. */
function stringifyNumbers(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    typeof item === 'number' && !Number.isFinite(item) ? 'not JSON' : item,
  );
}
