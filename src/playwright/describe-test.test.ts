import { expect, test } from '@playwright/test';
import type { TestInfo } from '@playwright/test';
import { join } from 'node:path';
import { loadProject } from '../project.ts';
import { rowOf } from './describe-test.ts';

const { workflows } = loadProject(join(import.meta.dirname, '../..'));
const workflow = workflows.find(({ name }) => name === 'mysqldb/course-lifecycle');
if (workflow === undefined) throw new Error('the shipped workflow is gone');

const cases: readonly {
  title: string;
  path?: string[];
  repeat?: number;
  each?: number;
  time?: number;
  /** Id of its row of `x-data`. */
  data?: string;
  row: string | undefined;
}[] = [
  { title: 'mysqldb/course-lifecycle', row: undefined },
  { title: 'course-lifecycle', row: undefined },
  { title: 'a course lives', row: 'a course lives' },
  { title: 'a course lives', path: ['in spring', 'a course lives'], row: 'in spring > a course lives' },
  { title: 'a course lives', time: 2, row: 'a course lives (2)' },
  { title: 'course-lifecycle', time: 3, row: '(3)' },
  { title: 'course-lifecycle', each: 5, repeat: 0, row: '1' },
  { title: 'course-lifecycle', each: 5, repeat: 4, row: '5' },
  { title: 'mysqldb/course-lifecycle#first', data: 'first', row: 'first' },
  { title: 'course-lifecycle#first', data: 'first', each: 2, repeat: 1, row: 'first #2' },
  { title: 'a course lives', data: 'first', row: 'first a course lives' },
];

for (const { title, path = [title], repeat = 0, each = 1, time = 1, data: id, row } of cases) {
  test(`the test ${JSON.stringify({ path, repeat, each, time, id })} is ${row === undefined ? "the command's own" : `the row "${row}"`}`, () => {
    const info: TestInfo = {
      ...test.info(),
      ...{ title, titlePath: ['course.spec.ts', ...path], repeatEachIndex: repeat },
      project: { ...test.info().project, repeatEach: each },
    };
    const data = id === undefined ? {} : { data: { id, inputs: {}, locate: () => workflow.location } };
    expect(rowOf({ workflow, ...data }, info, time)).toBe(row);
  });
}
