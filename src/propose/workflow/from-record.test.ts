// What a record tells: each test gives exchanges and the step or the input that comes of them.
import { expect, test } from '@playwright/test';
import type { JsonValue } from '../../core/json.ts';
import { writeJson } from '../../core/json.ts';
import { contractOf } from '../../openapi/contract.samples.ts';
import { indexOperations } from '../../openapi/operation-index.ts';
import type { ExchangeEvent, RecordEvent } from '../../record/event.ts';
import type { Draft } from './draft.ts';
import { draftFromRecord } from './from-record.ts';
import { collectTests, foldAttempts } from './recorded-test.ts';

const contract = contractOf(`openapi: 3.1.0
info: { title: t, version: '1' }
security: [{ key: [] }]
paths:
  /pets:
    post: { operationId: createPet, responses: { '201': { description: d } } }
    get:
      operationId: listPets
      parameters:
        - { name: tags, in: query, style: pipeDelimited, explode: false, schema: { type: array, items: { type: string } } }
        - { name: limit, in: query, schema: { type: integer } }
        - { name: page, in: query, style: deepObject, schema: { type: object, properties: { size: { type: integer } } } }
      responses: { '200': { description: d } }
  /pets/{petId}:
    get:
      operationId: getPet
      parameters: [{ name: petId, in: path, required: true, schema: { type: integer } }]
      responses: { '200': { description: d } }
  /form:
    post:
      operationId: sendForm
      requestBody:
        content:
          application/json: {}
          application/x-www-form-urlencoded: { schema: { type: object, properties: { n: { type: integer } } } }
      responses: { '200': { description: d } }
components: { securitySchemes: { key: { type: http, scheme: bearer } } }
`);
const operations = indexOperations([contract]);

type Sent = Partial<Omit<ExchangeEvent, 'type' | 'request' | 'response'>> & {
  readonly url?: string;
  readonly method?: string;
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: JsonValue;
  readonly status?: number;
  readonly answer?: JsonValue;
};

const textOf = (body: JsonValue): string => (typeof body === 'string' ? body : writeJson(body));
const kept = (body: JsonValue | undefined): { bytes: number; text: string } | undefined =>
  body === undefined ? undefined : { bytes: 1, text: textOf(body) };

function sent({
  url = '/pets',
  method = 'POST',
  headers = [],
  body,
  status = 200,
  answer,
  ...event
}: Sent): ExchangeEvent {
  return {
    ...{
      type: 'exchange',
      test: 'mock:w',
      step: 's',
      phase: 'steps',
      attempt: 1,
      operation: 'createPet',
      account: 'user',
    },
    ...{ startedAt: 0, duration: 1, ...event },
    request: { method, url: `http://127.0.0.1:1/base${url}`, headers, body: kept(body) },
    response: { status, headers: [], body: kept(answer) },
  };
}

function replay(...exchanges: ExchangeEvent[]): Draft {
  return draftFromRecord(
    { test: 'mock:w', exchanges, seed: 'abc', baseUrl: 'http://127.0.0.1:1/base' },
    operations,
    'the-run',
  );
}

const get = { operation: 'getPet', method: 'GET' } as const;

test('what was sent to another host goes to the address that the last answer gave, with all its headers', () => {
  const elsewhere = (step: string, url: string): ExchangeEvent => {
    const event = sent({
      ...get,
      step,
      headers: [
        ['Authorization', '«signature#1»'],
        ['Content-Length', '3'],
      ],
    });
    return { ...event, request: { ...event.request, url } };
  };
  const name = 'http://files.example/名 gw-abc-1.png?sign=«signature#2»';
  const draft = replay(
    sent({ step: 'first', answer: [{ url: name, authorization: '«signature#1»' }] }),
    sent({ step: 'second', answer: { url: name, encoded: encodeURI(name) } }),
    elsewhere('read', 'http://files.example/%E5%90%8D%20gw-abc-1.png?sign=«signature#2»'),
    elsewhere('else', 'http://files.example/gw-abc-1?t=1'),
  );
  expect(draft.steps.map(({ address }) => address)).toEqual([
    ...[undefined, undefined, '$steps.second.outputs.url', 'http://files.example/{$inputs.mark}?t=1'],
  ]);
  expect(draft.steps[2]?.parameters).toEqual([
    { name: 'Authorization', in: 'header', value: '$steps.first.outputs.authorization' },
  ]);
  expect(draft.notes).toEqual(['else: no answer gave its address, so it stands there as it was']);
});

