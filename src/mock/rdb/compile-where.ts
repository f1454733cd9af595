// The conditions of a query as SQL. Every identifier is a column that was looked up by name, every value is bound:
// nothing that a caller wrote reaches the text of a statement.
import type { Expression, RawBuilder, SqlBool } from 'kysely';
import { sql } from 'kysely';
import type { Dialect } from './dialect.ts';
import { readPattern } from './pattern.ts';
import type { Embed, Plan } from './plan.ts';
import { columnNamed } from './plan.ts';
import type { Comparison, Condition } from './query.ts';
import { invalidParameter } from './read-query.ts';
import { refuseStatement } from './refusal.ts';
import type { Column, Stored } from './table.ts';
import { ownerColumn } from './table.ts';
import { comparableValue } from './values.ts';

/** A plan's table under the name that it has in a statement: a table may occur several times. */
export type Place = { readonly dialect: Dialect; readonly plan: Plan; readonly alias: string };

export function everyCondition(place: Place): Expression<SqlBool> {
  const { plan, dialect } = place;
  const conditions = plan.where.map((condition) => compileCondition(place, condition));
  if (plan.owner !== undefined) {
    conditions.push(dialect.equalsExactly(referenceTo(place, ownerColumn), plan.owner));
  }
  for (const embed of plan.embeds) if (embed.inner) conditions.push(compileInner(place, embed));
  return join(conditions, 'and');
}

/** There is an embedded row that fits. */
function compileInner(place: Place, embed: Embed): Expression<SqlBool> {
  const inner: Place = { dialect: place.dialect, plan: embed.plan, alias: `${place.alias}i` };
  return sql`exists (select 1 from ${tableOf(inner)} where ${linked(place, inner, embed)} and ${everyCondition(inner)})`;
}

/** The row of one place belongs to that of the other. */
export function linked(place: Place, inner: Place, { here, there }: Embed): Expression<SqlBool> {
  const { compared } = place.dialect;
  return sql`${referenceTo(inner, compared(there))} = ${referenceTo(place, compared(here))}`;
}

export function tableOf({ plan, alias }: Place): RawBuilder<unknown> {
  return sql`${sql.table(plan.table.name)} as ${sql.id(alias)}`;
}

export function referenceTo({ alias }: Place, name: string): RawBuilder<Stored> {
  return sql`${sql.id(alias, name)}`;
}

function join(conditions: readonly Expression<SqlBool>[], joined: 'and' | 'or'): Expression<SqlBool> {
  if (conditions.length === 0) return joined === 'and' ? sql`1 = 1` : sql`1 = 0`;
  return sql`(${sql.join(conditions, joined === 'and' ? sql` and ` : sql` or `)})`;
}

function compileCondition(place: Place, condition: Condition): Expression<SqlBool> {
  const compiled = compilePositive(place, condition);
  return condition.negated ? sql`not (${compiled})` : compiled;
}

function compilePositive(place: Place, condition: Condition): Expression<SqlBool> {
  if (condition.type === 'group') {
    const parts = condition.conditions.map((part) => compileCondition(place, part));
    return join(parts, condition.joined);
  }
  const { dialect, plan } = place;
  const column = columnNamed(plan.table, condition.column);
  const reference = referenceTo(place, dialect.compared(column));
  if (condition.type === 'compare') return compileComparison(dialect, { column, reference }, condition);
  if (condition.type === 'is') return compileIs(column, reference, condition.value);
  if (condition.values.length === 0) return sql`1 = 0`;
  const values = condition.values.map((value) => sql`${comparable(dialect, column, value)}`);
  return sql`${reference} in (${sql.join(values)})`;
}

function compileIs(column: Column, reference: RawBuilder<Stored>, value: string): Expression<SqlBool> {
  if (value === 'null' || value === 'unknown') return sql`${reference} is null`;
  const { name } = column.type;
  if (name !== 'BOOLEAN' && name !== 'INT' && name !== 'BIGINT') {
    throw invalidParameter(`column "${column.name}" is ${name}, and "is.${value}" is for BOOLEAN and whole numbers`);
  }
  return value === 'true' ? sql`${reference} is true` : sql`${reference} is false`;
}

const signs: Readonly<Record<Exclude<Comparison, 'like' | 'ilike' | 'match'>, RawBuilder<unknown>>> = {
  eq: sql`=`,
  neq: sql`<>`,
  gt: sql`>`,
  gte: sql`>=`,
  lt: sql`<`,
  lte: sql`<=`,
};

function compileComparison(
  dialect: Dialect,
  { column, reference }: { readonly column: Column; readonly reference: RawBuilder<Stored> },
  { operator, value }: Condition & { readonly type: 'compare' },
): Expression<SqlBool> {
  if (operator !== 'like' && operator !== 'ilike' && operator !== 'match') {
    return sql`${reference} ${signs[operator]} ${comparable(dialect, column, value)}`;
  }
  if (column.type.name === 'DECIMAL') {
    throw invalidParameter(`column "${column.name}" is DECIMAL, and "${operator}" is for text`);
  }
  if (value.includes('\0')) throw invalidParameter('the character U+0000 is not accepted');
  // Both compare without case for ASCII letters only.
  if (operator !== 'match') return dialect.like(reference, closeEscape(value));
  const pattern = readPattern(value);
  if (!pattern.ok) throw refuseStatement(pattern.reason);
  return dialect.matches(reference, pattern.value);
}

/** A backslash at the end stands for itself. */
function closeEscape(pattern: string): string {
  const [slashes = ''] = /\\*$/.exec(pattern) ?? [];
  return slashes.length % 2 === 1 ? `${pattern}\\` : pattern;
}

function comparable(dialect: Dialect, column: Column, text: string): Stored | RawBuilder<Stored> {
  const value = comparableValue(column, text);
  if (!value.ok) throw invalidParameter(value.reason);
  return dialect.comparable(column, value.value);
}
