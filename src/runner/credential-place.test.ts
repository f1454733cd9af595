import { expect, test } from '@playwright/test';
import type { HeaderField, HttpRequest } from '../core/http.ts';
import { readDocument } from '../document/read-document.ts';
import type { Operation, SecurityScheme } from '../openapi/contract.ts';
import { asksForCredential, placeCredential } from './credential-place.ts';

const schemes: ReadonlyMap<string, SecurityScheme> = new Map<string, SecurityScheme>([
  ['bearer', { type: 'http', scheme: 'Bearer' }],
  ['basic', { type: 'http', scheme: 'basic' }],
  ['header', { type: 'apiKey', in: 'header', name: 'X-Key' }],
  ['query', { type: 'apiKey', in: 'query', name: 'api key' }],
  ['cookie', { type: 'apiKey', in: 'cookie', name: 'sid' }],
  ['oauth', { type: 'other', declared: 'oauth2' }],
]);

function operation(security: readonly (readonly string[])[]): Operation {
  const document = readDocument('{}', 'c.openapi.yaml');
  const contract = { document, version: '3.1', title: '', operations: [], securitySchemes: schemes } as const;
  return {
    ...{ contract, pointer: '', operationId: 'o', method: 'GET', path: '/o', parameters: [], responses: [] },
    security,
  };
}

const url = 'http://localhost/o';
const cases: readonly {
  name: string;
  security: readonly (readonly string[])[];
  given?: readonly HeaderField[];
  secret?: string;
  headers?: readonly HeaderField[];
  url?: string;
}[] = [
  { name: 'nowhere if the operation asks for none', security: [], headers: [] },
  { name: 'a bearer token', security: [['bearer']], headers: [['Authorization', 'Bearer s1']] },
  { name: 'a bearer token for OAuth 2.0', security: [['oauth']], headers: [['Authorization', 'Bearer s1']] },
  {
    name: 'user and password, encoded',
    security: [['basic']],
    secret: 'Ü:x',
    headers: [['Authorization', 'Basic w5w6eA==']],
  },
  {
    name: 'an encoded pair as it is',
    security: [['basic']],
    secret: 'w5w6eA==',
    headers: [['Authorization', 'Basic w5w6eA==']],
  },
  { name: 'a key in a header', security: [['header']], headers: [['X-Key', 's1']] },
  {
    name: 'a key in the query, encoded',
    security: [['query']],
    secret: 'a&b',
    url: `${url}?api%20key=a%26b`,
    headers: [],
  },
  { name: 'a key in a cookie', security: [['cookie']], headers: [['Cookie', 'sid=s1']] },
  {
    name: 'a key behind other cookies',
    security: [['cookie']],
    given: [['Cookie', 'a=1']],
    headers: [['Cookie', 'a=1; sid=s1']],
  },
  {
    name: 'the first alternative that asks for one',
    security: [[], ['header'], ['bearer']],
    headers: [['X-Key', 's1']],
  },
  { name: 'no token as Basic where going without is allowed', security: [[], ['basic']], headers: [] },
  {
    name: 'a token past Basic, where going without is allowed',
    security: [[], ['basic'], ['bearer']],
    headers: [['Authorization', 'Bearer s1']],
  },
  ...['u:x', 'dTp4'].map((secret) => ({
    name: `a pair as Basic, though going without is allowed: ${secret}`,
    security: [[], ['basic']],
    secret,
    headers: [['Authorization', 'Basic dTp4']] as const,
  })),
  {
    name: 'all schemes of an alternative',
    security: [['bearer', 'header']],
    headers: [
      ['Authorization', 'Bearer s1'],
      ['X-Key', 's1'],
    ],
  },
  {
    name: "the step's own header stays",
    security: [['bearer']],
    given: [['authorization', 'Bearer mine']],
    headers: [['authorization', 'Bearer mine']],
  },
];
for (const { name, security, given = [], secret = 's1', ...expected } of cases) {
  test(`credential: ${name}`, () => {
    const request: HttpRequest = { method: 'GET', url, headers: given };
    const placed = placeCredential(request, operation(security), { secret, renewable: false });
    expect(placed).toEqual({ ...request, url, ...expected });
  });
}

test('an operation without security, or with none required, asks for no credential', () => {
  expect([[], [[]], [[], ['bearer']]].map((security) => asksForCredential(operation(security)))).toEqual([
    false,
    false,
    true,
  ]);
});
