import { writeFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import type { MockGateway } from '../server.ts';
import { defaultApiKey, defaultPublishableKey, startMockGateway } from '../server.ts';
import { contractFindings } from '../contract.samples.ts';
import { engines } from './engines.samples.ts';

const tablesFile = `
tables:
  student:
    permission: READONLY
    columns:
      id: { type: INT, primaryKey: true }
      name: { type: VARCHAR(20) }
      class_id: { type: INT, references: class.id }
      tutor_id: { type: INT, references: teacher.id }
      mentor_id: { type: INT, references: teacher.id }
      code: { type: VARCHAR(10), references: room.code }
    rows:
      - { id: 1, name: Ada, class_id: 1, tutor_id: 1, mentor_id: 2, code: a1 }
      - { id: 2, name: Bob, class_id: 1, tutor_id: 2, code: A1 }
      - { id: 3, name: Cyd, class_id: 2, tutor_id: 1 }
      - { id: 4, name: Dan }
  class:
    permission: READONLY
    columns:
      id: { type: INT, primaryKey: true }
      grade: { type: INT }
      course_id: { type: INT, references: course.id }
    rows: [{ id: 1, grade: 3, course_id: 7 }, { id: 2, grade: 1 }]
  course:
    permission: READONLY
    columns: { id: { type: INT, primaryKey: true }, title: { type: VARCHAR(20) }, fee: { type: 'DECIMAL(20,2)' } }
    rows: [{ id: 7, title: Maths, fee: '123456789012345678.90' }]
  teacher:
    permission: READONLY
    columns: { id: { type: INT, primaryKey: true }, name: { type: VARCHAR(20) } }
    rows: [{ id: 1, name: Eve }, { id: 2, name: Flo }]
  room:
    permission: READONLY
    columns: { code: { type: VARCHAR(10), primaryKey: true }, seats: { type: INT } }
    rows: [{ code: A1, seats: 30 }]
  secret:
    permission: ADMINONLY
    columns: { id: { type: INT, primaryKey: true }, course_id: { type: INT, references: course.id } }
    rows: [{ id: 1, course_id: 7 }]
`;

let gateway: MockGateway;

type Send = { readonly headers?: Readonly<Record<string, string>>; readonly body?: string };

type Reply = { readonly status: number; readonly range: string | null; readonly body: unknown };

async function send(method: string, path: string, init: Send = {}): Promise<Reply> {
  const headers = { authorization: `Bearer ${defaultApiKey}`, 'content-type': 'application/json', ...init.headers };
  const response = await fetch(`${gateway.url}/v1/rdb/rest/mock-env/${path}`, { ...init, method, headers });
  const text = await response.text();
  const answer = { status: response.status, headers: response.headers, body: text };
  expect(contractFindings({ request: { method, url: response.url }, response: answer })).toEqual([]);
  return {
    status: response.status,
    range: response.headers.get('content-range'),
    body: text === '' ? undefined : JSON.parse(text),
  };
}

const reads: { name: string; path: string; answer: unknown; range?: string }[] = [
  {
    name: 'by the column of the foreign key: one row, or null',
    path: 'student?select=name,class_id(grade)&order=id',
    answer: [
      { class_id: { grade: 3 }, name: 'Ada' },
      { class_id: { grade: 3 }, name: 'Bob' },
      { class_id: { grade: 1 }, name: 'Cyd' },
      { class_id: null, name: 'Dan' },
    ],
  },
  {
    name: 'by the table, under an alias, nested, with every digit',
    path: 'student?select=name,in:class(grade,course(title,fee))&id=eq.1',
    answer: [{ in: { course: { fee: '123456789012345678.90', title: 'Maths' }, grade: 3 }, name: 'Ada' }],
  },
  {
    name: 'the other way round: a list, which may be empty',
    path: 'course?select=title,class(grade,student(name))',
    answer: [{ class: [{ grade: 3, student: [{ name: 'Ada' }, { name: 'Bob' }] }], title: 'Maths' }],
  },
  {
    name: 'a class without course and students of another',
    path: 'class?select=id,course(title),student(id)&order=id.desc',
    answer: [
      { course: null, id: 2, student: [{ id: 3 }] },
      { course: { title: 'Maths' }, id: 1, student: [{ id: 1 }, { id: 2 }] },
    ],
  },
  {
    name: 'the constraint says which of two foreign keys',
    path: 'student?select=tutor:teacher!student_tutor_id_fkey(name),mentor:teacher!mentor_id(name)&id=lte.2&order=id',
    answer: [
      { mentor: { name: 'Flo' }, tutor: { name: 'Eve' } },
      { mentor: null, tutor: { name: 'Flo' } },
    ],
  },
  {
    name: 'inner leaves out parents without one, and the count too',
    path: 'student?select=name,class!inner(grade)&order=id',
    answer: [
      { class: { grade: 3 }, name: 'Ada' },
      { class: { grade: 3 }, name: 'Bob' },
      { class: { grade: 1 }, name: 'Cyd' },
    ],
    range: '0-2/3',
  },
  {
    name: 'a filter on embedded rows leaves the parents alone',
    path: 'student?select=name,class(grade)&class.grade=eq.1&id=in.(1,3)&order=id',
    answer: [
      { class: null, name: 'Ada' },
      { class: { grade: 1 }, name: 'Cyd' },
    ],
  },
  {
    name: 'a filter on inner embedded rows chooses the parents',
    path: 'student?select=name,c:class!inner(grade)&c.grade=eq.1',
    answer: [{ c: { grade: 1 }, name: 'Cyd' }],
    range: '0-0/1',
  },
  {
    name: 'a nested inner filter chooses too',
    path: 'student?select=name,class!inner(course!inner(title))&class.course.title=eq.maths&order=id',
    answer: [
      { class: { course: { title: 'Maths' } }, name: 'Ada' },
      { class: { course: { title: 'Maths' } }, name: 'Bob' },
    ],
  },
  {
    name: 'groups on embedded rows',
    path: 'class?select=id,student(id)&student.or=(id.eq.1,name.eq.cyd)&student.not.and=(id.eq.3,name.eq.Cyd)&order=id',
    answer: [
      { id: 1, student: [{ id: 1 }] },
      { id: 2, student: [] },
    ],
  },
  {
    name: 'order, limit and offset of embedded rows count for each parent',
    path: 'class?select=id,student(id)&student.order=id.desc&student.limit=1&order=id',
    answer: [
      { id: 1, student: [{ id: 2 }] },
      { id: 2, student: [{ id: 3 }] },
    ],
  },
  {
    name: 'an offset within each parent',
    path: 'class?select=id,student(id)&student.offset=1&order=id',
    answer: [
      { id: 1, student: [{ id: 2 }] },
      { id: 2, student: [] },
    ],
  },
  {
    name: 'parents are sorted by an embedded row',
    path: 'student?select=id,class(grade)&order=class(grade).asc.nullslast,id.desc',
    answer: [
      { class: { grade: 1 }, id: 3 },
      { class: { grade: 3 }, id: 2 },
      { class: { grade: 3 }, id: 1 },
      { class: null, id: 4 },
    ],
  },
  {
    name: 'text keys join without case, as they compare',
    path: 'room?select=code,student(id)',
    answer: [{ code: 'A1', student: [{ id: 1 }, { id: 2 }] }],
  },
  {
    name: 'an embedded row hides the column of its name',
    path: 'student?select=*,class_id(grade)&id=eq.4',
    answer: [{ class_id: null, code: null, id: 4, mentor_id: null, name: 'Dan', tutor_id: null }],
  },
];

const refusals: [path: string, message: string][] = [
  [
    'student?select=id,teacher(name)',
    '"student" and "teacher" are related in several ways: say "teacher!student_tutor_id_fkey" or "teacher!student_mentor_id_fkey"',
  ],
  ['student?select=clas(grade)', 'no foreign key relates "student" and "clas"; did you mean "class"?'],
  ['student?select=class!nope(grade)', 'no foreign key relates "student" and "class" by "nope"; did you mean "class"?'],
  ['student?select=class(gradee)', 'table "class" has no column "gradee"; did you mean "grade"?'],
  ['student?select=class(id),class(id)', '"class" is embedded twice: give one of them an alias'],
  ['student?class.grade=eq.1', '"class" is not among the embedded rows of "select", so nothing can be filtered there'],
  ['class?select=student(id)&order=student(id)', 'order=student(id): "student" is no single row that "select" embeds'],
];

for (const engine of engines) {
  test.describe(engine.name, () => {
    test.skip(engine.skip !== undefined, engine.skip ?? '');
    test.beforeAll(async () => {
      const tables = test.info().outputPath('tables.yaml');
      writeFileSync(tables, tablesFile);
      gateway = await startMockGateway({ tables, ...(engine.database && { database: engine.database }) });
    });
    test.afterAll(() => gateway.close());

    for (const { name, path, answer, range } of reads) {
      test(name, async () => {
        const headers = { prefer: 'count=exact' };
        const reply = await send('GET', path, { headers });
        expect(reply.body).toEqual(answer);
        if (range !== undefined) {
          expect(reply.range).toBe(range);
          expect((await send('HEAD', path, { headers })).range).toBe(range);
        }
      });
    }

    for (const [path, message] of refusals) {
      test(`${path} is refused`, async () => {
        const { status, body } = await send('GET', path);
        expect([status, body]).toEqual([400, expect.objectContaining({ code: 'INVALID_PARAM', message })]);
      });
    }

    test('a table that is shut cannot be read through another one', async () => {
      const path = 'course?select=title,secret(id)';
      expect((await send('GET', path)).body).toEqual([{ secret: [{ id: 1 }], title: 'Maths' }]);
      const headers = { authorization: `Bearer ${defaultPublishableKey}` };
      expect((await send('GET', path, { headers })).status).toBe(403);
    });

    test('what a write gives back may embed', async () => {
      const headers = { prefer: 'return=representation' };
      const body = JSON.stringify({ id: 9, name: 'New', class_id: 2 });
      const created = await send('POST', 'student?select=name,class(grade)', { headers, body });
      expect(created.body).toEqual([{ class: { grade: 1 }, name: 'New' }]);
      const removed = await send('DELETE', 'student?select=class(grade)&id=eq.9', { headers });
      expect(removed.body).toEqual([{ class: { grade: 1 } }]);
    });

    test('a foreign key that leads nowhere is refused, and so is the deletion of what it leads to', async () => {
      const details = 'FailedOperation.DatabaseExecSqlError';
      const refused = { code: 'INVALID_REQUEST', details, message: expect.stringContaining('a foreign key') };
      const body = JSON.stringify({ id: 9, class_id: 99 });
      expect((await send('POST', 'student', { body })).body).toMatchObject(refused);
      expect((await send('DELETE', 'class?id=eq.1')).body).toMatchObject(refused);
    });
  });
}
