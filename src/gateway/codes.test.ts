import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import { expect, test } from '@playwright/test';
import { GatewayError } from '../core/errors.ts';
import { createCodes } from './codes.ts';
import type { CodeSource, Gateway } from './gateway.ts';
import { codeByPrompt } from './sms-code/prompt.ts';
import { codeFromOutbox } from './sms-code/outbox.ts';

const signal = new AbortController().signal;

function gatewayWith(codes?: CodeSource): Gateway {
  const location = { file: 'gateways.yaml', line: 1, column: 1 };
  const limits = { concurrency: 1, timeout: 1000, writes: 'deny' } as const;
  return { name: 'shanghai', kind: 'live', accounts: new Map(), ...limits, ...(codes && { codes }), location };
}

async function failure(promise: Promise<unknown>): Promise<GatewayError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof GatewayError) return error;
  throw new Error('it did not fail as it should', { cause: error });
}

/** An outbox that answers in turn with these, the last again and again; notes what it was asked. */
async function withOutbox<T>(
  answers: readonly string[],
  act: (url: string, asked: string[]) => Promise<T>,
): Promise<T> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const answer = answers[Math.min(asked.length, answers.length - 1)];
    asked.push(request.url ?? '');
    response.end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await act(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

test('outbox: looks again until a code is there, and takes the newest', async () => {
  const answers = ['[]', '[]', '[{"to":"a","code":"111111"},{"to":"a","code":"222222"}]'];
  await withOutbox(answers, async (url, asked) => {
    const code = await createCodes(gatewayWith(), url)('+86 13800138000', 1700000000000, signal);
    expect(code).toBe('222222');
    expect(asked).toEqual(Array.from({ length: 3 }, () => '/outbox?to=%2B86+13800138000&since=1700000000000'));
  });
});

test('outbox: the address in the settings wins over the control port', async () => {
  const code = await withOutbox(['[{"code":"1234"}]'], (url) =>
    createCodes(gatewayWith({ from: 'outbox', url }), 'http://127.0.0.1:1')('a', 0, signal),
  );
  expect(code).toBe('1234');
});

test('outbox: says so when no code comes in time', async () => {
  const error = await withOutbox(['[]'], (url) => failure(codeFromOutbox(url, 60)('+86 1', 0, signal)));
  expect([error.code, error.message]).toEqual(['CODE_NOT_RECEIVED', 'no code for +86 1 came within 0.06 s']);
});

test('outbox: an address that is no control port fails at once', async () => {
  await withOutbox(['<html>'], async (url, asked) => {
    const error = await failure(codeFromOutbox(url)('a', 0, signal));
    expect([error.code, error.message, asked.length]).toEqual([
      'CODE_NOT_RECEIVED',
      `${url} has no outbox (status 200)`,
      1,
    ]);
  });
});

test('outbox: an abort ends the waiting with its reason', async () => {
  const reason = new Error('stop');
  const controller = new AbortController();
  await withOutbox(['[]'], async (url, asked) => {
    const waiting = codeFromOutbox(url)('a', 0, controller.signal);
    await expect.poll(() => asked.length).toBeGreaterThan(0);
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
  });
});

test('fixed: the code of the settings', async () => {
  expect(await createCodes(gatewayWith({ from: 'fixed', code: '123456' }), undefined)('a', 0, signal)).toBe('123456');
});

test('no source: says where to name one', async () => {
  const error = await failure(createCodes(gatewayWith(), undefined)('+86 1', 0, signal));
  expect(error.message).toBe('gateway "shanghai" does not say where the code for +86 1 comes from');
  expect(error.remedy).toBe('add codes to it in gateways.yaml, such as codes: { from: prompt }');
});

const node = (script: string): CodeSource => ({ from: 'command', command: [process.execPath, '-e', script] });

test('command: gets the address and the time, and its digits are the code', async () => {
  const script = 'console.log(`code for ${process.argv[1]}: 98${process.argv[2]}`)';
  expect(await createCodes(gatewayWith(node(script)), undefined)('a', 7654, signal)).toBe('987654');
});

for (const { name, script, message } of [
  {
    name: 'that fails',
    script: 'process.exit(3)',
    message: `"${process.execPath}", which should give the code for a, failed`,
  },
  { name: 'without digits', script: 'console.log("none")', message: `"${process.execPath}" wrote no code for a` },
]) {
  test(`command: one ${name}`, async () => {
    const error = await failure(createCodes(gatewayWith(node(script)), undefined)('a', 0, signal));
    expect([error.code, error.message]).toEqual(['CODE_NOT_RECEIVED', message]);
  });
}

test('command: an abort ends it with its reason', async () => {
  const reason = new Error('stop');
  const waiting = createCodes(gatewayWith(node('setTimeout(() => 0, 60000)')), undefined)(
    'a',
    0,
    AbortSignal.abort(reason),
  );
  await expect(waiting).rejects.toBe(reason);
});

function terminal(): { input: PassThrough & { isTTY: boolean }; output: PassThrough; shown: () => string } {
  const output = new PassThrough();
  return { input: Object.assign(new PassThrough(), { isTTY: true }), output, shown: () => String(output.read() ?? '') };
}

test('prompt: asks until digits come, one address after the other', async () => {
  const { input, output, shown } = terminal();
  const code = codeByPrompt({ input, output });
  const answers = Promise.all([code('+86 1', 0, signal), code('+86 2', 0, signal)]);
  await expect.poll(() => shown()).toContain('code sent to +86 1: ');
  input.write('12a\n');
  await expect.poll(() => shown()).toContain('4 to 10 digits, please\ncode sent to +86 1: ');
  input.write('123 456\n');
  await expect.poll(() => shown()).toContain('code sent to +86 2: ');
  input.write('7777\n');
  expect(await answers).toEqual(['123456', '7777']);
});

test('prompt: an abort ends it with its reason', async () => {
  const reason = new Error('stop');
  const controller = new AbortController();
  const waiting = codeByPrompt(terminal())('a', 0, controller.signal);
  controller.abort(reason);
  await expect(waiting).rejects.toBe(reason);
});

test('prompt: says so where there is no terminal', async () => {
  const error = await failure(
    codeByPrompt({ input: new PassThrough(), output: new PassThrough() })('+86 1', 0, signal),
  );
  expect(error.message).toBe('nobody can be asked for the code sent to +86 1: this is no terminal');
});
