// The contract of one table: what its rows are, on top of what the platform's template `/v1/rdb/rest/{table}` says.
import type { JsonObject, JsonValue } from '../core/json.ts';
import { orNull } from './column-schema.ts';
import { descriptionOf } from './description.ts';
import { namesOf, pascalCase, segmentOf } from './names.ts';
import type { Names } from './names.ts';
import type { ProposedColumn, ProposedTable } from './table.ts';

export const tablesPath = '/v1/rdb/rest/';

/** An OpenAPI 3.1 description of the table's path. */
export function tableContract(table: ProposedTable): JsonObject {
  const names = namesOf(table.name);
  return descriptionOf({
    title: names.one === 'Row' ? table.name : names.many,
    summary: table.description ?? `The rows of the table ${table.name}`,
    paths: { [`${tablesPath}${segmentOf(table.name)}`]: operations(table, names) },
    components: { headers: headers(), schemas: schemas(table, names) },
  });
}

function operations({ name }: ProposedTable, { one, many }: Names): JsonObject {
  const ids = pascalCase(name) === '' ? `_${name}` : many;
  const thing = one === 'Row' ? 'row' : one.toLowerCase();
  const things = one === 'Row' ? 'rows' : many.toLowerCase();
  const rows = { one, many };
  return {
    get: {
      operationId: `query${ids}`,
      summary: `Reads ${things}`,
      responses: { '200': answer(`the ${things} that fit, or the one ${thing} as an object`, 'RowRange', rows) },
    },
    head: {
      operationId: `count${ids}`,
      summary: `Counts ${things}`,
      responses: { '200': answer('the total stands behind the slash of Content-Range', 'RowCount') },
    },
    post: {
      operationId: `insert${ids}`,
      summary: `Inserts one ${thing} or many`,
      requestBody: body({ oneOf: [reference(`New${one}`), { type: 'array', items: reference(`New${one}`) }] }),
      // Without `return=representation` no body comes.
      responses: { '201': { ...answer('inserted', 'AffectedRows', rows), 'x-body': 'optional' } },
    },
    patch: {
      operationId: `update${ids}`,
      summary: `Changes ${things}`,
      requestBody: body(reference(`${one}Change`)),
      responses: {
        '200': answer('changed', 'AffectedRows', rows),
        '204': answer('changed', 'AffectedRows'),
      },
    },
    delete: {
      operationId: `delete${ids}`,
      summary: `Deletes ${things}`,
      responses: {
        '200': answer('deleted', 'AffectedRows', rows),
        '204': answer('deleted', 'AffectedRows'),
      },
    },
  };
}

const reference = (schema: string): JsonObject => ({ $ref: `#/components/schemas/${schema}` });

const body = (schema: JsonObject): JsonObject => ({ required: true, content: { 'application/json': { schema } } });

function answer(description: string, range: string, rows?: Names): JsonObject {
  return {
    description,
    headers: { 'Content-Range': { $ref: `#/components/headers/${range}` } },
    ...(rows && {
      content: {
        'application/json': { schema: reference(rows.many) },
        'application/vnd.pgrst.object+json': { schema: reference(rows.one) },
      },
    }),
  };
}

/** As in the platform's contract; `Content-Range` of a query is certain only where the total was asked for. */
function headers(): JsonObject {
  return {
    RowRange: { schema: { type: 'string', pattern: '^(\\d+-\\d+|\\*)/\\d+$' } },
    RowCount: { required: true, schema: { type: 'string', pattern: '^(\\d+-\\d+|\\*)/\\d+$' } },
    AffectedRows: { required: true, schema: { type: 'string', pattern: '^\\*/\\d+$' } },
  };
}

function schemas({ columns }: ProposedTable, { one, many }: Names): JsonObject {
  const required = columns.filter(isCertain).map(({ name }) => name);
  const given = columns.filter(({ readOnly }) => !readOnly);
  const needed = given.filter(({ optional }) => !optional).map(({ name }) => name);
  return {
    [one]: {
      ...(required.length > 0 && { description: `Whoever selects columns keeps ${listed(required)}.` }),
      type: 'object',
      ...(required.length > 0 && { required }),
      additionalProperties: false,
      properties: Object.fromEntries(columns.map((column) => [column.name, columnValue(column)])),
    },
    [many]: { type: 'array', items: reference(one) },
    [`${one}Change`]: {
      type: 'object',
      minProperties: 1,
      additionalProperties: false,
      properties: Object.fromEntries(given.map((column) => [column.name, givenValue(column, one)])),
    },
    [`New${one}`]: {
      allOf: [reference(`${one}Change`)],
      ...(needed.length > 0 && { required: needed }),
    },
  };
}

/** An answer may hold chosen columns only; these are what a caller hardly leaves out. */
function isCertain({ key, nullable, optional, readOnly }: ProposedColumn): boolean {
  return key || (!nullable && !optional && !readOnly);
}

function columnValue({ schema, nullable }: ProposedColumn): JsonObject {
  return nullable ? orNull(schema) : schema;
}

/** The column as a request gives it: the same values; a column of a composite name is escaped in the pointer. */
function givenValue(column: ProposedColumn, one: string): JsonValue {
  const name = column.name.replaceAll('~', '~0').replaceAll('/', '~1');
  return {
    $ref: `#/components/schemas/${one}/properties/${encodeURIComponent(name)}`,
    ...(column.default !== undefined && { default: column.default }),
  };
}

function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length === 1 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
