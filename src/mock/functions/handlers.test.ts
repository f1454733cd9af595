// How handlers may be written and laid out, and that what is edited counts at once.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { startFunctions } from './start-functions.samples.ts';

type Row = { name: string; files: Record<string, string>; call: string; body: unknown };
const rows: Row[] = [
  { name: 'an ES module', files: { 'fn.js': 'export const main = () => 1;' }, call: 'fn', body: 1 },
  { name: 'an ES module by its default', files: { 'fn.js': 'export default { main: () => 1 };' }, call: 'fn', body: 1 },
  { name: '.mjs', files: { 'fn.mjs': 'export const main = () => 1;' }, call: 'fn', body: 1 },
  { name: '.cjs', files: { 'fn.cjs': 'exports.main = () => 1;' }, call: 'fn', body: 1 },
  {
    name: 'CommonJS, as CloudBase shows it, inside of a package of ES modules',
    files: { 'fn.js': "'use strict';\nexports.main = async (event, context) => ({ id: context.request_id });" },
    call: 'fn',
    body: { id: 'r-1' },
  },
  { name: 'module.exports', files: { 'fn.js': 'module.exports = { main: () => 1 };' }, call: 'fn', body: 1 },
  {
    name: 'CommonJS that requires a helper, JSON and what Node has',
    files: {
      'fn.js': `
const { sep, join } = require('node:path');
const { twice } = require('./lib/twice');
const data = require('./lib/data.json');
exports.main = async () => {
  const { thrice } = await import('./lib/thrice.mjs');
  return [twice(data.n), thrice(data.n), require('./lib/twice').count(), __filename === join(__dirname, 'fn.js'), typeof require.resolve('./lib/twice')];
};`,
      'lib/twice.js': 'let n = 0; exports.count = () => n; exports.twice = (x) => { n += 1; return 2 * x; };',
      'lib/thrice.mjs': 'export const thrice = (x) => 3 * x;',
      'lib/data.json': '{"n":7}',
    },
    call: 'fn',
    body: [14, 21, 1, true, 'string'],
  },
  {
    name: 'CommonJS modules that require each other in a circle',
    files: {
      'fn.js': "exports.a = 1; const { b } = require('./other'); exports.main = () => b();",
      'other.js': "const { a } = require('./fn'); exports.b = () => a;",
    },
    call: 'fn',
    body: 1,
  },
  { name: 'a folder with index.js', files: { 'fn/index.js': 'exports.main = () => 1;' }, call: 'fn', body: 1 },
  {
    name: 'a folder with a package.json, whose type counts',
    files: { 'fn/package.json': '{"name":"fn"}', 'fn/index.js': 'exports.main = () => 1;' },
    call: 'fn',
    body: 1,
  },
  {
    name: 'a folder with a package.json, whose main counts',
    files: { 'fn/package.json': '{"type":"module","main":"src/app"}', 'fn/src/app.js': 'export const main = () => 1;' },
    call: 'fn',
    body: 1,
  },
  {
    name: 'a folder with a main that is a folder',
    files: { 'fn/package.json': '{"main":"./src"}', 'fn/src/index.js': 'exports.main = () => 1;' },
    call: 'fn',
    body: 1,
  },
  {
    name: 'a folder with a package.json without main',
    files: { 'fn/package.json': '{}', 'fn/index.mjs': 'export const main = () => 1;' },
    call: 'fn',
    body: 1,
  },
  {
    name: 'a folder with packages of its own',
    files: {
      'fn/index.js': "const { one } = require('one'); exports.main = () => one;",
      'fn/node_modules/one/index.js': 'exports.one = 1;',
      'fn/node_modules/one/package.json': '{"name":"one"}',
    },
    call: 'fn',
    body: 1,
  },
  {
    name: 'a file before a folder',
    files: { 'fn/index.js': 'exports.main = () => 2;', 'fn.js': 'exports.main = () => 1;' },
    call: 'fn',
    body: 1,
  },
  { name: 'a byte order mark', files: { 'fn.js': '\uFEFFexports.main = () => 1;' }, call: 'fn', body: 1 },
  { name: 'a handler that is not async', files: { 'fn.js': 'exports.main = () => 1;' }, call: 'fn', body: 1 },
];
for (const { name, files, call, body } of rows) {
  test(`handlers: ${name}`, async () => {
    const its = await startFunctions(files);
    const answer = await its.call(call);
    expect(its.written()).toEqual([]);
    expect(answer).toMatchObject({ status: 200, body });
    await its.close();
  });
}

