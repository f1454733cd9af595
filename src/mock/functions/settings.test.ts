import { expect, test } from '@playwright/test';
import { DescriptionError } from '../../core/errors.ts';
import { formatLocation } from '../../core/source.ts';
import { readDocument } from '../../document/read-document.ts';
import { readFunctionsFile } from './settings.ts';
import { startFunctions } from './start-functions.samples.ts';

const present = { folder: '/fn', functions: ['greet', 'hello'], files: ['hello.js', 'old/hello-1.js', 'page.web.js'] };
const read = (text: string) => readFunctionsFile(readDocument(text, 'functions.yaml'), present);

test('settings: every key, and what stands where there is none', () => {
  const file = read(`
rules: { '*': { invoke: auth != null }, hello: { invoke: true }, greet: { invoke: false } }
functions:
  hello: { timeout: 900, memory: 64, status: Deleting, concurrency: 1, versions: { 1: old/hello-1.js }, env: { A: '1' } }
  greet: {}
`);
  expect([...file.rules]).toEqual([
    ['*', 'auth != null'],
    ['hello', true],
    ['greet', false],
  ]);
  expect(Object.fromEntries(file.functions)).toEqual({
    hello: {
      ...{ timeout: 900, memory: 64, status: 'Deleting', concurrency: 1, env: { A: '1' } },
      versions: new Map([['1', expect.stringMatching(/[\\/]fn[\\/]old[\\/]hello-1\.js$/)]]),
    },
    greet: { timeout: 3, memory: 256, status: 'Active', concurrency: undefined, versions: new Map(), env: {} },
  });
  expect([...read('{}').rules]).toEqual([['*', 'auth != null']]);
});

const faults: [text: string, fault: string][] = [
  ['', '1:1 the file is empty | an object | null'],
  ['rule: {}', '1:1 unknown key "rule" | one of: rules, functions | rule | did you mean "rules"?'],
  ['rules: { hello: { invoke: true } }', '1:8 * is missing | * | nothing | add *'],
  ["rules: { '*': {} }", '1:15 invoke is missing | invoke | nothing | add invoke'],
  [
    "rules: { '*': { invoke: auth } }",
    '1:25 invoke has a wrong value | true (everyone), false (no client) or "auth != null" (who is signed in) | "auth" (string)',
  ],
  [
    "rules: { '*': { invok: true, invoke: true } }",
    '1:17 unknown key "invok" | one of: invoke | invok | did you mean "invoke"?',
  ],
  [
    "rules: { '*': { invoke: false }, page: { invoke: true }, helo: { invoke: true } }",
    '1:58 there is no function "helo" | one of: greet, hello, page | helo | did you mean "hello"?',
  ],
  [
    'functions: { hello: { versions: { $LATEST: hello.js } } }',
    '1:35 $LATEST is the handler itself, and no version of it | "$LATEST" | name it otherwise',
  ],
  [
    'functions: { hallo: {} }',
    '1:14 there is no function "hallo" | one of: greet, hello | hallo | did you mean "hello"?',
  ],
  [
    'functions: { hello: { time: 3 } }',
    '1:23 unknown key "time" | one of: timeout, memory, status, concurrency, versions, env | time | remove it',
  ],
  [
    'functions: { hello: { timeout: 901 } }',
    '1:32 timeout has a wrong value | a whole number from 1 to 900 | 901 (integer)',
  ],
  [
    'functions: { hello: { timeout: 0 } }',
    '1:32 timeout has a wrong value | a whole number from 1 to 900 | 0 (integer)',
  ],
  [
    'functions: { hello: { memory: 32 } }',
    '1:31 memory has a wrong value | a whole number from 64 to 3072 | 32 (integer)',
  ],
  [
    'functions: { hello: { status: active } }',
    '1:31 status has a wrong value | one of: Active, Creating, Updating, Publishing, Deleting | "active" (string)',
  ],
  [
    'functions: { hello: { concurrency: 0.5 } }',
    '1:36 concurrency has a wrong value | a whole number from 1 to 1000 | 0.5 (number)',
  ],
  ['functions: { hello: { env: { PORT: 80 } } }', '1:36 PORT has a wrong value | a string | 80 (integer)'],
  [
    'functions: { hello: { versions: { 1: old/helo-1.js } } }',
    '1:38 there is no file old/helo-1.js beside functions.yaml | one of: hello.js, old/hello-1.js, page.web.js | old/helo-1.js | did you mean "old/hello-1.js"?',
  ],
];
for (const [text, fault] of faults) {
  test(`settings: ${text || 'nothing'} is a fault`, () => {
    let found: unknown;
    try {
      read(text);
    } catch (error) {
      found = error;
    }
    const told = (found as DescriptionError).faults.map(({ code, message, location, expected, actual, remedy }) =>
      [
        `${code} ${formatLocation(location!)} ${message}`,
        ...[expected, actual, remedy].filter((part) => part !== undefined),
      ].join(' | '),
    );
    expect(told).toEqual([`CONFIGURATION functions.yaml:${fault}`]);
  });
}

test('settings: a mock does not start with a fault in them', async () => {
  const start = startFunctions({ 'fn.js': '', 'functions.yaml': 'functions: { fm: {} }' });
  await expect(start).rejects.toThrow(DescriptionError);
  await expect(start).rejects.toThrow(/functions\.yaml:1:14 there is no function "fm"$/);
});

test('settings: a fault that is edited in is the answer to every call, until it is mended', async () => {
  const its = await startFunctions({ 'fn.js': 'exports.main = () => 1;' });
  its.write({ 'functions.yaml': 'functions: { fn: { timeout: 3' });
  expect(await its.call('fn')).toMatchObject({
    status: 500,
    body: { code: 'SYS_ERR', message: expect.stringMatching(/^YAML_SYNTAX .*functions\.yaml:1:/) },
  });
  its.write({ 'functions.yaml': 'functions: { fn: { timeout: 3 } }' });
  expect((await its.call('fn')).body).toBe(1);
  await its.close();
});
