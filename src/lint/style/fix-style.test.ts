import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { fixStyle } from './fix-style.ts';
import { differenceOf } from './same-meaning.ts';

function fixed(text: string): string {
  const result = fixStyle(text, 'w.arazzo.yaml');
  return result.kind === 'fixed' ? result.text : `refused: ${result.reason}`;
}

const top = 'arazzo: 1.1.0\ninfo: { title: T, version: v1 }\nsourceDescriptions:\n  - { name: a, url: a.yaml }\n';

/** A document with these lines below `steps`, and the lines that come out there. */
const steps: readonly { name: string; before: string; after: string }[] = [
  {
    name: 'the keys of a step come in the order in which it is read',
    before: `
      - outputs: { id: $response.body#/id }
        onFailure: [{ type: retry, retryLimit: 2, name: again }]
        successCriteria: [{ condition: $statusCode == 200 }]
        x-contract: { undeclared: error, body: warn }
        x-foreign: 1
        operationId: read
        x-as: user
        stepId: a`,
    after: `
      - stepId: a
        x-as: user
        operationId: read
        x-contract: { body: warn, undeclared: error }
        x-foreign: 1
        successCriteria: [{ condition: $statusCode == 200 }]
        onFailure: [{ name: again, type: retry, retryLimit: 2 }]
        outputs: { id: $response.body#/id }`,
  },
  {
    name: 'what a payload holds keeps its order, and every digit',
    before: `
      - {stepId: a, operationId: add, requestBody: {payload: {z: 1.50, a: 12345678901234567890, m: 0x1F, e: 1e3}}}`,
    after: `
      - stepId: a
        operationId: add
        requestBody: { payload: { z: 1.50, a: 12345678901234567890, m: 0x1F, e: 1e3 } }`,
  },
  {
    name: 'what says nothing is removed',
    before: `
      - stepId: a
        operationId: read
        parameters: []
        onSuccess: []
        successCriteria:
          - { type: simple, condition: $statusCode == 200 }
          - { type: jsonpath, condition: $.a, context: '{$response.body}' }
        outputs: { id: '{$response.body#/id}' }`,
    after: `
      - stepId: a
        operationId: read
        successCriteria:
          - condition: $statusCode == 200
          - { context: $response.body, condition: $.a, type: jsonpath }
        outputs: { id: $response.body#/id }`,
  },
  {
    name: 'what only looks so is data, and stays',
    before: `
      - stepId: a
        operationId: add
        requestBody: { payload: { type: simple, parameters: [], context: '{$inputs.a}' } }
        parameters:
          - { name: braces, in: query, value: '{$inputs.a}' }`,
    after: `
      - stepId: a
        operationId: add
        parameters: [{ name: braces, in: query, value: '{$inputs.a}' }]
        requestBody: { payload: { type: simple, parameters: [], context: '{$inputs.a}' } }`,
  },
  {
    name: 'quotes stand where they are needed, single ones first',
    before: `
      - stepId: "a"
        description: "it's"
        operationId: add
        requestBody:
          payload: {a: "x", b: "a: b", c: "#c", d: "1", e: "true", f: "no", g: "it's", h: 'say "it''s"', i: "a,b", j: "tab\\t", k: '2020-01-01', "l": "1.0.1"}`,
    after: `
      - stepId: a
        description: it's
        operationId: add
        requestBody:
          payload:
            a: x
            b: 'a: b'
            c: '#c'
            d: '1'
            e: 'true'
            f: 'no'
            g: it's
            h: say "it's"
            i: a,b
            j: "tab\\t"
            k: '2020-01-01'
            l: 1.0.1`,
  },
  {
    name: 'one line where it fits, in 120 columns, or 100 where it is nested deeper',
    before: `
      - stepId: a
        operationId: add
        parameters:
          - name: filters
            in: query
            value:
              id: eq.1
        requestBody: { payload: { verification_id: $steps.send.outputs.verificationId, verification_code: $inputs.code12 } }
        successCriteria: [{ context: $response.body, condition: '$[?@.id == 1]', type: { type: jsonpath, version: rfc9535 } }]`,
    after: `
      - stepId: a
        operationId: add
        parameters: [{ name: filters, in: query, value: { id: eq.1 } }]
        requestBody:
          payload: { verification_id: $steps.send.outputs.verificationId, verification_code: $inputs.code12 }
        successCriteria:
          - { context: $response.body, condition: '$[?@.id == 1]', type: { type: jsonpath, version: rfc9535 } }`,
  },
  {
    name: 'wide characters count for two columns',
    before: `
      - stepId: a
        operationId: add
        requestBody: { payload: { name: 高等数学高等数学高等数学高等数学高等数学高等数学高等数学高等数学高等数学高等数学, a: 1 } }`,
    after: `
      - stepId: a
        operationId: add
        requestBody:
          payload: { name: 高等数学高等数学高等数学高等数学高等数学高等数学高等数学高等数学高等数学高等数学, a: 1 }`,
  },
  {
    name: 'comments and blank lines stay',
    before: `
      # about a
      - operationId: read   # why
        # the name
        stepId: a

      # about b


      - stepId: b
        operationId: read # b
        parameters: [{ name: x, # the name
            in: query, value: 1 }]
        # the end of b`,
    after: `
      # about a
      # the name
      - stepId: a
        operationId: read # why

      # about b

      - stepId: b
        operationId: read # b
        parameters:
          - name: x # the name
            in: query
            value: 1
        # the end of b`,
  },
  {
    name: 'anchors and aliases stay',
    before: `
      - successCriteria: &ok [{condition: $statusCode == 200, type: simple}]
        operationId: read
        stepId: a
      - {stepId: b, operationId: read, successCriteria: *ok}`,
    after: `
      - stepId: a
        operationId: read
        successCriteria: &ok [{ condition: $statusCode == 200, type: simple }]
      - stepId: b
        operationId: read
        successCriteria: *ok`,
  },
  {
    name: 'texts of several lines stay so; prose is folded anew',
    before: `
      - stepId: a
        description: ${'words '.repeat(12)}
          ${'words '.repeat(12).trim()}
        operationId: add
        requestBody:
          contentType: text/plain
          payload: |+
            one
              two

        onSuccess: [{ name: "x", type: end }]`,
    after: `
      - stepId: a
        description: >-
          ${'words '.repeat(18).trim()}
          ${'words '.repeat(6).trim()}
        operationId: add
        requestBody:
          contentType: text/plain
          payload: |+
            one
              two

        onSuccess: [{ name: x, type: end }]`,
  },
];

