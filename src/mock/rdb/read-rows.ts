// Reads, with what is embedded: one statement for the rows, and one for each embedding, whatever the number of rows.
import type { JsonObject } from '../../core/json.ts';
import { compileCount, compileSelect, compileSelectByKeys, compileSelectLinked } from './compile.ts';
import type { Dialect } from './dialect.ts';
import { foldCase, keyOf } from './dialect.ts';
import type { Embed, Plan } from './plan.ts';
import type { Program } from './program.ts';
import { compareKeys } from './rows.ts';
import type { Stored } from './table.ts';
import { readValue } from './values.ts';

export function* countAll(dialect: Dialect, plan: Plan): Program<number> {
  const { rows } = yield compileCount(dialect, plan);
  return Number(rows[0]?.[0] ?? 0);
}

export function* selectRows(dialect: Dialect, plan: Plan): Program<readonly JsonObject[]> {
  const { rows } = yield compileSelect(dialect, plan, columnsOf(plan));
  return yield* showRows(dialect, plan, rows);
}

/** The rows with these keys: in the query's order, else in that of the keys. */
export function* selectByKeys(dialect: Dialect, plan: Plan, keys: readonly Stored[]): Program<readonly JsonObject[]> {
  if (keys.length === 0) return [];
  const columns = [keyOf(plan.table), ...columnsOf(plan)];
  const { rows } = yield compileSelectByKeys(dialect, plan, { columns, keys });
  const place = new Map(keys.map((key, index) => [String(key), index]));
  const placeOf = (row: readonly Stored[]): number => place.get(String(row[0])) ?? 0;
  const ordered = plan.order.length > 0 ? rows : [...rows].sort((left, right) => placeOf(left) - placeOf(right));
  return yield* showRows(
    dialect,
    plan,
    ordered.map((row) => row.slice(1)),
  );
}

/** What the answer shows, and what the embedded rows hang on. */
export function columnsOf(plan: Plan): string[] {
  return [...plan.columns.map(({ column }) => column.name), ...plan.embeds.map(({ here }) => here.name)];
}

export function* showRows(
  dialect: Dialect,
  plan: Plan,
  rows: readonly (readonly Stored[])[],
): Program<readonly JsonObject[]> {
  const width = plan.columns.length;
  const shown = rows.map((row) =>
    plan.columns.map(({ key, column }, index) => {
      const stored = dialect.read(column, row[index] ?? null);
      return [key, readValue(column, stored)] as [string, JsonObject[string]];
    }),
  );
  for (const [index, embed] of plan.embeds.entries()) {
    const links = rows.map((row) => dialect.read(embed.here, row[width + index] ?? null));
    const found = yield* selectLinked(dialect, embed, links);
    for (const [at, entries] of shown.entries()) {
      const own = cut(found.get(linkOf(links[at] ?? null)) ?? [], embed);
      entries.push([embed.key, embed.toMany ? own : (own[0] ?? null)]);
    }
  }
  if (plan.embeds.length > 0) {
    for (const entries of shown) entries.sort(([left], [right]) => compareKeys(left, right));
  }
  return shown.map((entries) => Object.fromEntries(entries));
}

/** The embedded rows by what links them to their parents. */
function* selectLinked(
  dialect: Dialect,
  embed: Embed,
  links: readonly Stored[],
): Program<ReadonlyMap<string, readonly JsonObject[]>> {
  const values = [...new Map(links.filter((link) => link !== null).map((link) => [linkOf(link), link])).values()];
  const found = new Map<string, JsonObject[]>();
  if (values.length === 0) return found;
  const columns = [embed.there.name, ...columnsOf(embed.plan)];
  const { rows } = yield compileSelectLinked(dialect, embed, { columns, values });
  const objects = yield* showRows(
    dialect,
    embed.plan,
    rows.map((row) => row.slice(1)),
  );
  for (const [index, object] of objects.entries()) {
    const link = linkOf(dialect.read(embed.there, rows[index]?.[0] ?? null));
    const siblings = found.get(link);
    if (siblings) siblings.push(object);
    else found.set(link, [object]);
  }
  return found;
}

/** As the engine compares, so that each row finds its parent. */
function linkOf(value: Stored): string {
  return typeof value === 'string' ? foldCase(value) : String(value);
}

function cut(rows: readonly JsonObject[], { plan: { limit = Infinity, offset = 0 } }: Embed): readonly JsonObject[] {
  return rows.slice(offset, offset + limit);
}
