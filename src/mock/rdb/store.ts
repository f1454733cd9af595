// The five things that can be done with a table. Each is one transaction.
import type { JsonObject } from '../../core/json.ts';
import { GatewayRefusal } from '../errors.ts';
import type { Plan, Tables } from './plan.ts';
import { planQuery } from './plan.ts';
import type { Engine } from './program.ts';
import type { Query } from './query.ts';
import { columnsOf, countAll, selectByKeys, selectRows, showRows } from './read-rows.ts';
import { readGiven, readRowsGiven } from './given.ts';
import type { Work } from './work.ts';
import { deleteKeys, insertOne, selectKeys, updateKeys, writeRows } from './write-rows.ts';

export type Store = {
  readonly tables: Tables;
  readonly engine: Engine;
  readonly now: () => number;
};

export type Written = { readonly affected: number; readonly rows: readonly JsonObject[] };

/** How many of the matching rows a window of `offset` and `limit` shows, and how many there are. */
export type Counted = { readonly shown: number; readonly total: number };

type Read = { readonly rows: readonly JsonObject[]; readonly total: number };

export async function readRows({ engine, tables }: Store, work: Work): Promise<Read> {
  const plan = planOf(tables, work, 'read');
  return engine.run(function* () {
    const rows = represent(work, yield* selectRows(engine.dialect, plan));
    return { rows, total: work.preferences.countExact ? yield* countAll(engine.dialect, plan) : 0 };
  }, 'read');
}

export async function countRows({ engine, tables }: Store, work: Work): Promise<Counted> {
  const plan = planOf(tables, work, 'read');
  const { limit = Infinity, offset = 0 } = work.query;
  const total = await engine.run(() => countAll(engine.dialect, plan), 'read');
  return { total, shown: Math.max(0, Math.min(limit, total - offset)) };
}

/** @param body read only when the request is safe to carry out */
export async function updateRows({ engine, tables }: Store, work: Work, body: () => JsonObject): Promise<Written> {
  requireCondition(work.query, 'UPDATE');
  const plan = planOf(tables, work, 'write');
  const changes = readGiven(work, body());
  if (Object.keys(changes).length === 0) throw new GatewayRefusal(400, 'INVALID_REQUEST', 'the body names no column');
  const { dialect } = engine;
  return engine.run(function* () {
    const keys = yield* updateKeys(dialect, plan.table, { changes, keys: yield* selectKeys(dialect, plan) });
    const rows = asksForRows(work) ? represent(work, yield* selectByKeys(dialect, plan, keys)) : [];
    return { affected: keys.length, rows };
  }, 'write');
}

export async function deleteRows({ engine, tables }: Store, work: Work): Promise<Written> {
  requireCondition(work.query, 'DELETE');
  const plan = planOf(tables, work, 'write');
  const { dialect } = engine;
  return engine.run(function* () {
    const keys = yield* selectKeys(dialect, plan);
    const rows = asksForRows(work) ? represent(work, yield* selectByKeys(dialect, plan, keys)) : [];
    yield* deleteKeys(dialect, plan.table, keys);
    return { affected: keys.length, rows };
  }, 'write');
}

export async function insertRows(store: Store, work: Work, bodyRows: readonly JsonObject[]): Promise<Written> {
  const { engine, tables } = store;
  const plan = planOf(tables, work, 'write');
  const rows = readRowsGiven(work, bodyRows);
  const { dialect } = engine;
  const insert = { work, owner: plan.owner, now: store.now() };
  const [given, another] = rows;
  if (given && !another && dialect.returning && isPlainInsert(work, plan)) {
    const columns = asksForRows(work) ? columnsOf(plan) : [];
    return engine.run(function* () {
      const stored = yield* insertOne(dialect, insert, { given, columns });
      return { affected: 1, rows: asksForRows(work) ? yield* showRows(dialect, plan, stored) : [] };
    }, 'one statement');
  }
  return engine.run(function* () {
    const { affected, keys } = yield* writeRows(dialect, insert, rows);
    return {
      affected,
      rows: asksForRows(work) ? represent(work, yield* selectByKeys(dialect, plan, keys)) : [],
    };
  }, 'write');
}

/** Nothing has to be looked up before it or after it. */
function isPlainInsert({ preferences }: Work, { embeds }: Plan): boolean {
  return preferences.resolution === undefined && embeds.length === 0;
}

function planOf(tables: Tables, { table, caller, query }: Work, action: 'read' | 'write'): Plan {
  return planQuery(tables, table, query, { caller, action });
}

function asksForRows({ preferences }: Work): boolean {
  return preferences.return === 'representation';
}

/** A column filter or a group counts; `limit` and `order` alone do not. */
function requireCondition(query: Query, statement: 'UPDATE' | 'DELETE'): void {
  if (query.where.length > 0) return;
  const empty = { details: '', hint: '' };
  throw new GatewayRefusal(400, 'BadApiRequest', `${statement} requires a WHERE clause`, empty);
}

/** Inside the transaction, so that a write whose answer is refused is undone. */
function represent(work: Work, rows: readonly JsonObject[]): readonly JsonObject[] {
  if (!work.single || rows.length === 1) return rows;
  const message = `a single object was asked for, and the result contains ${rows.length} rows`;
  const details = { details: `The result contains ${rows.length} rows`, hint: '' };
  throw new GatewayRefusal(406, 'INVALID_REQUEST', message, details);
}
