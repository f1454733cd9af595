import { join } from 'node:path';
import { test, expect as playwrightExpect } from '@playwright/test';
import type { APIResponse, Response as BrowserResponse } from '@playwright/test';
import { openContract } from '../contract/contract-check.ts';
import { course, courses, folderWith, serving } from '../contract/contract.samples.ts';
import type { Answer } from '../contract/contract.samples.ts';
import { expect } from './matchers.ts';
import type { ReceivedAnswer } from './received-answer.ts';
import type { MatchContractOptions } from './to-match-contract.ts';
import { runPlaywright } from './playwright.samples.ts';

const directory = folderWith({ 'contracts/courses.openapi.yaml': courses, 'contracts/course.yaml': course });
const contract = openContract('contracts', { directory });
const right = '{"id":1,"title":"Physics"}';
const json = { 'content-type': 'application/json' };

/** What was thrown as Playwright shows it, or undefined. */
async function failureOf(check: () => Promise<void>): Promise<string | undefined> {
  try {
    await check();
    return undefined;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    // No line but those of the spec, and this one counts as ours.
    playwrightExpect(error.stack).toBe(error.name);
    return error.name.endsWith('Error') ? error.message : `${error.name}  ${error.message}`;
  }
}

const plain = (received: ReceivedAnswer, operationId?: string, options?: MatchContractOptions): Promise<void> =>
  expect(received).toMatchContract(operationId, { contract, ...options });
const negated = (received: ReceivedAnswer, operationId?: string, options?: MatchContractOptions): Promise<void> =>
  expect(received).not.toMatchContract(operationId, { contract, ...options });

type Case = {
  readonly name: string;
  readonly path?: string;
  readonly answer: Answer;
  readonly operationId?: string;
  readonly options?: MatchContractOptions;
  /** Undefined: it passes. */
  readonly fails?: string;
  readonly negatedFails?: string;
};

const kept = (text: string): string => `the answer was to break the contract\n\n${text}`;
const unknown = `not checked  the answer does not tell its method, and /v1/courses has GET, POST
  /v1/courses -> 200
  remedy     name the operation, or the method`;

const cases: readonly Case[] = [
  {
    name: 'an answer that keeps its contract',
    answer: { body: right },
    negatedFails: kept('GET /v1/courses/1 -> 200 keeps the contract of readCourse'),
  },
  {
    name: 'a broken one',
    answer: { body: '{"id":"1","title":"Physics"}' },
    fails: `BODY_SCHEMA_MISMATCH  the answer breaks the contract
  GET /v1/courses/1 -> 200
  at         /id
  expected   integer                     contracts/course.yaml:5:17
  actual     "1" (string)
  rule       #/Course/properties/id/type
  remedy     mend the service, or the contract where it promises too much`,
  },
  {
    name: 'one that could not be checked, which fails either way',
    path: '/v1/courses',
    answer: { body: '[]' },
    fails: unknown,
    negatedFails: unknown,
  },
  {
    name: 'one that could not be checked, where that is allowed',
    path: '/v1/courses',
    answer: { body: '[]' },
    options: { allowNotChecked: true },
    negatedFails: kept(unknown),
  },
  {
    name: 'a method that the test tells',
    path: '/v1/courses',
    answer: { status: 201, body: right },
    options: { method: 'post' },
    negatedFails: kept('POST /v1/courses -> 201 keeps the contract of createCourse'),
  },
  {
    name: 'an operation that the test tells',
    path: '/v1/courses',
    answer: { status: 201, body: right },
    operationId: 'createCourse',
    negatedFails: kept('POST /v1/courses -> 201 keeps the contract of createCourse'),
  },
  {
    name: 'a base URL of its own',
    path: '/courses/1',
    answer: { body: right },
    options: { baseUrl: '/' },
    negatedFails: kept('GET /courses/1 -> 200 keeps the contract of readCourse'),
  },
  {
    name: 'what the contract only guesses: a warning, which passes',
    answer: { body: '{"id":1,"title":"Physics","guess":1}' },
    negatedFails:
      kept(`BODY_SCHEMA_MISMATCH  the answer breaks the contract (the contract only guesses this)   (warning)
  GET /v1/courses/1 -> 200
  at         /guess
  expected   string                      contracts/course.yaml:7:20
  actual     1 (integer)
  rule       #/Course/properties/guess/type
  remedy     confirm the guess in the contract, or correct it there`),
  },
  {
    name: 'a secret, in the URL and in the body',
    path: '/v1/sessions?api_key=k-12345678',
    answer: { body: '{"access_token":"eyJ0b2tlbg.1"}' },
    fails: `BODY_SCHEMA_MISMATCH  the answer breaks the contract
  POST /v1/sessions?api_key=«secret#1» -> 200
  at         /access_token
  expected   integer                     contracts/courses.openapi.yaml:42:53
  actual     "«token#1»" (string)
  rule       #/paths/~1sessions/post/responses/200/content/application~1json/schema/properties/access_token/type
  remedy     mend the service, or the contract where it promises too much`,
  },
];

for (const { name, path = '/v1/courses/1', answer, operationId, options, fails, negatedFails } of cases) {
  test(`Playwright's request and fetch: ${name}`, async ({ request }) => {
    const service = await serving(answer);
    try {
      const url = service.url + path;
      for (const received of [await request.get(url), await fetch(url)]) {
        playwrightExpect(await failureOf(() => plain(received, operationId, options))).toBe(fails);
        playwrightExpect(await failureOf(() => negated(received, operationId, options))).toBe(negatedFails);
        // What was checked stays readable.
        playwrightExpect(await received.text()).toBe(answer.body);
      }
    } finally {
      await service.close();
    }
  });
}

