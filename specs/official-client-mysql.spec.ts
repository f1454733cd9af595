// The MySQL part of the official client, unmodified, against the mock: what applications do with it, and the refusals they
// meet. Every answer on the way goes through the contract check.
import cloudbase from '@cloudbase/js-sdk';
import { expect, test } from '@playwright/test';
import { defaultApiKey, defaultPublishableKey } from '../src/mock/server.ts';
import type { CheckedGateway } from './checked-gateway.ts';
import { startCheckedGateway } from './checked-gateway.ts';

const methods = [
  'from',
  'select',
  'insert',
  'upsert',
  'update',
  'delete',
  'eq',
  'neq',
  'gt',
  'gte',
  'lt',
  'lte',
  'like',
  'likeAllOf',
  'likeAnyOf',
  'ilike',
  'ilikeAllOf',
  'ilikeAnyOf',
  'is',
  'in',
  'contains',
  'containedBy',
  'rangeGt',
  'rangeGte',
  'rangeLt',
  'rangeLte',
  'rangeAdjacent',
  'overlaps',
  'textSearch',
  'match',
  'not',
  'or',
  'filter',
  'order',
  'limit',
  'range',
  'abortSignal',
  'single',
  'maybeSingle',
  'csv',
  'geojson',
  'explain',
  'rollback',
  'returns',
  'maxAffected',
  'throwOnError',
  'setHeader',
  'overrideTypes',
] as const;

/** What the client gives: a promise of an answer that grows with each method. */
type Builder = PromiseLike<Answer> &
  Readonly<Record<(typeof methods)[number], (...given: readonly unknown[]) => Builder>>;
type Answer = {
  readonly data: unknown;
  readonly error: { readonly code?: string; readonly message: string; readonly details?: string } | null;
  readonly count: number | null;
  readonly status: number;
};
type App = {
  readonly registerHost: (host: string, protocol: 'http') => void;
  readonly auth: () => { readonly signIn: (given: object) => Promise<unknown> };
  readonly mysql: () => Builder;
};

const called = new Set<string>();
let gateway: CheckedGateway;
let app: App;
let rows: (table: string) => Builder;

/** The methods that are called on the way are kept, so that the last test can say which were not. */
function watch(builder: Builder): Builder {
  return new Proxy(builder, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function' || typeof name !== 'string') return member;
      called.add(name);
      return (...given: readonly unknown[]) => {
        const result: unknown = Reflect.apply(member, target, given);
        return typeof result === 'object' && result !== null && name !== 'then' ? watch(result as Builder) : result;
      };
    },
  });
}

const muted = ['log', 'info', 'warn', 'error'] as const;
const spoken = muted.map((name) => [name, Reflect.get(console, name)] as const);

// The client explains refusals at length on the console.
test.beforeAll(() => {
  for (const name of muted) Reflect.set(console, name, () => undefined);
});
test.afterAll(() => {
  for (const [name, speak] of spoken) Reflect.set(console, name, speak);
});

let count = 0;
async function open(credential: 'user' | 'admin' | 'public' = 'user'): Promise<void> {
  count += 1;
  // The client keeps what it knows of a user by environment, so that each test has its own.
  const env = `rows-${test.info().workerIndex}-${count}`;
  gateway = await startCheckedGateway({ tables: 'mock/tables.yaml', environment: env });
  const keys = { user: {}, admin: { accessKey: defaultApiKey }, public: { accessKey: defaultPublishableKey } };
  const client: unknown = cloudbase.init({ env, ...keys[credential] });
  app = client as App;
  app.registerHost(new URL(gateway.url).host, 'http');
  if (credential === 'user') await app.auth().signIn({ username: 'gatewright', password: 'Gatewright-1!' });
  const database = watch(app.mysql());
  rows = (table) => database.from(table);
}

test.beforeEach(() => open());
test.afterEach(async () => {
  await gateway.close();
  expect(gateway.findings).toEqual([]);
});

const names = (answer: Answer): unknown[] => (answer.data as { name: string }[]).map(({ name }) => name);

test('inserts one row, which then belongs to the user', async () => {
  const silent = await rows('student').insert({ name: 'Alan', class_id: 1 });
  // The client takes an answer without a body for an empty object.
  expect(silent).toMatchObject({ error: null, data: {}, status: 201 });
  const { data, status } = await rows('student').insert({ name: 'Alan' }).select();
  expect(status).toBe(201);
  expect(data).toEqual([{ _openid: '1900000000000000001', class_id: null, id: 8, name: 'Alan' }]);
});