test('a form with parts is not in the record, and is refused', () => {
  const form = sent({
    operation: 'sendForm',
    url: '/form',
    headers: [['Content-Type', 'multipart/form-data; boundary=x']],
  });
  const request = { ...form.request, body: { bytes: 9, sha256: 'ab' } };
  expect(() => replay({ ...form, request })).toThrow(
    'sendForm was sent a body of multipart/form-data, whose parts no record holds',
  );
});

test('integers of an answer are chained where the names match, and else kept', () => {
  const made = sent({ answer: { pet: { id: 7, weight: 12 } }, status: 201 });
  const draft = replay(made, sent({ ...get, url: '/pets/7' }), sent({ ...get, url: '/pets/12' }));
  expect(draft.steps.map(({ stepId, parameters }) => [stepId, parameters.map(({ value }) => value)])).toEqual([
    ['s', []],
    ['s-2', ['$steps.s.outputs.id']],
    ['s-3', [12]],
  ]);
  expect([...(draft.steps[0]?.outputs ?? [])]).toEqual([['id', '$response.body#/pet/id']]);
});

test('texts of an answer are chained from four characters on, unless the caller chose them before', () => {
  const draft = replay(
    sent({ body: { kind: 'lizard' }, answer: { kind: 'lizard', tag: 'T-1234', to: 'abc' } }),
    sent({ body: { kind: 'lizard', label: 'T-1234', to: 'abc', all: 'is T-1234' } }),
  );
  expect(draft.steps[1]?.payload).toEqual({
    kind: 'lizard',
    label: '$steps.s.outputs.tag',
    to: 'abc',
    all: 'is T-1234',
  });
});

test("the run's mark is recognised in text and alone", () => {
  const { steps, inputs } = replay(sent({ body: { a: 'x gw-abc-1f2e3d4c!', b: 'gw-abc-1f2e3d4c', c: 'gw-xyz-1' } }));
  expect(steps[0]?.payload).toEqual({ a: 'x {$inputs.mark}!', b: '$inputs.mark', c: 'gw-xyz-1' });
  expect([...inputs]).toEqual([['mark', { type: 'string', 'x-from': 'run.mark' }]]);
});

test('query parameters are read back by their styles', () => {
  const url = '/pets?page%5Bsize%5D=3&tags=a%7Cb&limit=5&other=x%20y';
  const { steps } = replay(sent({ operation: 'listPets', method: 'GET', url }));
  expect(steps[0]?.parameters).toEqual([
    { name: 'tags', in: 'query', value: ['a', 'b'] },
    { name: 'limit', in: 'query', value: 5 },
    { name: 'page', in: 'query', value: { size: 3 } },
    { name: 'other', in: 'query', value: 'x y' },
  ]);
});

test('a form keeps its types and its content type', () => {
  const headers = [['Content-Type', 'application/x-www-form-urlencoded']] as const;
  const { steps } = replay(sent({ operation: 'sendForm', url: '/form', headers, body: 'n=3&t=a+b' }));
  expect(steps[0]).toMatchObject({ payload: { n: 3, t: 'a b' }, contentType: 'application/x-www-form-urlencoded' });
});

