import { expect, test } from '@playwright/test';
import { DescriptionError } from '../../core/errors.ts';
import type { JsonValue } from '../../core/json.ts';
import { readDocument } from '../../document/read-document.ts';
import { documentOf, faultsOf, read, showFault } from '../arazzo.samples.ts';
import type { ReadFile } from './fields.ts';
import { readDescription } from './read-description.ts';

const stepOf = (members: string): string => documentOf({ steps: `- {stepId: a, operationId: x, ${members}}` });
const valueOf = (value: string): string => stepOf(`parameters: [{name: p, in: query, value: ${value}}]`);
const outputOf = (value: string): string => stepOf(`outputs: {o: ${value}}`);
const in10 = (text: string): string => text.replace('1.1.0', '1.0.1');

function templateOf(text: string): unknown {
  return read(text).workflows[0]?.steps[0]?.parameters[0]?.value;
}

test('a selector is one in documents of 1.1, with exactly its members and an expression as its context', () => {
  const selector = '{context: $response.body, selector: $.a, type: jsonpath, x-note: 1}';
  expect(templateOf(valueOf(selector))).toMatchObject({
    kind: 'selector',
    selector: { context: { text: '$response.body' }, language: { type: 'jsonpath' }, pattern: { value: '$.a' } },
  });
  for (const data of [
    in10(valueOf('{context: $x.y, selector: $.a, type: jsonpath}')),
    valueOf('{context: body, selector: $.a, type: jsonpath}'),
    valueOf('{context: $5.00, selector: $.a, type: jsonpath}'),
    valueOf('{context: $x.y, selector: $.a}'),
    valueOf('{context: $x.y, selector: $.a, type: jsonpath, more: 1}'),
  ]) {
    expect(templateOf(data), data).toMatchObject({ kind: 'literal' });
  }
});

test('navigation behind a body is read in contexts and outputs', () => {
  const described = read(outputOf('"$response.body.items[0].id"')).workflows[0]?.steps[0]?.outputs[0];
  expect(described?.value).toMatchObject({ kind: 'expression', expression: { pointer: '/items/0/id' } });
  const selector = '{context: "$response.body.items[0]", selector: /id, type: jsonpointer}';
  expect(templateOf(valueOf(selector))).toMatchObject({ selector: { context: { pointer: '/items/0' } } });
});

test('literal data keeps what looks like an expression, a selector or a file', () => {
  const data = '{a: [{x-literal: {n: $inputs.a, f: {x-file: b}, s: "{$statusCode}"}}, 1]}';
  const value = { a: [{ n: '$inputs.a', f: { 'x-file': 'b' }, s: '{$statusCode}' }, 1] };
  expect(templateOf(valueOf(data))).toEqual({ kind: 'literal', value });
  expect(templateOf(valueOf('{$inputs.a: 1}'))).toEqual({ kind: 'literal', value: { '$inputs.a': 1 } });
});

