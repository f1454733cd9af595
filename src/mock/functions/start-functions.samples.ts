// For the tests of functions: a folder of handlers, a mock gateway that serves it, and calls that keep the contract.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@playwright/test';
import { contractFindings } from '../contract.samples.ts';
import type { MockGatewayOptions } from '../server.ts';
import { defaultApiKey, startMockGateway } from '../server.ts';

export type CallOptions = {
  readonly body?: string;
  /** Absent: the administrator's; empty: none. */
  readonly authorization?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

export type FunctionsUnderTest = {
  readonly url: string;
  readonly folder: string;
  /** The lines of the mock's log so far. */
  readonly lines: readonly string[];
  /** What the handlers wrote, and why they failed, as in `hello r-1: text`. */
  readonly written: () => string[];
  readonly call: (name: string, options?: CallOptions) => Promise<Answer>;
  /** Writes files into the folder, of another time than any before. */
  readonly write: (files: Readonly<Record<string, string>>) => void;
  readonly close: () => Promise<void>;
};

/** The body is the error's, or the result: parsed where it is JSON. */
export type Answer = { readonly status: number; readonly type: string | null; readonly body: unknown };

export async function startFunctions(
  files: Readonly<Record<string, string>>,
  options: MockGatewayOptions = {},
): Promise<FunctionsUnderTest> {
  const folder = test.info().outputPath('functions');
  const write: FunctionsUnderTest['write'] = (written) => {
    for (const [name, text] of Object.entries(written)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
  };
  mkdirSync(folder, { recursive: true });
  write(files);
  const lines: string[] = [];
  const log = (line: string): void => void lines.push(line);
  const gateway = await startMockGateway({ functions: folder, environment: 'env-1', log, ...options });
  return {
    url: gateway.url,
    folder,
    lines,
    written: () =>
      lines.flatMap((line) => {
        const entry: unknown = line.startsWith('{') ? JSON.parse(line) : {};
        const { function: name, id, text } = entry as Record<string, string>;
        return name === undefined ? [] : [`${name} ${id}: ${text}`];
      }),
    call: (name, { body, authorization = `Bearer ${defaultApiKey}`, headers = {} } = {}) =>
      callFunction(`${gateway.url}/v1/functions/${name}`, {
        headers: {
          ...(authorization === '' ? {} : { authorization }),
          ...{ 'content-type': 'application/json', 'x-request-id': 'r-1' },
          ...headers,
        },
        ...(body !== undefined && { body }),
      }),
    write,
    close: gateway.close,
  };
}

async function callFunction(
  url: string,
  request: { readonly headers: Record<string, string>; readonly body?: string },
): Promise<Answer> {
  const answer = await fetch(url, { method: 'POST', ...request });
  const text = await answer.text();
  const { status, headers } = answer;
  expect(
    contractFindings({ request: { method: 'POST', url, ...request }, response: { status, headers, body: text } }),
  ).toEqual([]);
  expect(headers.get('x-request-id')).toBe(request.headers['x-request-id']);
  const type = headers.get('content-type');
  return { status, type, body: type?.startsWith('application/json') === true ? (JSON.parse(text) as unknown) : text };
}

/** An error's body, as the mock answers the request `r-1`. */
export const refusal = (code: string, message: unknown): object => ({ code, message, requestId: 'r-1' });