type Browsed = { readonly method?: string; readonly status?: number; readonly body?: () => Promise<Buffer> };

/** As `page.waitForResponse` gives it: headers are asked of the browser, and the request is known. */
function browsed({ method = 'GET', status = 200, body }: Browsed): BrowserResponse {
  const answer = {
    status: () => status,
    url: () => 'https://api.example/v1/courses/1',
    headersArray: () => Promise.resolve([{ name: 'Content-Type', value: 'application/json' }]),
    body: body ?? (() => Promise.resolve(Buffer.from(right))),
    request: () => ({ method: () => method, headersArray: () => Promise.resolve([]), postDataBuffer: () => null }),
  };
  return answer as unknown as BrowserResponse;
}

const unavailable = (): Promise<Buffer> =>
  Promise.reject(new Error('Response body is unavailable for redirect responses\nCall log:'));

const seen: readonly { readonly name: string; readonly answer: Browsed; readonly fails?: string | undefined }[] = [
  { name: 'its method is known', answer: {}, fails: undefined },
  {
    name: 'a method that the path does not have',
    answer: { method: 'PUT' },
    fails: `not checked  no operation of the contract fits PUT /v1/courses/1: the path has GET
  PUT /v1/courses/1 -> 200
  remedy     declare the method in the contract, or call another`,
  },
  {
    name: 'a body that it does not keep is not asked for',
    answer: { status: 304, body: unavailable },
    fails: `STATUS_NOT_DECLARED  the contract declares no such status
  GET /v1/courses/1 -> 304
  expected   200                         contracts/courses.openapi.yaml:23:9
  actual     304
  rule       #/paths/~1courses~1{id}/get/responses
  remedy     mend the service, or declare the status in the contract`,
  },
  {
    name: 'a body that cannot be had',
    answer: { status: 302, body: unavailable },
    fails: 'the body cannot be had: Response body is unavailable for redirect responses',
  },
];
for (const { name, answer, fails } of seen) {
  test(`a browser's answer: ${name}`, async () => {
    playwrightExpect(await failureOf(() => plain(browsed(answer)))).toBe(fails);
  });
}

/** What only plain JavaScript can give. */
const wrong: readonly (readonly [received: unknown, kind: string])[] = [
  [Promise.resolve(), 'a promise: await it first'],
  [{ id: 1 }, 'object'],
  [null, 'null'],
];
for (const [received, kind] of wrong) {
  test(`what is no answer is refused: ${kind}`, async () => {
    const check = (): Promise<void> => expect(received as ReceivedAnswer).toMatchContract('readCourse', { contract });
    playwrightExpect(await failureOf(check)).toBe(
      `toMatchContract takes an answer of Playwright's request or page.waitForResponse, or of fetch, and got ${kind}`,
    );
  });
}

test('contracts with faults are told as everywhere', async () => {
  const folder = folderWith({ 'a.openapi.yaml': 'openapi: 3.1.0\ninfo: {}\npaths: {}\n' });
  const check = (): Promise<void> => expect(new Response(right)).toMatchContract({ contract: folder });
  playwrightExpect(await failureOf(check)).toMatch(/^.*a\.openapi\.yaml:2:7 {2}CONTRACT_SCHEMA\n {2}info must have a/);
});

const types = (received: APIResponse): unknown[] => [
  // @ts-expect-error an operation is named by text
  () => expect(received).toMatchContract(1),
  // @ts-expect-error there is no such option
  () => expect(received).toMatchContract({ metod: 'GET' }),
  () => expect(received).toMatchContract({ method: 'GET' }),
  () => expect.soft(received).not.toMatchContract('readCourse', { allowNotChecked: true }),
];

test('TypeScript knows the matcher', () => {
  playwrightExpect(types).toHaveLength(1);
});

test('in a project of its own: contracts/ counts, and the line of the spec is shown', async () => {
  test.setTimeout(240_000);
  const service = await serving({ headers: json, body: '{"id":"1","title":"Physics"}' });
  const fixtures = JSON.stringify(join(import.meta.dirname, 'fixtures.ts'));
  const folder = folderWith({
    'package.json': '{ "type": "module" }',
    'api/contracts/courses.openapi.yaml': courses,
    'api/contracts/course.yaml': course,
    'playwright.config.ts': "export default { testDir: '.', reporter: 'list', use: { project: 'api' } };\n",
    'courses.spec.ts': `import { expect, test } from ${fixtures};
test('a course', async ({ request }) => {
  const response = await request.get('${service.url}/v1/courses/1');
  await expect(response).toMatchContract();
});
`,
  });
  try {
    const { exit, output } = await runPlaywright(folder);
    const told = playwrightExpect.stringContaining(`
    BODY_SCHEMA_MISMATCH: the answer breaks the contract
      GET /v1/courses/1 -> 200
      at         /id
      expected   integer                     contracts/course.yaml:5:17
      actual     "1" (string)
      rule       #/Course/properties/id/type
      remedy     mend the service, or the contract where it promises too much

      2 | test('a course', async ({ request }) => {
      3 |   const response = await request.get('${service.url}/v1/courses/1');
    > 4 |   await expect(response).toMatchContract();
        |                          ^
`);
    playwrightExpect([exit, output]).toEqual([1, told]);
  } finally {
    await service.close();
  }
});
