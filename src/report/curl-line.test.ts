import { execFileSync } from 'node:child_process';
import { test, expect } from '@playwright/test';
import type { HeaderField } from '../core/http.ts';
import { curlLine } from './curl-line.ts';

type Request = { method: string; url: string; headers?: HeaderField[]; body?: string };
const url = 'http://127.0.0.1:3000/v1/rdb/rest/course';

const cases: { name: string; request: Request; line: string; words: string[] }[] = [
  { name: 'a plain GET needs no quotes', request: { method: 'GET', url }, line: `curl ${url}`, words: [url] },
  {
    name: 'a query is quoted, so that the shell leaves & and ? alone',
    request: { method: 'GET', url: `${url}?a=1&b=2` },
    line: `curl '${url}?a=1&b=2'`,
    words: [`${url}?a=1&b=2`],
  },
  {
    name: 'HEAD waits for no body',
    request: { method: 'HEAD', url },
    line: `curl --head ${url}`,
    words: ['--head', url],
  },
  {
    name: 'headers and body, with what curl works out itself left out and secrets masked as they came',
    request: {
      method: 'POST',
      url,
      headers: [
        ['Authorization', 'Bearer «token#1»'],
        ['Content-Length', '3'],
        ['X-Empty', ''],
      ],
      body: `{"name":"it's 高等数学"}`,
    },
    line: `curl -X POST ${url} -H 'Authorization: Bearer «token#1»' -H 'X-Empty;' --data-raw '{"name":"it'\\''s 高等数学"}'`,
    words: [
      '-X',
      'POST',
      url,
      '-H',
      'Authorization: Bearer «token#1»',
      '-H',
      'X-Empty;',
      '--data-raw',
      `{"name":"it's 高等数学"}`,
    ],
  },
  {
    name: 'brackets in the address are no pattern',
    request: { method: 'DELETE', url: `${url}?id=in.(1)&x=[$(id)]` },
    line: `curl -X DELETE --globoff '${url}?id=in.(1)&x=[$(id)]'`,
    words: ['-X', 'DELETE', '--globoff', `${url}?id=in.(1)&x=[$(id)]`],
  },
];

for (const { name, request, line, words } of cases) {
  test(name, () => {
    expect(curlLine(request, request.body)).toBe(line);
  });
  test(`a shell reads the same words: ${name}`, () => {
    test.skip(process.platform === 'win32', 'no POSIX shell on Windows');
    const read = execFileSync('sh', [
      '-c',
      `printf '%s\\0' ${curlLine(request, request.body).slice('curl '.length)}`,
    ]).toString();
    expect(read.split('\0').slice(0, -1)).toEqual(words);
  });
}

test('bytes that are not kept are taken from a file', () => {
  expect(curlLine({ method: 'PUT', url: 'http://a/b' }, { bytes: 3 })).toBe(
    'curl -X PUT http://a/b --data-binary @body',
  );
});