const selectorFaults: readonly (readonly [name: string, text: string, faults: readonly string[]])[] = [
  [
    'a selector of an unknown type',
    valueOf('{context: $response.body, selector: a, type: css}'),
    [
      '7:123 ARAZZO_SCHEMA "type" is not one of jsonpath, jsonpointer, xpath (one of jsonpath, jsonpointer, xpath / "css" (string))',
    ],
  ],
  [
    'a selector of a version that its language does not have',
    valueOf('{context: $response.body, selector: a, type: {type: xpath, version: rfc9535}}'),
    [
      '7:146 ARAZZO_SCHEMA "version" is not one of xpath-10, xpath-20, xpath-30, xpath-31 (one of xpath-10, xpath-20, xpath-30, xpath-31 / "rfc9535" (string))',
    ],
  ],
  [
    'a selector whose context is a broken expression',
    valueOf('{context: $response.boddy, selector: a, type: jsonpath}'),
    [
      '7:98 EXPRESSION_SYNTAX "$response.boddy": a response has no part "boddy"; did you mean "body"?',
      `7:115 EXPRESSION_SYNTAX expected '$', found 'a' ('a':0); a query of JSONPath begins with $, as in $.items[0].id`,
    ],
  ],
  [
    'selectors that are nothing of their language',
    documentOf({
      steps: `
- stepId: a
  operationId: x
  outputs:
    path: {context: $response.body, selector: '$.a[', type: jsonpath}
    pointer: {context: $response.body, selector: a/b, type: jsonpointer}
    xpath: {context: $response.body, selector: '//a[', type: xpath}
    older: {context: $response.body, selector: '//a ! 1', type: {type: xpath, version: xpath-20}}
    draft: {context: $response.body, selector: '$[(@.length-1)]', type: {type: jsonpath, version: draft-goessner-dispatch-jsonpath-00}}`,
    }),
    [
      `10:53 EXPRESSION_SYNTAX unclosed bracketed selection ('$.a[':4); a query of JSONPath begins with $, as in $.items[0].id`,
      '11:56 EXPRESSION_SYNTAX "a/b" is not a JSON Pointer; a JSON Pointer is empty or begins with /, as in /items/0/id',
      '12:54 EXPRESSION_SYNTAX XPST0003: Expected end of input; an XPath names nodes of XML, as in /order/item[1]/@id',
      '13:54 EXPRESSION_SYNTAX ! came with XPath 3.0, and the version is 2.0; an XPath names nodes of XML, as in /order/item[1]/@id',
      `14:54 EXPRESSION_SYNTAX unexpected token '(' in bracketed selection ('$[(@.leng':2); the draft of JSONPath is read as RFC 9535: write $[-1] for $[(@.length-1)], $[?@.a == 1] for $[?(@.a == 1)]`,
    ],
  ],
  [
    'a selector as an output of a document of 1.0',
    in10(outputOf('{context: $response.body, selector: $.a, type: jsonpath}')),
    ['7:50 ARAZZO_SCHEMA selector objects came with Arazzo 1.1; write arazzo: 1.1.0 at the top of the document'],
  ],
  [
    'an output that is neither an expression nor a selector',
    outputOf('{selector: $.a}'),
    [
      '7:50 ARAZZO_SCHEMA a selector has no "context"; add "context"',
      '7:50 ARAZZO_SCHEMA a selector has no "type"; add "type"',
    ],
  ],
  [
    'targets of replacements that are nothing of their language',
    stepOf(
      'requestBody: {payload: {}, replacements: [{target: a, value: 1}, {target: a, targetSelectorType: jsonpath, value: 1}, {target: "a[", targetSelectorType: xpath, value: 1}]}',
    ),
    [
      '7:88 EXPRESSION_SYNTAX "a" is not a JSON Pointer; a JSON Pointer is empty or begins with /, as in /items/0/id',
      `7:111 EXPRESSION_SYNTAX expected '$', found 'a' ('a':0); a query of JSONPath begins with $, as in $.items[0].id`,
      '7:164 EXPRESSION_SYNTAX XPST0003: Expected end of input; an XPath names nodes of XML, as in /order/item[1]/@id',
    ],
  ],
  [
    'a target in XML that is no XPath',
    stepOf('requestBody: {contentType: application/xml, payload: <a/>, replacements: [{target: "/a[", value: 1}]}'),
    ['7:120 EXPRESSION_SYNTAX XPST0003: Expected end of input; an XPath names nodes of XML, as in /order/item[1]/@id'],
  ],
  [
    'keys beside x-literal and x-file, and those on a step',
    stepOf('x-file: a, requestBody: {payload: [{x-literal: 1, b: 2}, {x-file: a, type: json}]}'),
    [
      '7:37 ARAZZO_SCHEMA "x-file" has no meaning on a step; it stands on the place of a value',
      '7:87 ARAZZO_SCHEMA "x-literal" stands alone, and here is "b" beside it; remove "b"; to send such an object as data, put it into {"x-literal": ...}',
      '7:106 ARAZZO_SCHEMA "x-file" stands alone, or with "as", and here is "type" beside it; remove "type"; to send such an object as data, put it into {"x-literal": ...}',
    ],
  ],
];
for (const [name, text, faults] of selectorFaults) {
  test(`refuses ${name}`, () => expect(faultsOf(text)).toEqual(faults));
}

const files: Readonly<Record<string, ReadFile>> = {
  'a.txt': { bytes: Buffer.from('text {$inputs.a}') },
  'a.json': { bytes: Buffer.from('{"n": 9007199254740993, "e": "$inputs.a"}') },
  'bad.json': { bytes: Buffer.from('{"n": ') },
  'a.png': { bytes: Uint8Array.of(0x89, 0xff) },
  '../b': { unread: 'outside' },
  big: { unread: 'too large' },
  folder: { unread: 'no file' },
};

function fileValue(value: string): JsonValue | string[] {
  const text = valueOf(value);
  try {
    const described = readDescription(readDocument(text, 'w.yaml'), {
      readFile: (path) => files[path] ?? { unread: 'absent' },
    });
    const template = described.workflows[0]?.steps[0]?.parameters[0]?.value;
    if (template?.kind === 'file') return Buffer.from(template.file.bytes).toString('hex');
    return template?.kind === 'literal' ? template.value : null;
  } catch (error) {
    if (!(error instanceof DescriptionError)) throw error;
    return error.faults.map(showFault);
  }
}

test('a file is its bytes, or the tree that it holds', () => {
  expect(fileValue('{x-file: a.png}')).toBe('89ff');
  expect(JSON.stringify(fileValue('{x-file: a.json, as: json}'))).toBe('{"n":"9007199254740993","e":"$inputs.a"}');
});

const fileFaults: readonly (readonly [value: string, fault: string])[] = [
  ['{x-file: gone}', '7:87 FILE_NOT_FOUND gone: there is no such file; the path is relative to the Arazzo document'],
  ['{x-file: ../b}', '7:87 FILE_NOT_FOUND ../b: the file lies outside the project; copy it into the project'],
  ['{x-file: big}', '7:87 FILE_NOT_FOUND big: the file is larger than 16 MiB; send a smaller one'],
  ['{x-file: folder}', '7:87 FILE_NOT_FOUND folder: this is not a file; name a file'],
  [
    '{x-file: a.txt, as: json}',
    '7:87 ARAZZO_SCHEMA a.txt: only .json, .yaml and .yml are read as JSON; name a file of JSON or YAML, or leave "as" out: then its text is sent',
  ],
  ['{x-file: a.json, as: yaml}', '7:99 ARAZZO_SCHEMA "as" is not one of json (one of json / "yaml" (string))'],
  ['{x-file: 1}', '7:87 ARAZZO_SCHEMA "x-file" is not a string (a string / 1 (integer))'],
];
for (const [value, fault] of fileFaults) {
  test(`refuses the file of ${value}`, () => expect(fileValue(value)).toEqual([fault]));
}

test('a file that is not JSON tells so at its own line', () => {
  expect(fileValue('{x-file: bad.json, as: json}')).toEqual([expect.stringMatching(/^1:\d+ YAML_SYNTAX /)]);
});
