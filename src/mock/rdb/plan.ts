// A query with its names looked up: which columns of which tables, how they hang together, and whose rows may be seen.
import { didYouMean } from '../../core/nearest-name.ts';
import type { Caller } from '../caller.ts';
import { accessTo } from './permissions.ts';
import type { Condition, Embedding, OrderTerm, Query } from './query.ts';
import type { Rows } from './query.ts';
import { invalidParameter } from './read-query.ts';
import { compareKeys } from './rows.ts';
import type { Column, Table } from './table.ts';

export type Tables = ReadonlyMap<string, Table>;

export type Plan = {
  readonly table: Table;
  /** Only rows of this user; absent: of everyone. */
  readonly owner: string | undefined;
  /** Each column under its name in the answer, in the order of the answer. */
  readonly columns: readonly { readonly key: string; readonly column: Column }[];
  readonly embeds: readonly Embed[];
  readonly where: readonly Condition[];
  readonly order: readonly OrderTerm[];
  readonly limit: number | undefined;
  readonly offset: number | undefined;
};

/** Rows of another table: those whose column `there` holds what the row has in `here`. */
export type Embed = {
  readonly key: string;
  readonly target: string;
  readonly inner: boolean;
  readonly plan: Plan;
} & Relation;

type Relation = { readonly here: Column; readonly there: Column; readonly toMany: boolean };

/** @throws GatewayRefusal with INVALID_PARAM for names that are not there, PERMISSION_DENIED for tables that are shut */
export function planQuery(tables: Tables, table: Table, query: Query, { caller, action }: Asked): Plan {
  return planRows({ tables, caller }, table, query, accessTo(table, caller, action).owner);
}

type Asked = { readonly caller: Caller; readonly action: 'read' | 'write' };
type Context = { readonly tables: Tables; readonly caller: Caller };

function planRows(context: Context, table: Table, rows: Rows, owner: string | undefined): Plan {
  const columns = new Map<string, Column>();
  for (const { column, alias } of rows.select) {
    if (column === '*') for (const [name, found] of table.columns) columns.set(name, found);
    else columns.set(alias, columnNamed(table, column));
  }
  const embeds = rows.embed.map((embedding) => planEmbed(context, table, embedding));
  const keys = embeds.map(({ key }) => key);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) throw invalidParameter(`"${twice}" is embedded twice: give one of them an alias`);
  return {
    table,
    owner,
    columns: [...columns]
      .filter(([key]) => !keys.includes(key))
      .map(([key, column]) => ({ key, column }))
      .sort((left, right) => compareKeys(left.key, right.key)),
    embeds,
    where: rows.where,
    order: rows.order,
    limit: rows.limit,
    offset: rows.offset,
  };
}

function planEmbed(context: Context, table: Table, embedding: Embedding): Embed {
  const { target, alias, inner, rows } = embedding;
  const { other, ...relation } = findRelation(context.tables, table, embedding);
  const { owner } = accessTo(other, context.caller, 'read');
  return { key: alias, target, inner, plan: planRows(context, other, rows, owner), ...relation };
}

type Found = Relation & { readonly other: Table; readonly constraint: string };

/** By the column that holds the foreign key, or by the table at either end of it. */
function findRelation(tables: Tables, table: Table, { target, hint }: Embedding): Found {
  const all = relationsOf(tables, table);
  const named = all.filter((found) => found.other.name === target || (!found.toMany && found.here.name === target));
  const fitting = named.filter(({ constraint, here, there, toMany }) =>
    hint === undefined ? true : hint === constraint || hint === (toMany ? there : here).name,
  );
  const [found, another] = fitting;
  if (found && !another) return found;
  if (found) {
    const choices = fitting.map(({ constraint }) => `"${target}!${constraint}"`).join(' or ');
    throw invalidParameter(`"${table.name}" and "${target}" are related in several ways: say ${choices}`);
  }
  const names = all.flatMap(({ other, here, toMany }) => (toMany ? [other.name] : [other.name, here.name]));
  const meant = didYouMean(target, new Set(names));
  const hinted = hint === undefined ? '' : ` by "${hint}"`;
  throw invalidParameter(
    `no foreign key relates "${table.name}" and "${target}"${hinted}${meant === undefined ? '' : `; ${meant}`}`,
  );
}

function relationsOf(tables: Tables, table: Table): Found[] {
  const own = foreignKeysOf(tables, table).map(({ column, target, other, constraint }) => ({
    ...{ other, constraint, here: column, there: target, toMany: false },
  }));
  const others = [...tables.values()].flatMap((from) =>
    foreignKeysOf(tables, from)
      .filter(({ other }) => other === table)
      .map(({ column, target, constraint }) => ({
        ...{ other: from, constraint, here: target, there: column, toMany: true },
      })),
  );
  return [...own, ...others];
}

type ForeignKey = {
  readonly column: Column;
  readonly other: Table;
  readonly target: Column;
  readonly constraint: string;
};

function foreignKeysOf(tables: Tables, { columns }: Table): ForeignKey[] {
  return [...columns.values()].flatMap((column) => {
    if (!column.references) return [];
    const other = tables.get(column.references.table);
    const target = other?.columns.get(column.references.column);
    return other && target ? [{ column, other, target, constraint: column.references.constraint }] : [];
  });
}

/** @throws GatewayRefusal with INVALID_PARAM and the nearest name */
export function columnNamed(table: Table, name: string): Column {
  const column = table.columns.get(name);
  if (column) return column;
  const meant = didYouMean(name, table.columns.keys());
  const remedy = meant === undefined ? '' : `; ${meant}`;
  throw invalidParameter(`table "${table.name}" has no column "${name}"${remedy}`);
}
