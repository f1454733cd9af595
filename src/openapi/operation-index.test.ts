import { expect, test } from '@playwright/test';
import { contractOf } from './contract.samples.ts';
import { indexOperations, pathParameters, pathTexts } from './operation-index.ts';
import type { OperationIndex } from './operation-index.ts';

/** An index of operations that are named by method and path. */
function indexOf(...paths: readonly string[]): OperationIndex {
  const lines = paths.map((entry) => {
    const [method = '', path = ''] = entry.split(' ');
    const names = [...path.matchAll(/\{([^{}]*)\}/g)].map(
      ([, name]) => `{ name: ${name ?? ''}, in: path, required: true, schema: {} }`,
    );
    return contractOf(
      `openapi: 3.1.1\ninfo: { title: t, version: '1' }\nservers: [{ url: https://example.com/base }]\npaths:\n` +
        `  "${path}":\n    ${method.toLowerCase()}:\n      parameters: [${names.join(', ')}]\n      responses: { default: {} }\n`,
    );
  });
  return indexOperations(lines);
}

const cases = [
  {
    name: 'a concrete path beats a template',
    paths: ['GET /rest/{table}', 'GET /rest/course'],
    url: '/rest/course?id=eq.1',
    found: ['/rest/course', '/rest/{table}'],
  },
  {
    name: 'from the left: the first difference decides',
    paths: ['GET /{a}/b/{c}', 'GET /a/{b}/{c}', 'GET /a/b/{c}', 'GET /a/{b}/c'],
    url: '/a/b/c',
    found: ['/a/b/{c}', '/a/{b}/c', '/a/{b}/{c}', '/{a}/b/{c}'],
  },
  {
    name: 'a part in braces beats a whole segment in braces',
    paths: ['GET /f/{id}', 'GET /f/{id}.json'],
    url: '/f/7.json',
    found: ['/f/{id}.json', '/f/{id}'],
  },
  {
    name: 'a verb after a colon',
    paths: ['POST /f/{id}', 'POST /f/{id}:publish'],
    url: '/f/7:publish',
    method: 'POST',
    found: ['/f/{id}:publish', '/f/{id}'],
  },
  { name: 'dots in a template are dots', paths: ['GET /f/{id}.json'], url: '/f/7xjson', found: [] },
  { name: 'the method counts', paths: ['GET /x', 'POST /x'], url: '/x', method: 'POST', found: ['/x'] },
  { name: 'a method that is not declared', paths: ['GET /x'], url: '/x', method: 'DELETE', found: [] },
  {
    name: '%2F stays inside its segment',
    paths: ['GET /f/{id}', 'GET /f/{a}/{b}'],
    url: '/f/a%2Fb',
    found: ['/f/{id}'],
  },
  { name: 'an empty segment is no parameter', paths: ['GET /f/{id}'], url: '/f/', found: [] },
  { name: 'more or fewer segments do not fit', paths: ['GET /f/{id}'], url: '/f/1/2', found: [] },
  { name: 'a trailing slash is another path', paths: ['GET /f'], url: '/f/', found: [] },
  {
    name: 'an absolute URL: only its path counts',
    paths: ['GET /v1/x'],
    url: 'https://a.example:81/v1/x?y=/z#w',
    found: ['/v1/x'],
  },
  { name: 'an absolute URL without a path', paths: ['GET /'], url: 'https://a.example?q=1', found: ['/'] },
  { name: "the contract's servers do not count", paths: ['GET /x'], url: 'https://example.com/base/x', found: [] },
  {
    name: 'text in a path may be sent percent-encoded',
    paths: ['GET /课程'],
    url: '/%E8%AF%BE%E7%A8%8B',
    found: ['/课程'],
  },
  {
    name: 'a more specific path without the method does not hide the template that has it',
    paths: ['GET /rest/course', 'POST /rest/{table}'],
    url: '/rest/course',
    method: 'POST',
    found: ['/rest/{table}'],
  },
  { name: 'case counts', paths: ['GET /Rest'], url: '/rest', found: [] },
  { name: 'semicolons and commas are text', paths: ['GET /a/{id}'], url: '/a/1;v=2,3', found: ['/a/{id}'] },
  { name: 'an empty segment is a segment', paths: ['GET /a/b', 'GET /a/{x}/b'], url: '/a//b', found: [] },
  { name: 'a parameter in text is never empty', paths: ['GET /a/x{id}y'], url: '/a/xy', found: [] },
  {
    name: 'several parameters in text',
    paths: ['GET /a/{x}-{y}', 'GET /a/{x}'],
    url: '/a/1-2',
    found: ['/a/{x}-{y}', '/a/{x}'],
  },
  {
    name: 'text beside a parameter may be sent percent-encoded',
    paths: ['GET /课程{id}'],
    url: '/%e8%af%be%E7%A8%8B7',
    found: ['/课程{id}'],
  },
  { name: 'dots are sent as they are', paths: ['GET /a/{id}'], url: '/a/..', found: ['/a/{id}'] },
];

