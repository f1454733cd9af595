import { expect, test } from '@playwright/test';
import { parseSelect } from './parse-select.ts';

const column = (name: string, alias = name) => ({ column: name, alias });
const rows = (select: unknown[], embed: unknown[] = []) => ({ select, embed, where: [], order: [] });

const cases: { name: string; text: string; result: unknown }[] = [
  { name: 'a star', text: '*', result: { select: [column('*')], embed: [] } },
  {
    name: 'columns, blanks around them skipped',
    text: 'id, name',
    result: { select: [column('id'), column('name')], embed: [] },
  },
  {
    name: 'an alias stands before the column',
    text: 'title:name',
    result: { select: [column('name', 'title')], embed: [] },
  },
  { name: 'names may be quoted', text: '"a b":"c,d"', result: { select: [column('c,d', 'a b')], embed: [] } },
  {
    name: 'embedding',
    text: 'id,class_id(grade)',
    result: {
      select: [column('id')],
      embed: [{ target: 'class_id', alias: 'class_id', inner: false, rows: rows([column('grade')]) }],
    },
  },
  {
    name: 'embedding under an alias, by a constraint, inner, nested',
    text: 'c:class!a_fkey!inner( grade, course(*) )',
    result: {
      select: [],
      embed: [
        {
          ...{ target: 'class', alias: 'c', hint: 'a_fkey', inner: true },
          rows: rows(
            [column('grade')],
            [{ target: 'course', alias: 'course', inner: false, rows: rows([column('*')]) }],
          ),
        },
      ],
    },
  },
  {
    name: 'left is what stands anyway',
    text: 'a!left(b)',
    result: { select: [], embed: [{ target: 'a', alias: 'a', inner: false, rows: rows([column('b')]) }] },
  },
  { name: 'a hint of a column', text: 'a!inner', result: 'only embedded rows take a "!"' },
  { name: 'an empty hint', text: 'a!(b)', result: '"!" is followed by inner, left, or the name of a constraint' },
  { name: 'an embedding of nothing', text: 'a()', result: '"a()" names no column' },
  { name: 'an embedding that is not closed', text: 'a(b', result: '"a(" has no closing )' },
  { name: 'a spread', text: '...a(b)', result: 'spread columns are not offered' },
  { name: 'a nest without an end', text: 'a('.repeat(20), result: 'embedded rows nest deeper than 8' },
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
