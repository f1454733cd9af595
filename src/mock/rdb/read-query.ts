// The query string of a request as a `Query`: which parameters each method knows, and each one's grammar.
import { percentDecode, splitPairs } from '../../openapi/percent-decode.ts';
import { GatewayRefusal } from '../errors.ts';
import { parseFilter } from './parse-filters.ts';
import { parseOrder } from './parse-order.ts';
import { parseSelect } from './parse-select.ts';
import type { Selected } from './parse-select.ts';
import type { Condition, Parsed, Query, Rows } from './query.ts';
import { GrammarError, parseNames } from './scan.ts';

export type Method = 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'DELETE';

const parametersOf: Readonly<Record<Method, readonly string[]>> = {
  GET: ['select', 'order', 'limit', 'offset'],
  HEAD: ['select', 'order', 'limit', 'offset'],
  POST: ['select', 'columns', 'on_conflict'],
  PATCH: ['select', 'order', 'limit'],
  DELETE: ['select', 'order', 'limit'],
};
const reserved = new Set(Object.values(parametersOf).flat());

export function invalidParameter(reason: string): GatewayRefusal {
  return new GatewayRefusal(400, 'INVALID_PARAM', reason);
}

/** What stands in the query string: for the rows themselves, or by the path of embedded ones, as in `class.grade`. */
type Given = {
  readonly words: Map<string, string>;
  readonly where: Condition[];
};

/**
 * @param text the raw query string, without `?`
 * @throws GatewayRefusal with INVALID_PARAM
 */
export function readQuery(method: Method, text: string): Query {
  const given = readGiven(method, text);
  const words = given.get('')?.words;
  const columns = readNames(words?.get('columns'));
  const onConflict = readNames(words?.get('on_conflict'));
  const rows = readRows(accept(parseSelect(words?.get('select') ?? '*')), '', given);
  const [unused] = given.keys();
  if (unused !== undefined) {
    throw invalidParameter(`"${unused}" is not among the embedded rows of "select", so nothing can be filtered there`);
  }
  return {
    ...rows,
    ...(columns === undefined ? {} : { columns }),
    ...(onConflict === undefined ? {} : { onConflict }),
  };
}

function readGiven(method: Method, text: string): Map<string, Given> {
  const given = new Map<string, Given>();
  for (const [name, value] of readPairs(text)) {
    const { path, own } = splitPath(name);
    const at = given.get(path) ?? { words: new Map<string, string>(), where: [] };
    given.set(path, at);
    if (!reserved.has(own)) at.where.push(readFilter(method, own, value));
    else if (!takes(method, path, own)) throw invalidParameter(`${method} does not take "${name}"`);
    else if (at.words.has(own)) throw invalidParameter(`"${name}" is given twice`);
    else at.words.set(own, value);
  }
  return given;
}

/** Takes what was given for these rows, and for those that are embedded in them. */
function readRows({ select, embed }: Selected, path: string, given: Map<string, Given>): Rows {
  const words = given.get(path)?.words;
  const where = given.get(path)?.where ?? [];
  given.delete(path);
  const limit = readCount('limit', words?.get('limit'));
  const offset = readCount('offset', words?.get('offset'));
  return {
    select,
    embed: embed.map((embedding) => {
      const paths = [embedding.alias, embedding.target].map((name) => (path === '' ? name : `${path}.${name}`));
      const own = paths.find((name) => [...given.keys()].some((key) => key === name || key.startsWith(`${name}.`)));
      return { ...embedding, rows: readRows(embedding.rows, own ?? `${path}.${embedding.alias}`, given) };
    }),
    where,
    order: words?.has('order') ? accept(parseOrder(words.get('order') ?? '')) : [],
    ...(limit === undefined ? {} : { limit }),
    ...(offset === undefined ? {} : { offset }),
  };
}

/** `class.not.or` to the embedded `class` and its `not.or`. */
function splitPath(name: string): { readonly path: string; readonly own: string } {
  const [, path = '', own = name] = /^(?:(.+?)\.)?((?:not\.)?(?:and|or)|[^.]*)$/s.exec(name) ?? [];
  return path === 'not' ? { path: '', own: name } : { path, own };
}

function takes(method: Method, path: string, word: string): boolean {
  if (path === '') return parametersOf[method].includes(word);
  return method === 'GET' && ['order', 'limit', 'offset'].includes(word);
}

/** Name and value of each parameter, in order. Strict, as the service is: a bare `%` is refused. */
function readPairs(text: string): (readonly [string, string])[] {
  return splitPairs(text).map(([name, value]) => [decode(name), decode(value)] as const);
}

function decode(text: string): string {
  const decoded = percentDecode(text, true);
  if (decoded !== undefined) return decoded;
  throw invalidParameter(`the query string is not percent-encoded at "${text}": write a percent sign as %25`);
}

function readFilter(method: Method, name: string, value: string): Condition {
  if (method === 'POST') throw invalidParameter(`POST does not take "${name}"`);
  return accept(parseFilter(name, value));
}

function readCount(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,15}$/.test(text)) throw invalidParameter(`"${name}" takes a number of rows, not "${text}"`);
  return Number(text);
}

function readNames(text: string | undefined): readonly string[] | undefined {
  if (text === undefined) return undefined;
  try {
    return parseNames(text);
  } catch (error) {
    if (error instanceof GrammarError) throw invalidParameter(error.message);
    throw error;
  }
}

function accept<Value>(parsed: Parsed<Value>): Value {
  if (!parsed.ok) throw invalidParameter(parsed.reason);
  return parsed.value;
}