test('inserts many rows, and counts them', async () => {
  const many = await rows('student').insert([{ name: 'Alan', class_id: 1 }, { name: 'Barbara' }], { count: 'exact' });
  expect(many).toMatchObject({ error: null, count: 2, status: 201 });
  const courses = [{ name: 'A', position: 1 }, { name: 'B' }];
  const missing = await rows('course').insert(courses);
  expect(missing.error).toMatchObject({
    code: 'INVALID_REQUEST',
    message: "Execute sql error. Column 'position' cannot be null",
  });
  const defaults = await rows('course').insert(courses, { defaultToNull: false }).select();
  expect(defaults.data).toMatchObject([{ position: 1 }, { position: 0 }]);
});

/** Filters of the client, with the students that they find: 1 张三, 2 李四, 3 王小明, 4 Ada, 5 Grace, 6 Linus (in no class). */
const filters: [name: string, apply: (builder: Builder) => Builder, ids: number[]][] = [
  ['eq', (b) => b.eq('name', '张三'), [1]],
  ['neq', (b) => b.neq('class_id', 1), [3, 4, 5]],
  ['gt', (b) => b.gt('id', 4), [5, 6]],
  ['gte', (b) => b.gte('id', 4), [4, 5, 6]],
  ['lt', (b) => b.lt('id', 2), [1]],
  ['lte', (b) => b.lte('id', 2), [1, 2]],
  ['one column twice', (b) => b.gte('id', 2).lte('id', 3), [2, 3]],
  ['like', (b) => b.like('name', '%a%'), [4, 5]],
  ['ilike', (b) => b.ilike('name', 'ADA'), [4]],
  ['is null', (b) => b.is('class_id', null), [6]],
  ['is true', (b) => b.is('class_id', true), [1, 2, 3, 4, 5]],
  ['in', (b) => b.in('name', ['Ada', 'Linus', 'no, (one)']), [4, 6]],
  ['match, which is several eq', (b) => b.match({ class_id: 3, name: 'Grace' }), [5]],
  ['not', (b) => b.not('class_id', 'is', null), [1, 2, 3, 4, 5]],
  ['not in', (b) => b.not('id', 'in', '(1,2,3)'), [4, 5, 6]],
  ['or', (b) => b.or('id.eq.1,name.eq.Ada'), [1, 4]],
  ['or with a nested and', (b) => b.or('id.eq.1,and(id.gt.3,class_id.eq.3,not.or(name.eq.Ada))'), [1, 5]],
  ['filter with the regular expression', (b) => b.filter('name', 'match', '^[A-Z][a-z]{2}$'), [4]],
  ['filter with not', (b) => b.filter('id', 'not.gt', 1), [1]],
];
for (const [name, apply, ids] of filters) {
  test(`select with ${name}`, async () => {
    const { data, error } = await apply(rows('student').select('id')).order('id');
    expect(error).toBeNull();
    expect(data).toEqual(ids.map((id) => ({ id })));
  });
}

/** What the builder can say and no page of MySQL has: PostgreSQL's arrays, ranges and text search. */
const foreign: [name: string, apply: (builder: Builder) => Builder, operator: string][] = [
  ['likeAllOf', (b) => b.likeAllOf('name', ['A%']), 'like(all)'],
  ['likeAnyOf', (b) => b.likeAnyOf('name', ['A%']), 'like(any)'],
  ['ilikeAllOf', (b) => b.ilikeAllOf('name', ['A%']), 'ilike(all)'],
  ['ilikeAnyOf', (b) => b.ilikeAnyOf('name', ['A%']), 'ilike(any)'],
  ['contains', (b) => b.contains('name', ['A']), 'cs'],
  ['containedBy', (b) => b.containedBy('name', ['A']), 'cd'],
  ['rangeGt', (b) => b.rangeGt('id', '[1,2)'), 'sr'],
  ['rangeGte', (b) => b.rangeGte('id', '[1,2)'), 'nxl'],
  ['rangeLt', (b) => b.rangeLt('id', '[1,2)'), 'sl'],
  ['rangeLte', (b) => b.rangeLte('id', '[1,2)'), 'nxr'],
  ['rangeAdjacent', (b) => b.rangeAdjacent('id', '[1,2)'), 'adj'],
  ['overlaps', (b) => b.overlaps('name', ['A']), 'ov'],
  ['textSearch', (b) => b.textSearch('name', 'A'), 'fts'],
];
for (const [name, apply, operator] of foreign) {
  test(`${name} is refused by name`, async () => {
    const { error, status } = await apply(rows('student').select('id'));
    expect(status).toBe(400);
    expect(error).toMatchObject({
      code: 'INVALID_PARAM',
      message: expect.stringContaining(`unknown operator "${operator}"`),
    });
  });
}