test('a credential of the account is left to it, one of the step itself is chained or asked for', () => {
  const headers = [['Authorization', 'Bearer «token#1»']] as const;
  expect(replay(sent({ headers })).steps[0]?.parameters).toEqual([]);
  const own = replay(sent({ headers, account: undefined }));
  expect(own.steps[0]?.parameters).toEqual([
    { name: 'Authorization', in: 'header', value: 'Bearer {$inputs.Authorization}' },
  ]);
  expect(own.notes).toEqual([
    's: "Authorization" is a secret, which a record does not hold; set AUTHORIZATION in the environment or in .env',
  ]);
  const chained = replay(
    sent({ account: undefined, answer: { token: '«token#1»' } }),
    sent({ headers, account: undefined }),
  );
  expect(chained.steps[1]?.parameters[0]?.value).toBe('Bearer {$steps.s.outputs.token}');
  expect(chained.notes).toEqual([]);
});

test('the account of most steps is the workflow, the others name their own', () => {
  const draft = replay(sent({}), sent({}), sent({ account: 'admin' }), sent({ account: undefined }));
  expect(draft.as).toBe('user');
  expect(draft.steps.map(({ as }) => as)).toEqual(['user', 'user', 'admin', 'nobody']);
});

test('what was refused is expected to be, and what broke the contract on purpose may do so again', () => {
  const event = sent({ status: 400 });
  const request = {
    ...event.request,
    check: { checked: 'not-checked', reason: 'x-contract: { request: off }' },
  } as const;
  expect(replay({ ...event, request }).steps[0]).toMatchObject({ criteria: ['$statusCode == 400'], invalid: true });
});

test('a retry counts once, as it ended; a second visit is a step of its own', () => {
  const first = sent({ status: 503 });
  const folded = foldAttempts([first, sent({ attempt: 2 }), sent({}), sent({ step: 'z', phase: 'finally' })]);
  expect(folded.map(({ step, attempt }) => [step, attempt])).toEqual([
    ['s', 2],
    ['s', 1],
    ['z', 1],
  ]);
});

test('an exchange without an answer is left out and told; an operation that is gone is a fault', () => {
  const unanswered = { ...sent({ account: 'admin' }), response: undefined };
  const draft = replay(unanswered, sent({ step: 't' }));
  expect(draft.as).toBe('user');
  expect(draft.steps.map(({ stepId, as }) => [stepId, as])).toEqual([['t', 'user']]);
  expect(draft.notes).toEqual(['s: left out, since no answer came']);
  expect(() => replay(sent({ operation: 'makePet', url: '/pet' }))).toThrow(
    'no contract has the operation "makePet" that step "s" of the record called',
  );
});

test('a body that was cut is not whole', () => {
  const event = sent({});
  const body = { bytes: 9, text: '{"a"... cut', digest: '12' };
  expect(() => replay({ ...event, request: { ...event.request, body } })).toThrow(
    'the record of the-run has only the shape of what mock:w sent in step "s"',
  );
});

test('of a test that ran several times the last counts, and logins of accounts are no tests', () => {
  const done = (test: string, purpose: 'test' | 'session'): RecordEvent => ({
    ...{
      type: 'workflow',
      test,
      purpose,
      identity: { gateway: 'mock', workflowId: test.slice(5) },
      name: 'n',
      title: 't',
    },
    ...{ location: { file: 'f', line: 1, column: 1 }, tags: [], verdict: 'passed', startedAt: 0, duration: 1 },
    ...{ steps: { done: 1, declared: 1 }, findings: [], cleanUp: { done: 0, due: 0 }, tries: 1 },
  });
  const tests = collectTests();
  for (const event of [
    sent({ test: 'mock:login' }),
    done('mock:login', 'session'),
    sent({ step: 'first' }),
    done('mock:w', 'test'),
    sent({ step: 'second' }),
    done('mock:w', 'test'),
  ])
    tests.add(event);
  expect(tests.choose(undefined, 'the-run').exchanges.map(({ step }) => step)).toEqual(['second']);
});
