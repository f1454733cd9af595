import { expect, test } from '@playwright/test';
import { parseSelect } from './parse-select.ts';

const cases: { name: string; text: string; result: unknown }[] = [
  { name: 'a star', text: '*', result: [{ column: '*', alias: '*' }] },
  {
    name: 'columns, blanks before them skipped',
    text: 'id, name',
    result: [
      { column: 'id', alias: 'id' },
      { column: 'name', alias: 'name' },
    ],
  },
  { name: 'an alias stands before the column', text: 'title:name', result: [{ column: 'name', alias: 'title' }] },
  { name: 'names may be quoted', text: '"a b":"c,d"', result: [{ column: 'c,d', alias: 'a b' }] },
  { name: 'embedding', text: 'id,class_id(grade)', result: 'this mock does not embed related rows yet' },
  { name: 'embedding under an alias', text: 'c:class_id(grade)', result: 'this mock does not embed related rows yet' },
  { name: 'an inner join', text: 'a!inner(b)', result: 'this mock does not embed related rows yet' },
  { name: 'a cast', text: 'id::text', result: 'casts are not offered' },
  { name: 'a JSON path', text: 'a->b', result: 'JSON paths are not offered' },
  { name: 'no column', text: 'id,', result: 'a column is missing' },
  { name: 'an empty text', text: '', result: 'a column is missing' },
  { name: 'no column behind an alias', text: 'a:', result: 'a column is missing' },
  { name: 'a stray bracket', text: 'a)', result: 'a ) closes nothing' },
];
for (const { name, text, result } of cases) {
  test(name, () => {
    const expected =
      typeof result === 'string' ? { ok: false, reason: `select=${text}: ${result}` } : { ok: true, value: result };
    expect(parseSelect(text)).toEqual(expected);
  });
}