test('joins along foreign keys, in both directions, filtered and sorted', async () => {
  const one = await rows('student').select('name, class_id ( grade, class_number )').eq('id', 4);
  expect(one.data).toEqual([{ class_id: { class_number: 1, grade: 2 }, name: 'Ada' }]);
  const nested = await rows('student')
    .select('name, class!inner(grade, course(name))')
    .eq('class.grade', 2)
    .order('name');
  expect(nested.data).toEqual(
    ['Ada', 'Grace'].map((name) => ({ class: { course: { name: 'Compilers' }, grade: 2 }, name })),
  );
  const many = await rows('class')
    .select('id, student(name)')
    .or('name.eq.Ada,name.eq.Grace', {
      referencedTable: 'student',
    })
    .order('name', { referencedTable: 'student', ascending: false })
    .limit(1, { referencedTable: 'student' })
    .gte('id', 3)
    .order('id');
  expect(many.data).toEqual([
    { id: 3, student: [{ name: 'Grace' }] },
    { id: 4, student: [] },
  ]);
  const ranged = await rows('class')
    .select('id, student(name)')
    .range(1, 1, { referencedTable: 'student' })
    .eq('id', 1);
  expect(ranged.data).toEqual([{ id: 1, student: [{ name: '李四' }] }]);
});

test('counts, with the rows and without them', async () => {
  const page = await rows('student').select('id', { count: 'exact' }).order('id').range(1, 2);
  expect(page).toMatchObject({ data: [{ id: 2 }, { id: 3 }], count: 6, status: 200 });
  const counted = await rows('student').select('id', { count: 'exact', head: true }).gt('id', 4);
  expect(counted).toMatchObject({ error: null, data: null, count: 2 });
});

test('sorts, also by nulls, and limits', async () => {
  const last = await rows('student')
    .select('name')
    .order('class_id', { ascending: false, nullsFirst: false })
    .order('id')
    .limit(2);
  expect(names(last)).toEqual(['Ada', 'Grace']);
  const first = await rows('student').select('name').order('class_id', { nullsFirst: true }).limit(1);
  expect(names(first)).toEqual(['Linus']);
});

test('single and maybeSingle', async () => {
  const single = await rows('student').select('name').eq('id', 4).single();
  expect(single.data).toEqual({ name: 'Ada' });
  const none = await rows('student').select('name').eq('id', 99).single();
  expect(none).toMatchObject({
    status: 406,
    error: { code: 'INVALID_REQUEST', details: 'The result contains 0 rows' },
  });
  const maybe = await rows('student').select('name').eq('id', 99).maybeSingle();
  expect(maybe).toMatchObject({ error: null, data: null });
  const several = await rows('student').select('name').maybeSingle();
  expect(several).toMatchObject({ status: 406, error: { code: 'PGRST116' } });
  const written = await rows('student').insert({ name: 'Alan' }).select('name').single();
  expect(written).toMatchObject({ data: { name: 'Alan' }, status: 201 });
  const unwritten = await rows('student').update({ name: 'x' }).eq('id', 99).select('name').maybeSingle();
  expect(unwritten).toMatchObject({ error: null, data: null });
});

test('updates and deletes own rows only', async () => {
  const { data } = await rows('student')
    .insert([{ name: 'Alan' }, { name: 'Barbara' }])
    .select('id');
  const ids = (data as { id: number }[]).map(({ id }) => id);
  const updated = await rows('student')
    .update({ class_id: 2 })
    .in('id', [1, ...ids])
    .select('name')
    .order('id');
  expect(updated).toMatchObject({ data: [{ name: 'Alan' }, { name: 'Barbara' }], status: 200 });
  const silent = await rows('student').update({ class_id: 3 }, { count: 'exact' }).eq('id', ids[0]);
  expect(silent).toMatchObject({ data: null, count: 1, status: 204 });
  const removed = await rows('student').delete({ count: 'exact' }).gt('id', 0);
  expect(removed).toMatchObject({ count: 2, status: 204 });
  const limited = await rows('student').delete().gt('id', 0).order('id').limit(1).select('id');
  expect(limited.data).toEqual([]);
});

