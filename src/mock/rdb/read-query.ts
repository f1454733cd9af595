// The query string of a request as a `Query`: which parameters each method knows, and each one's grammar.
import { GatewayRefusal } from '../errors.ts';
import { parseFilter } from './parse-filters.ts';
import { parseOrder } from './parse-order.ts';
import { parseSelect } from './parse-select.ts';
import type { Condition, Parsed, Query } from './query.ts';
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

/**
 * @param text the raw query string, without `?`
 * @throws GatewayRefusal with INVALID_PARAM
 */
export function readQuery(method: Method, text: string): Query {
  const given = new Map<string, string>();
  const where: Condition[] = [];
  for (const [name, value] of readPairs(text)) {
    if (!reserved.has(name)) where.push(readFilter(method, name, value));
    else if (!parametersOf[method].includes(name)) throw invalidParameter(`${method} does not take "${name}"`);
    else if (given.has(name)) throw invalidParameter(`"${name}" is given twice`);
    else given.set(name, value);
  }
  const limit = readCount('limit', given.get('limit'));
  const offset = readCount('offset', given.get('offset'));
  const columns = readNames(given.get('columns'));
  const onConflict = readNames(given.get('on_conflict'));
  return {
    select: accept(parseSelect(given.get('select') ?? '*')),
    where,
    order: given.has('order') ? accept(parseOrder(given.get('order') ?? '')) : [],
    ...(limit === undefined ? {} : { limit }),
    ...(offset === undefined ? {} : { offset }),
    ...(columns === undefined ? {} : { columns }),
    ...(onConflict === undefined ? {} : { onConflict }),
  };
}

/** Name and value of each parameter, in order. Strict, as the service is: a bare `%` is refused. */
function readPairs(text: string): (readonly [string, string])[] {
  return text
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      const split = equals === -1 ? pair.length : equals;
      return [decode(pair.slice(0, split)), decode(pair.slice(split + 1))] as const;
    });
}

function decode(text: string): string {
  if (!/[%+]/.test(text)) return text;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw invalidParameter(`the query string is not percent-encoded at "${text}": write a percent sign as %25`);
  }
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
