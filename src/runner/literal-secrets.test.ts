import { expect, test } from '@playwright/test';
import { documentOf, read } from '../arazzo/arazzo.samples.ts';
import type { Link } from '../arazzo/link.ts';
import { readDocument } from '../document/read-document.ts';
import { readContract } from '../openapi/read-contract.ts';
import { literalSecrets } from './literal-secrets.ts';
import { requestPasswords, responsePasswords } from './schema-facts.ts';

const contract = readContract(
  readDocument(
    `
openapi: 3.1.0
info: { title: t, version: '1' }
paths:
  /authorize:
    post:
      operationId: authorize
      parameters: [{ name: pin, in: query, schema: { type: string, format: password } }]
      requestBody:
        content:
          application/json:
            schema: { properties: { answer: { format: password }, session: { items: { properties: { key: { format: password } } } } } }
      responses:
        '200': { description: ok, content: { application/json: { schema: { properties: { code: { format: password } } } } } }
        4XX: { description: no, content: { application/json: { schema: { properties: { code: { type: string } } } } } }
`,
    'a.openapi.yaml',
  ),
);
const operation = contract.operations[0]!;

test('a name may be secret in one answer and a word in another', () => {
  expect([...requestPasswords(operation)]).toEqual(['pin', 'answer', 'key']);
  expect([...responsePasswords(operation, 200)]).toEqual(['code']);
  expect([...responsePasswords(operation, 404)]).toEqual([]);
  // Of a status that is not declared, nothing is known: what is secret anywhere is secret there.
  expect([...responsePasswords(operation, 500)]).toEqual(['pin', 'answer', 'key', 'code']);
});

test('secrets of defaults, of rows, of parameters and of bodies are found before anything is sent', () => {
  const description = read(
    documentOf({
      workflow: `inputs: { properties: { key: { type: string, format: password, default: d-1 }, name: { default: shown } } }`,
      steps: `- stepId: s
  operationId: authorize
  parameters: [{ name: pin, in: query, value: p-1 }, { name: refresh_token, in: query, value: t-1 }]
  requestBody: { payload: { answer: a-1, name: shown, session: [{ key: k-1 }, { key: $inputs.key }], text: 'x {$inputs.name}' } }`,
    }),
  );
  const link: Link = { description, contracts: new Map([['api', contract]]), descriptions: new Map() };
  const locate = () => ({ file: 'a.csv', line: 2, column: 1 });
  const found = literalSecrets(link, description.workflows[0]!, [{ id: 'r', inputs: { key: 'r-1' }, locate }]);
  expect(found.map(({ kind, value }) => `${kind} ${value}`)).toEqual([
    'secret d-1',
    'secret r-1',
    'secret p-1',
    'token t-1',
    'secret a-1',
    'secret k-1',
  ]);
});
