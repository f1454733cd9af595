import { expect, test } from '@playwright/test';
import { contractOf } from './contract.samples.ts';
import { serversOf } from './servers.ts';

const described = (servers: string, pathItem = '', operation = ''): string =>
  `openapi: 3.1.1\ninfo: { title: t, version: '1' }\n${servers === '' ? '' : `servers: ${servers}\n`}paths:\n  /x:\n` +
  `${pathItem === '' ? '' : `    servers: ${pathItem}\n`}    get:\n${operation === '' ? '' : `      servers: ${operation}\n`}` +
  `      responses: { default: {} }\n`;

/** What is left of each path behind the base path; undefined where none fits. */
function restOf(text: string, path: string): string | undefined {
  for (const { basePath } of serversOf(contractOf(text).operations[0]!)) {
    const match = basePath.exec(path);
    if (match) return path.slice(match[0].length);
  }
  return undefined;
}

const region = 'variables: { v: { default: v1, enum: [v1, v2] }, any: { default: a } }';
const cases: readonly { name: string; servers: string; path: string; rest: string | undefined }[] = [
  { name: 'no servers', servers: '', path: '/x', rest: '/x' },
  { name: 'an empty list', servers: '[]', path: '/x', rest: '/x' },
  { name: 'a host alone', servers: '[{ url: https://a.example }]', path: '/x', rest: '/x' },
  { name: 'a base path', servers: '[{ url: https://a.example/v1 }]', path: '/v1/x?a=1', rest: '/x?a=1' },
  { name: 'a slash at its end', servers: '[{ url: https://a.example/v1/ }]', path: '/v1/x', rest: '/x' },
  { name: 'a base path that is not there', servers: '[{ url: https://a.example/v1 }]', path: '/x', rest: undefined },
  { name: 'a longer word', servers: '[{ url: https://a.example/v1 }]', path: '/v10/x', rest: undefined },
  { name: 'the base path alone', servers: '[{ url: https://a.example/v1 }]', path: '/v1', rest: '' },
  { name: 'a relative URL', servers: '[{ url: /v1 }]', path: '/v1/x', rest: '/x' },
  { name: 'a relative URL without a slash', servers: '[{ url: ./v1 }]', path: '/v1/x', rest: '/x' },
  { name: 'the root as a relative URL', servers: '[{ url: . }]', path: '/x', rest: '/x' },
  { name: 'the second of two', servers: '[{ url: /v1 }, { url: /v2 }]', path: '/v2/x', rest: '/x' },
  { name: 'a dot is a dot', servers: '[{ url: /v1.0 }]', path: '/v1x0/x', rest: undefined },
  { name: 'a variable of an enum', servers: `[{ url: '/{v}', ${region} }]`, path: '/v2/x', rest: '/x' },
  { name: 'no value of the enum', servers: `[{ url: '/{v}', ${region} }]`, path: '/v3/x', rest: undefined },
  { name: 'a variable that may be anything', servers: `[{ url: '/{any}', ${region} }]`, path: '/b/x', rest: '/x' },
  { name: 'a variable that nothing declares', servers: "[{ url: '/{q}' }]", path: '/b/x', rest: '/x' },
  {
    name: 'a variable that holds the whole address',
    servers: "[{ url: '{base}', variables: { base: { default: https://a.example/v1 } } }]",
    path: '/v1/x',
    rest: '/x',
  },
  {
    name: 'a variable that may be empty',
    servers: "[{ url: 'https://a.example{base}', variables: { base: { default: '', enum: ['', /v1] } } }]",
    path: '/v1/x',
    rest: '/v1/x',
  },
  {
    name: 'a variable whose value names itself',
    servers: "[{ url: '/{a}', variables: { a: { default: '/{a}' } } }]",
    path: '/b/x',
    rest: '/x',
  },
  { name: 'a server without a URL counts for nothing', servers: '[{}, { url: /v1 }]', path: '/v1/x', rest: '/x' },
];
for (const { name, servers, path, rest } of cases) {
  test(`servers: ${name}`, () => {
    expect(restOf(described(servers), path)).toBe(rest);
  });
}

test("the operation's servers count before the path item's, and those before the description's", () => {
  const all = ['[{ url: /root }]', '[{ url: /item }]', '[{ url: /own }]'] as const;
  expect(restOf(described(...all), '/own/x')).toBe('/x');
  expect(restOf(described(...all), '/item/x')).toBeUndefined();
  expect(restOf(described(all[0], all[1]), '/item/x')).toBe('/x');
  expect(restOf(described(all[0], all[1]), '/root/x')).toBeUndefined();
});

test('hosts: variables are matched, case does not count, and a relative URL says nothing of them', () => {
  const text = described("[{ url: 'https://{env}.api.example:8443/v1' }, { url: /v1 }]");
  const [first, second] = serversOf(contractOf(text).operations[0]!);
  expect(
    ['shop-1.API.example:8443', 'api.example:8443', 'shop.api.example'].map((host) => first?.authority?.test(host)),
  ).toEqual([true, false, false]);
  expect(second?.authority).toBeUndefined();
});