for (const { name, paths, url, method = 'GET', found } of cases) {
  test(name, () =>
    expect(
      indexOf(...paths)
        .byRequest(method, url)
        .map(({ path }) => path),
    ).toEqual(found),
  );
}

const values = [
  { name: 'decoded once', path: '/f/{id}', url: '/f/100%2525', values: { id: '100%25' } },
  { name: '%2F is a slash of the value', path: '/f/{id}', url: '/f/a%2Fb', values: { id: 'a/b' } },
  { name: 'plus is plus', path: '/f/{id}', url: '/f/a+b', values: { id: 'a+b' } },
  { name: 'not percent-encoding stays', path: '/f/{id}', url: '/f/100%', values: { id: '100%' } },
  { name: 'several in one segment', path: '/f/{a}-{b}.json', url: '/f/1-2.json', values: { a: '1', b: '2' } },
];
for (const { name, path, url, values: expected } of values) {
  test(`path parameters: ${name}`, () => {
    const [operation] = indexOf(`GET ${path}`).byRequest('GET', url);
    expect(Object.fromEntries(pathParameters(operation!, url))).toEqual(expected);
  });
}

test('operations are found by id, of every contract that has it', () => {
  const index = indexOf('GET /x', 'POST /x', 'GET /x');
  expect(index.byId('GET /x').map(({ method }) => method)).toEqual(['GET', 'GET']);
  expect(index.byId('nothing')).toEqual([]);
  expect(index.ids()).toEqual(['GET /x', 'POST /x']);
});

test('a path that fits a template in no more time than it is long', () => {
  const index = indexOf('GET /{a}-{b}-{c}-{d}-{e}x');
  expect(index.byRequest('GET', `/${'-'.repeat(200_000)}`)).toEqual([]);
});

const serverCases: [servers: string, url: string, found: boolean][] = [
  ['[{ url: https://example.com/base }]', 'https://other.example/base/x?y', true],
  ['[{ url: https://example.com/base }]', 'https://example.com/x', false],
  ['[{ url: https://example.com }]', 'https://example.com/x', true],
  ['[{ url: /v1/ }, { url: /v2 }]', '/v2/x', true],
  ['[{ url: "https://{env}.example.com/{stage}/api", variables: { stage: { default: a } } }]', '/b/api/x', true],
  ['[{ url: "https://{env}.example.com/{stage}/api" }]', '/b/x', false],
  ['[{ url: "{root}/api", variables: { root: { default: https://example.com/v1 } } }]', '/v1/api/x', true],
  ['[]', '/x', true],
];
for (const [servers, url, found] of serverCases) {
  test(`with its servers ${servers}, ${url} is ${found ? '' : 'not '}found`, () => {
    const contract = contractOf(
      `openapi: 3.1.1\ninfo: { title: t, version: '1' }\nservers: ${servers}\npaths:\n  /x:\n    get:\n      responses: { default: {} }\n`,
    );
    const index = indexOperations([contract], { servers: true });
    expect(index.byRequest('GET', url).length).toBe(found ? 1 : 0);
    expect(index.methodsOf(url)).toEqual(found ? ['GET'] : []);
  });
}

test("an operation's own servers win, and their variables are no parameters of the path", () => {
  const contract = contractOf(
    `openapi: 3.1.1\ninfo: { title: t, version: '1' }\nservers: [{ url: /a }]\npaths:\n  /x/{id}:\n    get:\n      servers: [{ url: '/{stage}' }]\n` +
      `      parameters: [{ name: id, in: path, required: true, schema: {} }]\n      responses: { default: {} }\n`,
  );
  const [operation] = indexOperations([contract], { servers: true }).byRequest('GET', '/b/x/a%2F1');
  expect([...pathTexts(operation!, '/b/x/a%2F1')]).toEqual([['id', 'a%2F1']]);
});

test('which methods fit a path', () => {
  const index = indexOf('POST /f/{id}', 'GET /f/{id}', 'DELETE /f/a', 'PUT /g');
  expect(index.methodsOf('https://a.example/f/a?x')).toEqual(['DELETE', 'GET', 'POST']);
  expect(index.methodsOf('/h')).toEqual([]);
});
