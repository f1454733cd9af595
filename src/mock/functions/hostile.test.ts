// Handlers that do what none should: whatever they do, the mock lives and answers as said.
import { expect, test } from '@playwright/test';
import { refusal, startFunctions } from './start-functions.samples.ts';

const failed = { status: 500, body: refusal('FUNCTION_INVOCATION_FAILED', 'Function code exception caught [r-1]') };
const late = { status: 500, body: refusal('FUNCTION_TIME_LIMIT_EXCEEDED', 'Invoking task timed out after 1 second') };
const full = { status: 500, body: refusal('FUNCTION_MEMORY_LIMIT_EXCEEDED', 'Function memory limit exceeded.') };

type Row = { name: string; code: string; answer: Record<string, unknown>; log?: RegExp };

const main = (body: string): string => `export const main = async (event) => { ${body} };`;

const rows: Row[] = [
  { name: 'throws an error', code: main("throw new Error('why')"), answer: failed, log: /Error: why\n +at main/ },
  { name: 'throws null', code: main('throw null'), answer: failed, log: /FUNCTION_INVOCATION_FAILED: null$/ },
  { name: 'throws undefined', code: main('throw undefined'), answer: failed, log: /: undefined$/ },
  { name: 'throws a function', code: main('throw () => 1'), answer: failed, log: /Function/ },
  {
    name: 'throws what throws when it is shown',
    code: main("throw { [Symbol.for('nodejs.util.inspect.custom')]: () => { throw 1; } }"),
    answer: failed,
    log: /an error that cannot be shown/,
  },
  {
    name: 'throws a proxy whose traps throw',
    code: main('throw new Proxy({}, { get() { throw 1; }, ownKeys() { throw 1; } })'),
    answer: failed,
  },
  { name: 'rejects with a number', code: main('await Promise.reject(5)'), answer: failed, log: /: 5$/ },
  {
    name: 'returns a getter that throws',
    code: main("return { get a() { throw new Error('got'); } }"),
    answer: failed,
    log: /Error: got/,
  },
  {
    name: 'returns a getter that never ends',
    code: main('return { get a() { for (;;); } }'),
    answer: late,
  },
  {
    name: 'returns a proxy whose traps throw',
    code: main('return new Proxy({}, { ownKeys() { throw 1; } })'),
    answer: failed,
  },
  { name: 'returns a thenable that throws', code: main('return { then() { throw 1; } }'), answer: failed },
  { name: 'returns a thenable that never calls back', code: main('return { then() {} }'), answer: late },
  { name: 'returns a cycle', code: main('const a = {}; a.a = a; return a'), answer: failed, log: /circular/ },
  { name: 'returns a BigInt', code: main('return 1n'), answer: failed, log: /BigInt/ },
  {
    name: 'returns a symbol',
    code: main("return Symbol('x')"),
    answer: failed,
    log: /the result is a symbol, which is not JSON/,
  },
  { name: 'returns a function', code: main('return () => 1'), answer: failed, log: /the result is a function/ },
  { name: 'returns a toJSON that gives nothing', code: main('return { toJSON() {} }'), answer: failed },
  {
    name: 'returns depth without end',
    code: main('let a = {}; for (let i = 0; i < 1e5; i++) a = { a }; return a'),
    answer: failed,
    log: /RangeError/,
  },
  { name: 'never settles', code: main('return new Promise(() => undefined)'), answer: late },
  {
    name: 'blocks for ever',
    code: main('for (;;);'),
    answer: late,
    log: /no answer within 1 s; its instance was ended$/,
  },
  { name: 'blocks for ever in microtasks', code: main('for (;;) await undefined'), answer: late },
  { name: 'blocks for ever in an expression', code: main("/^(a+)+$/.test('a'.repeat(40) + 'b')"), answer: late },
  {
    name: 'sleeps without its event loop',
    code: main('Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)'),
    answer: late,
  },
  { name: 'blocks for ever as it loads', code: 'for (;;); export const main = () => 1;', answer: late },
  {
    name: 'waits for ever as it loads',
    code: 'await new Promise(() => {}); export const main = () => 1;',
    answer: late,
  },
  { name: 'throws as it loads', code: "throw new Error('load'); export const main = 1;", answer: failed, log: /load/ },
  {
    name: 'exports no main',
    code: 'export const handler = () => 1;',
    answer: failed,
    log: /exports no function "main"/,
  },
  { name: 'exports a main that is no function', code: 'export const main = {};', answer: failed },
  { name: 'has a syntax error', code: 'export const main = (;', answer: failed, log: /SyntaxError/ },
  {
    name: 'imports what is not there',
    code: "import './gone.js'; export const main = () => 1;",
    answer: failed,
    log: /gone/,
  },
  { name: 'exits', code: main('process.exit(0)'), answer: failed, log: /it ended itself with exit code 0/ },
  { name: 'exits as it loads', code: 'process.exit(3); export const main = 1;', answer: failed, log: /exit code 3/ },
  { name: 'aborts', code: main('process.abort()'), answer: failed },
  { name: 'kills its process', code: main('process.kill(process.pid)'), answer: failed, log: /ends no process/ },
  { name: 'changes the directory', code: main("process.chdir('/')"), answer: failed },
  {
    name: 'leaves a rejection unhandled in the midst of a call',
    code: main("Promise.reject(new Error('later')); await new Promise((done) => setTimeout(done, 900))"),
    answer: failed,
    log: /later/,
  },
  {
    name: 'throws outside of the call in its midst',
    code: main("setTimeout(() => { throw new Error('aside'); }); await new Promise((done) => setTimeout(done, 900))"),
    answer: failed,
    log: /aside/,
  },
  {
    name: 'fills its memory',
    code: main('const all = []; for (;;) all.push(new Array(1e5).fill(all.length))'),
    answer: full,
  },
  {
    name: 'doubles a text for ever',
    code: main("let a = 'x'; for (;;) a += a"),
    answer: failed,
    log: /Invalid string length/,
  },
  { name: 'asks for a buffer that is too large', code: main('return Buffer.alloc(2 ** 53)'), answer: failed },
  {
    name: 'pollutes the prototype of all objects',
    code: main("Object.prototype.polluted = 1; Object.prototype.kind = 'x'; return { a: 1 }"),
    answer: { status: 200, body: { a: 1 } },
  },
  {
    name: 'gets a __proto__ and merges it',
    code: main(
      "const merge = (to, from) => { for (const k in from) typeof from[k] === 'object' ? merge(to[k] ??= {}, from[k]) : (to[k] = from[k]); return to; }; merge({}, event); return { polluted: ({}).polluted ?? null }",
    ),
    answer: { status: 200, body: { polluted: 1 } },
  },
  {
    name: 'replaces what the mock needs',
    code: main('JSON.stringify = JSON.parse = () => { throw 1; }; return { a: 1 }'),
    answer: { status: 200, body: { a: 1 } },
  },
  {
    name: 'posts messages of its own',
    code: `import { parentPort } from 'node:worker_threads'; ${main("parentPort.postMessage(null); parentPort.postMessage('x'); parentPort.postMessage({ kind: 'what' }); return 1")}`,
    answer: { status: 200, body: 1 },
  },
  {
    name: 'says that it has only begun',
    code: `import { parentPort } from 'node:worker_threads'; ${main("setInterval(() => ['loading', 'ready'].forEach((kind) => parentPort.postMessage({ kind })), 200); await new Promise(() => {})")}`,
    answer: late,
  },
  {
    name: 'writes without end',
    code: main("for (;;) console.log('x'.repeat(1000))"),
    answer: late,
    log: /\(the rest of this call's output is left out\)$/,
  },
];

for (const { name, code, answer, log } of rows) {
  test(`a handler that ${name}: the mock lives`, async () => {
    const its = await startFunctions({
      'bad.js': code,
      'good.js': 'export const main = () => ({ polluted: ({}).polluted ?? null });',
      'functions.yaml': 'functions: { bad: { timeout: 1, memory: 64 } }',
    });
    const body = '{"__proto__":{"polluted":1}}';
    // The other one is served meanwhile.
    const [bad, good] = await Promise.all([its.call('bad', { body }), its.call('good')]);
    expect(bad).toMatchObject(answer);
    expect(good.body).toEqual({ polluted: null });
    if (log) expect(its.written().filter((line) => log.test(line))).toHaveLength(1);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    // And so is this one, if it can be.
    expect(await its.call('bad', { body })).toMatchObject(answer);
    await its.close();
  });
}

for (const [name, code, log] of [
  ['rejects', "Promise.reject(new Error('after'))", /^bad r-1: Error: after/],
  ['throws', "throw new Error('after')", /^bad r-1: Error: after/],
  ['exits', 'process.exit(4)', /^bad r-1: it ended itself with exit code 4$/],
] as const) {
  test(`a handler that ${name} after its answer ends its instance alone, and the log says so`, async () => {
    const its = await startFunctions({
      'bad.js': main(`if (event.later) setTimeout(() => { ${code}; }); return 1`),
    });
    expect((await its.call('bad', { body: '{"later":true}' })).body).toBe(1);
    await expect.poll(() => its.written().some((line) => log.test(line))).toBe(true);
    expect((await its.call('bad')).body).toBe(1);
    await its.close();
  });
}

test('a mock closes while handlers hang', async () => {
  const its = await startFunctions({ 'bad.js': main("console.log('in'); for (;;);") });
  const calls = [its.call('bad'), its.call('bad')].map((call) => call.catch(() => undefined));
  await expect.poll(its.written).toEqual(['bad r-1: in', 'bad r-1: in']);
  await its.close();
  await Promise.all(calls);
});
