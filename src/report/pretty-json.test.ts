import { test, expect } from '@playwright/test';
import fc from 'fast-check';
import { prettyJson } from './pretty-json.ts';

const cases = [
  {
    name: 'a line per member',
    text: '{"a":1,"b":[true,null]}',
    pretty: '{\n  "a": 1,\n  "b": [\n    true,\n    null\n  ]\n}',
  },
  {
    name: 'no digit is lost',
    text: '[9007199254740993,1.0,1e400]',
    pretty: '[\n  9007199254740993,\n  1.0,\n  1e400\n]',
  },
  { name: 'empty objects and arrays stay on their line', text: ' { } ', pretty: '{}' },
  {
    name: 'what looks like JSON inside a string stays',
    text: '"{ \\"a\\" : [1,2] }"',
    pretty: '"{ \\"a\\" : [1,2] }"',
  },
];
for (const { name, text, pretty } of cases) {
  test(name, () => {
    expect(prettyJson(text)).toBe(pretty);
  });
}

test('gives what JSON.stringify would, for whatever value and whatever white space', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, '\t'), (value, space) => {
      expect(prettyJson(JSON.stringify(value, undefined, space))).toBe(JSON.stringify(value, undefined, 2));
    }),
  );
});