for (const { name, before, after } of steps) {
  test(name, () => {
    const text = `${top}workflows:\n  - workflowId: w\n    steps:${before}\n`;
    const expected = `${top}workflows:\n  - workflowId: w\n    steps:${after}\n`;
    expect(fixed(text)).toBe(expected);
    expect(fixed(expected)).toBe(expected);
  });
}

test('keys of the document and of a workflow, and comments at the top of the file', () => {
  const text = `# yaml-language-server: $schema=x.json

# what it is
info: {version: v1, title: T}
arazzo: 1.1.0
components: {parameters: {p: {in: query, value: 1, name: p}}}
workflows:
  - outputs: {}
    x-finally: [{operationId: remove, stepId: r}]
    steps: [{operationId: read, stepId: s}]
    x-other: 1
    x-tags: [b]
    x-as: user
    summary: S
    workflowId: w
sourceDescriptions: [{url: a.yaml, name: a}]
# the end
`;
  expect(fixed(text)).toBe(`# yaml-language-server: $schema=x.json

# what it is
arazzo: 1.1.0
info: { title: T, version: v1 }
sourceDescriptions:
  - { name: a, url: a.yaml }
workflows:
  - workflowId: w
    summary: S
    x-as: user
    x-tags: [b]
    x-other: 1
    steps:
      - stepId: s
        operationId: read
    x-finally:
      - stepId: r
        operationId: remove
    outputs: {}
components:
  parameters:
    p: { name: p, in: query, value: 1 }
# the end
`);
});

test('an order that would put an alias before its anchor is not taken', () => {
  const text = `arazzo: 1.1.0
info: { title: T, version: v1 }
components:
  parameters:
    p: &p { name: p, in: query, value: 1 }
workflows:
  - workflowId: w
    steps:
      - stepId: s
        operationId: read
        parameters: [*p]
sourceDescriptions:
  - { name: a, url: a.yaml }
`;
  expect(fixed(text)).toBe(text);
});

test('line ends of Windows and a byte order mark stay', () => {
  const text = `\ufeff${top}workflows:\n  - {workflowId: w, steps: [{stepId: a, operationId: read}]}\n`.replaceAll(
    '\n',
    '\r\n',
  );
  expect(fixed(text)).toBe(
    `\ufeff${top}workflows:\n  - workflowId: w\n    steps:\n      - stepId: a\n        operationId: read\n`.replaceAll(
      '\n',
      '\r\n',
    ),
  );
});

const refused: readonly { name: string; text: string; reason: string }[] = [
  {
    name: 'an anchor of a name that is there twice, where another order would mean another one',
    text: `arazzo: 1.1.0
info: { title: &x T, version: v1 }
workflows:
  - workflowId: *x
    steps: [{ stepId: a, operationId: read }]
sourceDescriptions: [{ name: &x a, url: a.yaml }]
`,
    reason: 'it would not mean the same',
  },
  {
    name: 'a block of text with a sign of its indentation',
    text: `${top}workflows:\n  - workflowId: w\n    description: |2\n        x\n    steps: [{ stepId: a, operationId: read }]\n`,
    reason: 'it has a block of text that says how far it is indented',
  },
  { name: 'a list', text: '- 1\n', reason: 'it is no mapping' },
];

for (const { name, text, reason } of refused) {
  test(`leaves alone: ${name}`, () => {
    expect(fixStyle(text, 'w.arazzo.yaml')).toEqual({ kind: 'refused', reason });
  });
}

const changes: readonly { name: string; before: string; after: string; reason: string | undefined }[] = [
  { name: 'the same in another order', before: 'a: 1\nb: 2', after: 'b: 2\na: 1', reason: undefined },
  {
    name: 'a digit',
    before: 'a: 12345678901234567890',
    after: 'a: 12345678901234567891',
    reason: 'it would not mean the same',
  },
  { name: 'a text for a number', before: 'a: 1', after: "a: '1'", reason: 'it would not mean the same' },
  { name: 'the order of a list', before: 'a: [1, 2]', after: 'a: [2, 1]', reason: 'it would not mean the same' },
  { name: 'a comment', before: 'a: 1 # b', after: 'a: 1', reason: 'a comment would be lost' },
  { name: 'no YAML', before: 'a: 1', after: 'a: [', reason: 'the new text could not be read' },
];

for (const { name, before, after, reason } of changes) {
  test(`what a new text must not lose: ${name}`, () => {
    expect(differenceOf(before, after, { file: 'w.arazzo.yaml', edits: new Map() })).toBe(reason);
  });
}

test('the shipped workflows are written so', () => {
  const files = readdirSync('workflows', { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.yaml'),
  );
  expect(files.length).toBeGreaterThan(10);
  for (const file of files) {
    const text = readFileSync(join('workflows', file), 'utf8');
    expect(fixStyle(text, file), file).toEqual({ kind: 'fixed', text, ordered: 0, removed: 0 });
  }
});
