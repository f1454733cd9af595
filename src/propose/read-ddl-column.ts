// One column of a CREATE TABLE, as the SQL parser gives it.
import { isJsonArray } from '../core/json.ts';
import type { JsonObject, JsonValue } from '../core/json.ts';
import { memberOf } from '../document/json-pointer.ts';
import { columnSchema, knownTypes } from './column-schema.ts';
import type { SqlType } from './column-schema.ts';
import { unescapeText } from './sql-text.ts';
import { ownerColumn, ownerDescription } from './table.ts';
import type { ProposedColumn } from './table.ts';

/** What the rest of the table says of its columns. */
export type Around = {
  readonly keys: ReadonlySet<string>;
  readonly references: ReadonlyMap<string, string>;
};

/** @returns the column, and a note where its type has no JSON form that is known */
export function readColumn(
  definition: JsonValue,
  { keys, references }: Around,
): { readonly value: ProposedColumn; readonly note?: string } {
  const name = textAt(memberOf(definition, 'column'), 'column');
  const type = readType(memberOf(definition, 'definition'));
  const schema = columnSchema(type);
  const autoIncrement = has(definition, 'auto_increment');
  const isOwner = name === ownerColumn;
  const key = keys.has(name) || has(definition, 'primary_key');
  const nullable = isOwner || mayBeNull(definition, key);
  const constant = isOwner ? undefined : constantOf(memberOf(memberOf(definition, 'default_val'), 'value'), type);
  const value: ProposedColumn = {
    name,
    schema: {
      ...(schema ?? { 'x-confidence': 'inferred' }),
      ...(autoIncrement && { minimum: 1 }),
      ...describe([commentOf(definition, isOwner), referenceText(references.get(name))]),
    },
    nullable: nullable && schema !== undefined,
    key,
    optional: nullable || autoIncrement || has(definition, 'default_val'),
    readOnly: isOwner || has(definition, 'generated'),
    ...(constant !== undefined && { default: constant }),
  };
  if (schema !== undefined) return { value };
  return { value, note: `how ${type.name} looks in JSON is not known, so anything is allowed` };
}

function referenceText(reference: string | undefined): string {
  return reference === undefined ? '' : `refers to ${reference}`;
}

function readType(definition: JsonValue | undefined): SqlType {
  const suffix = memberOf(definition, 'suffix');
  const members = memberOf(memberOf(definition, 'expr'), 'value');
  const name = textAt(definition, 'dataType').toUpperCase();
  return {
    name: knownTypes.includes(name) ? name : (name.split(' ')[0] ?? name),
    length: numberAt(definition, 'length'),
    scale: numberAt(definition, 'scale'),
    // ZEROFILL implies it.
    unsigned:
      isJsonArray(suffix) && suffix.some((word) => typeof word === 'string' && /^(?:unsigned|zerofill)$/i.test(word)),
    members: isJsonArray(members) ? members.map((member) => unescapeText(textAt(member, 'value'))) : undefined,
  };
}

/** A default that is written out; an expression, a bit string and NULL are none. */
function constantOf(value: JsonValue | undefined, type: SqlType): JsonValue | undefined {
  const kind = textAt(value, 'type');
  const literal = memberOf(value, 'value');
  if (!/^(?:single_quote_string|double_quote_string|string|number)$/.test(kind)) return undefined;
  if (typeof literal !== 'string' && typeof literal !== 'number') return undefined;
  const text = unescapeText(String(literal));
  const form = columnSchema(type)?.['type'];
  if (form === 'string') return text;
  return /^-?[\d.]+$/.test(text) && String(Number(text)) === text ? Number(text) : undefined;
}

function mayBeNull(definition: JsonValue, key: boolean): boolean {
  return !key && memberOf(memberOf(definition, 'nullable'), 'type') !== 'not null';
}

function commentOf(definition: JsonValue, isOwner: boolean): string {
  const comment = unescapeText(textAt(memberOf(memberOf(definition, 'comment'), 'value'), 'value')).trim();
  return comment === '' && isOwner ? ownerDescription : comment;
}

function describe(parts: readonly string[]): JsonObject {
  const said = parts.filter((part) => part !== '');
  return said.length === 0 ? {} : { description: said.join('; ') };
}

function has(definition: JsonValue, name: string): boolean {
  const value = memberOf(definition, name);
  return value !== undefined && value !== null;
}

function textAt(value: JsonValue | undefined, name: string): string {
  const text = memberOf(value, name);
  return typeof text === 'string' ? text : '';
}

function numberAt(value: JsonValue | undefined, name: string): number | undefined {
  const number = memberOf(value, name);
  return typeof number === 'number' ? number : undefined;
}