for (const [name, files, reason] of [
  ['a main of package.json that is gone', { 'fn/package.json': '{"main":"app.js"}' }, /app\.js/],
  ['a helper that is gone', { 'fn.js': "require('./gone');" }, /Cannot find module '\.\/gone'/],
  ['a helper with a syntax error', { 'fn.js': "require('./bad');", 'bad.js': 'exports.a = (;' }, /SyntaxError/],
] as const) {
  test(`handlers: ${name} is told in the log`, async () => {
    const its = await startFunctions(files);
    expect(await its.call('fn')).toMatchObject({ status: 500, body: { code: 'FUNCTION_INVOCATION_FAILED' } });
    expect(its.written()).toEqual([expect.stringMatching(reason)]);
    await its.close();
  });
}

const changes: { name: string; before: Record<string, string>; edit: Record<string, string> }[] = [
  {
    name: 'the handler',
    before: { 'fn.js': 'export const main = () => 1;' },
    edit: { 'fn.js': 'export const main = () => 22;' },
  },
  {
    name: 'a module that an ES module imports',
    before: { 'fn.js': "export { main } from './lib/a.js';", 'lib/a.js': 'export const main = () => 1;' },
    edit: { 'lib/a.js': 'export const main = () => 22;' },
  },
  {
    name: 'a module that a CommonJS handler requires',
    before: { 'fn/index.js': "exports.main = require('../lib/a').main;", 'lib/a.js': 'exports.main = () => 1;' },
    edit: { 'lib/a.js': 'exports.main = () => 22;' },
  },
  {
    name: 'a JSON file that is required',
    before: { 'fn.js': "exports.main = () => require('./data.json');", 'data.json': '1' },
    edit: { 'data.json': '22' },
  },
  {
    name: 'the main of package.json',
    before: {
      'fn/package.json': '{"main":"a.js"}',
      'fn/a.js': 'exports.main = () => 1;',
      'fn/b.js': 'exports.main = () => 22;',
    },
    edit: { 'fn/package.json': '{ "main": "b.js" }' },
  },
  {
    name: 'functions.yaml',
    before: {
      'fn.js': 'exports.main = () => Number(process.env.N);',
      'functions.yaml': "functions: { fn: { env: { N: '1' } } }",
    },
    edit: { 'functions.yaml': "functions: { fn: { env: { N: '22' } } }" },
  },
];
for (const { name, before, edit } of changes) {
  test(`handlers: an edit of ${name} counts at once`, async () => {
    const its = await startFunctions(before);
    expect((await its.call('fn')).body).toBe(1);
    its.write(edit);
    expect((await its.call('fn')).body).toBe(22);
    await its.close();
  });
}

test('handlers: one that is added can be called, one that is removed cannot', async () => {
  const its = await startFunctions({});
  expect((await its.call('fn')).status).toBe(404);
  its.write({ 'fn.js': 'exports.main = () => 1;' });
  expect((await its.call('fn')).body).toBe(1);
  rmSync(join(its.folder, 'fn.js'));
  expect((await its.call('fn')).status).toBe(404);
  await its.close();
});

test('handlers: a call that is under way ends as it began', async () => {
  const its = await startFunctions({
    'fn.js': "exports.main = () => new Promise((done) => { console.log('in'); setTimeout(() => done(1), 300); });",
  });
  const first = its.call('fn');
  await expect.poll(its.written).toEqual(['fn r-1: in']);
  its.write({ 'fn.js': 'exports.main = () => 2;' });
  expect((await its.call('fn')).body).toBe(2);
  expect((await first).body).toBe(1);
  await its.close();
});

test('handlers: an instance stays warm, and keeps what it knows', async () => {
  const its = await startFunctions({ 'fn.js': 'let n = 0; exports.main = () => (n += 1);' });
  expect([(await its.call('fn')).body, (await its.call('fn')).body]).toEqual([1, 2]);
  await its.close();
});

test('handlers: what they write is in the log with the id of the request', async () => {
  const its = await startFunctions({
    'fn.js':
      "exports.main = ({ n }) => { console.log('n is %d', n); console.error({ n }); process.stdout.write('raw'); };",
  });
  await its.call('fn', { body: '{"n":1}' });
  await its.call('fn', { body: '{"n":2}', headers: { 'x-request-id': 'r-2' } });
  expect(its.written()).toEqual([
    ...['fn r-1: n is 1', 'fn r-1: { n: 1 }', 'fn r-1: raw'],
    ...['fn r-2: n is 2', 'fn r-2: { n: 2 }', 'fn r-2: raw'],
  ]);
  await its.close();
});
