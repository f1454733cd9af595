// MySQL's CREATE TABLE (MySQL 8.4 Reference Manual, section 15.1.20). The home of the SQL parser.
import type { Parser } from 'node-sql-parser/build/mysql.js';
import { DescriptionError } from '../core/errors.ts';
import type { Fault } from '../core/errors.ts';
import { isJsonArray, isJsonObject, parseJson } from '../core/json.ts';
import type { JsonValue } from '../core/json.ts';
import type { SourceLocation } from '../core/source.ts';
import { memberOf } from '../document/json-pointer.ts';
import { readColumn } from './read-ddl-column.ts';
import { isText, unescapeText } from './sql-text.ts';
import type { ProposedColumn, ProposedTable } from './table.ts';

/** Tables of a DDL text, and what was passed over, each with a reason and its place. */
export type ReadDdl = { readonly tables: readonly ProposedTable[]; readonly notes: readonly string[] };

/**
 * Reads the CREATE TABLE statements; other statements are passed over.
 * @param file as a person names it
 * @throws DescriptionError with CONFIGURATION where it is no MySQL, with line and column, or holds no table; with
 * NOT_SUPPORTED where the parser is not installed
 */
export async function readDdl(text: string, file: string): Promise<ReadDdl> {
  const statements = await parseStatements(text, file);
  const notes: string[] = [];
  const tables = statements.flatMap((statement) => {
    const definitions = memberOf(statement, 'create_definitions');
    if (memberOf(statement, 'keyword') !== 'table' || !isJsonArray(definitions)) return [];
    return [readTable(statement, definitions, { file, notes })];
  });
  if (tables.length > 0) return { tables, notes };
  const message = 'there is no CREATE TABLE with columns in it';
  const remedy = 'write what SHOW CREATE TABLE prints into the file';
  throw new DescriptionError([{ code: 'CONFIGURATION', message, location: { file, line: 1, column: 1 }, remedy }]);
}

async function parseStatements(text: string, file: string): Promise<readonly JsonValue[]> {
  const sql = new (await loadParser()).Parser();
  try {
    const options = { database: 'MySQL', parseOptions: { includeLocations: true } };
    const parsed = parseJson(JSON.stringify(sql.astify(text, options)));
    if (!parsed.ok) throw new DescriptionError([{ code: 'CONFIGURATION', message: parsed.reason }]);
    return isJsonArray(parsed.value) ? parsed.value : [parsed.value];
  } catch (error) {
    if (error instanceof DescriptionError) throw error;
    throw new DescriptionError([syntaxFault(error, text, file)]);
  }
}

type SqlParser = { readonly Parser: typeof Parser };

/** 90 MB that a run never needs: whoever reads DDL installs it. */
async function loadParser(): Promise<SqlParser> {
  try {
    const loaded: unknown = await import('node-sql-parser/build/mysql.js');
    // CommonJS: what it exports stands in `default`.
    const parser = isRecord(loaded) && 'default' in loaded ? loaded['default'] : loaded;
    if (isSqlParser(parser)) return parser;
  } catch {
    // The same as one of another shape.
  }
  const message = 'DDL is read by the package node-sql-parser, which is not installed';
  const remedy = 'npm install -D node-sql-parser@5';
  throw new DescriptionError([{ code: 'NOT_SUPPORTED', message, remedy }]);
}

function isSqlParser(value: unknown): value is SqlParser {
  return isRecord(value) && typeof value['Parser'] === 'function';
}

/** The parser names every token that could stand there: only what was found helps a person. */
function syntaxFault(error: unknown, text: string, file: string): Fault {
  const start: unknown = isRecord(error) && isRecord(error['location']) ? error['location']['start'] : undefined;
  const { line, column } = isRecord(start) ? start : { line: 1, column: 1 };
  const location = { file, line: Number(line), column: Number(column) };
  const rest = (text.split('\n')[location.line - 1] ?? '').slice(location.column - 1).trim();
  return {
    code: 'CONFIGURATION',
    message: 'this is not MySQL that can be read',
    location,
    actual: rest === '' ? 'the end of the line' : rest.slice(0, 60),
    remedy: 'mend it, or keep the CREATE TABLE statements only',
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

type Reading = { readonly file: string; readonly notes: string[] };

function readTable(statement: JsonValue, definitions: readonly JsonValue[], reading: Reading): ProposedTable {
  const name = textOf(memberOf(memberOf(memberOf(statement, 'table'), '0'), 'table'));
  const keys = new Set(definitions.flatMap((definition) => columnsOf(definition, 'primary key')));
  const references = referencesIn(definitions);
  const comment = commentOf(memberOf(statement, 'table_options'));
  const columns = definitions.flatMap((definition): ProposedColumn[] => {
    if (memberOf(definition, 'resource') !== 'column') return [];
    const column = readColumn(definition, { keys, references });
    if (column.note !== undefined) {
      reading.notes.push(`${placeOf(definition, reading.file)}  ${name}.${column.value.name}: ${column.note}`);
    }
    return [column.value];
  });
  return { name, ...(comment !== '' && { description: comment }), columns };
}

function columnsOf(definition: JsonValue, kind: string): string[] {
  const type = memberOf(definition, 'constraint_type');
  if (typeof type !== 'string' || type.toLowerCase() !== kind) return [];
  const listed = memberOf(definition, 'definition');
  return isJsonArray(listed) ? listed.map((column) => textOf(memberOf(column, 'column'))) : [];
}

/** What each column of a foreign key points at, as in `course.id`. */
function referencesIn(definitions: readonly JsonValue[]): ReadonlyMap<string, string> {
  const references = new Map<string, string>();
  for (const definition of definitions) {
    const target = memberOf(definition, 'reference_definition');
    const own = textOf(memberOf(memberOf(definition, 'column'), 'column'));
    const names = own === '' ? columnsOf(definition, 'foreign key') : [own];
    const table = textOf(memberOf(memberOf(memberOf(target, 'table'), '0'), 'table'));
    if (table === '') continue;
    names.forEach((name, index) => {
      const column = textOf(memberOf(memberOf(memberOf(target, 'definition'), String(index)), 'column'));
      references.set(name, `${table}.${column}`);
    });
  }
  return references;
}

function commentOf(options: JsonValue | undefined): string {
  const all = isJsonArray(options) ? options : [];
  const comment = all.find((option) => isJsonObject(option) && option['keyword'] === 'comment');
  const quoted = textOf(memberOf(comment, 'value'));
  return isText(quoted) ? unescapeText(quoted.slice(1, -1)) : quoted;
}

function placeOf(definition: JsonValue, file: string): string {
  const start = memberOf(memberOf(memberOf(definition, 'column'), 'loc'), 'start');
  const location: SourceLocation = {
    file,
    line: Number(memberOf(start, 'line') ?? 1),
    column: Number(memberOf(start, 'column') ?? 1),
  };
  return `${location.file}:${location.line}:${location.column}`;
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
