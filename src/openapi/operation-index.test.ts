import { expect, test } from '@playwright/test';
import { contractOf } from './contract.samples.ts';
import { indexOperations, pathParameters } from './operation-index.ts';
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
