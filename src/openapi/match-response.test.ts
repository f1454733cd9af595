import { expect, test } from '@playwright/test';
import { responding } from './contract.samples.ts';
import { governingResponse, matchMediaType } from './match-response.ts';

const all = "{ '200': {}, 2XX: {}, '404': {}, default: {} }";
const statuses: [name: string, responses: string, status: number, declared: string | undefined][] = [
  ['200 beats 2XX', all, 200, '200'],
  ['2XX beats default', all, 201, '2XX'],
  ['default takes the rest', all, 500, 'default'],
  ['only 2XX declared', '{ 2XX: {} }', 200, '2XX'],
  ['nothing declared for the status', "{ '200': {} }", 404, undefined],
  ['a range of another class does not fit', '{ 4XX: {} }', 500, undefined],
];
for (const [name, responses, status, declared] of statuses) {
  test(`status: ${name}`, () => {
    expect(governingResponse([responding(responses)], status)?.response.status).toBe(declared);
  });
}

test('a range of a less specific operation beats the default of a more specific one', () => {
  const specific = responding("{ '200': {}, default: {} }");
  const general = responding("{ '200': {}, 4XX: {} }");
  const governing = (status: number): unknown[] => {
    const found = governingResponse([specific, general], status);
    return [found?.operation === specific, found?.response.status];
  };
  expect(governing(200)).toEqual([true, '200']);
  expect(governing(404)).toEqual([false, '4XX']);
  expect(governing(500)).toEqual([true, 'default']);
});

const types: [declared: string, contentType: string, match: string | undefined][] = [
  ['application/json', 'application/json; charset=utf-8', 'application/json'],
  ['Application/JSON', 'APPLICATION/json', 'application/json'],
  ['"*/*", application/*, application/json', 'application/json', 'application/json'],
  ['"*/*", application/*, application/json', 'application/xml', 'application/*'],
  ['"*/*", application/*, application/json', 'text/html', '*/*'],
  ['application/*, application/*+json', 'application/problem+json', 'application/*+json'],
  ['application/json, application/problem+json', 'application/problem+json', 'application/problem+json'],
  ['application/json', 'application/problem+json', undefined],
  [
    'application/json;version=1, application/json;version=2',
    'application/json; version=2',
    'application/json;version=2',
  ],
  ['application/json;version=2', 'application/json', 'application/json;version=2'],
  ['application/json', 'nonsense', undefined],
];
for (const [declared, contentType, match] of types) {
  test(`media type: ${contentType} among ${declared}`, () => {
    const names = declared.split(', ').map((name) => `${name}: {}`);
    const [response] = responding(`{ '200': { content: { ${names.join(', ')} } } }`).responses;
    for (const time of ['first', 'again']) {
      expect(matchMediaType(response!.content, contentType).declared?.mediaType, time).toBe(match);
    }
  });
}