test('upserts: merged, left alone, and on a conflict that is named', async () => {
  const { data } = await rows('student').insert({ name: 'Alan' }).select('id').single();
  const { id } = data as { id: number };
  const merged = await rows('student')
    .upsert({ id, name: 'Alan T.' }, { count: 'exact', onConflict: 'id' })
    .select('name');
  // MySQL counts a merged row twice.
  expect(merged).toMatchObject({ data: [{ name: 'Alan T.' }], count: 2, status: 201 });
  const ignored = await rows('student').upsert([{ id, name: 'other' }], { count: 'exact', ignoreDuplicates: true });
  expect(ignored).toMatchObject({ error: null, count: 0 });
  const foreigner = await rows('student').upsert({ id: 1, name: 'mine' });
  expect(foreigner).toMatchObject({ status: 403, error: { code: 'PERMISSION_DENIED' } });
  const conflict = await rows('student').upsert({ id, name: 'x' }, { onConflict: 'nam' });
  expect(conflict.error?.message).toBe('table "student" has no column "nam"; did you mean "name"?');
});

test('what the builder can ask for besides: headers, signals, types; errors that are thrown', async () => {
  const typed = await rows('student')
    .select('id')
    .eq('id', 1)
    .setHeader('X-Request-Id', 'mine')
    .overrideTypes()
    .returns();
  expect(typed.data).toEqual([{ id: 1 }]);
  const stopped = new AbortController();
  expect((await rows('student').select('id').limit(1).abortSignal(stopped.signal)).data).toEqual([{ id: 1 }]);
  await expect(rows('nothing').select().throwOnError()).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
  // Preferences that no page of MySQL has are left unheard.
  const unheard = await rows('student').insert({ name: 'Alan' }).rollback();
  expect(unheard.status).toBe(201);
  expect((await rows('student').delete().eq('name', 'Alan').maxAffected(1)).status).toBe(204);
});

for (const method of ['csv', 'geojson', 'explain'] as const) {
  test(`${method} asks for a media type that the gateway does not have`, async () => {
    expect((await rows('student').select('id')[method]()).status).toBe(406);
  });
}

test('refusals: no WHERE, an unknown table and column, an owner', async () => {
  for (const method of ['UPDATE', 'DELETE'] as const) {
    const builder = method === 'UPDATE' ? rows('student').update({ name: 'x' }) : rows('student').delete();
    const { error, status } = await builder;
    expect([status, error?.code, error?.message]).toEqual([400, 'BadApiRequest', `${method} requires a WHERE clause`]);
  }
  const table = await rows('studnet').select();
  expect(table).toMatchObject({ status: 404, error: { code: 'RESOURCE_NOT_FOUND' } });
  const column = await rows('student').select('nam');
  expect(column).toMatchObject({ status: 400, error: { code: 'INVALID_PARAM' } });
  const owner = await rows('student').insert({ name: 'x', _openid: 'someone' });
  expect(owner).toMatchObject({ status: 403, error: { details: 'AuthFailure.SetOwnerNotAllowed' } });
  expect((await rows('notice').insert({ title: 'x' })).error?.code).toBe('PERMISSION_DENIED');
});

for (const [credential, status] of [
  ['admin', 201],
  ['public', 403],
] as const) {
  test(`with the key of ${credential}, reading is allowed and inserting answers ${status}`, async () => {
    await gateway.close();
    await open(credential);
    expect((await rows('notice').select()).data).toHaveLength(2);
    expect((await rows('notice').insert({ title: 'x' })).status).toBe(status);
  });
}

test('every public method of the MySQL part was called', () => {
  const builder = app.mysql();
  const query = builder.from('student');
  const found = [builder, query, query.select()].flatMap(publicMethods);
  expect([...new Set(found)].sort()).toEqual([...methods, 'then'].sort());
  expect(methods.filter((name) => !called.has(name))).toEqual([]);
});

function publicMethods(from: object): string[] {
  const found: string[] = [];
  let owner = Object.getPrototypeOf(from) as object;
  while (owner !== Object.prototype) {
    found.push(...Object.getOwnPropertyNames(owner).filter((name) => name !== 'constructor'));
    owner = Object.getPrototypeOf(owner) as object;
  }
  return found;
}
