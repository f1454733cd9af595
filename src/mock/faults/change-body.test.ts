import { expect, test } from '@playwright/test';
import { changeBody, retyped } from './change-body.ts';

const answer = (body: string) => ({ status: 200, contentType: 'application/json', body, without: [] });
const rows = '[{"a":1,"b":"x"},{"a":2}]';

const cases: [name: string, body: string, pointer: string, change: 'retype' | 'drop', changed: string][] = [
  ['a number becomes a string', rows, '/0/a', 'retype', '[{"a":"1","b":"x"},{"a":2}]'],
  ['a string of digits becomes a number', '{"a":"12"}', '/a', 'retype', '{"a":12}'],
  ['any other string becomes its length', rows, '/0/b', 'retype', '[{"a":1,"b":1},{"a":2}]'],
  ['an empty string becomes its length', '{"a":""}', '/a', 'retype', '{"a":0}'],
  ['null becomes a string', '{"a":null}', '/a', 'retype', '{"a":"null"}'],
  ['a list becomes a string', '{"a":[1]}', '/a', 'retype', '{"a":"[1]"}'],
  ['a member goes', rows, '/0/b', 'drop', '[{"a":1},{"a":2}]'],
  ['an element goes', rows, '/0', 'drop', '[{"a":2}]'],
  ['what is not there stays so', rows, '/5/a', 'retype', rows],
  ['what is not JSON stays so', 'text', '/a', 'drop', 'text'],
];
for (const [name, body, pointer, change, changed] of cases) {
  test(name, () => {
    const done = changeBody(answer(body), pointer, change === 'retype' ? retyped : () => undefined);
    expect(done).toEqual(answer(changed));
  });
}
