// JSONPath (RFC 9535). The library reads queries and checks their types; nodes are walked here, so that numbers keep
// their digits, patterns cannot backtrack, and a query that explodes ends.
import type { JSONPathQuery } from 'json-p3';
import { compile, jsonpath } from 'json-p3';
import { compareNumbers, isNumber, parseNumber } from '../core/exact-number.ts';
import type { JsonValue } from '../core/json.ts';
import { isJsonArray, isJsonObject, isSame } from '../core/json.ts';
import { compilePattern } from '../core/pattern/pattern.ts';
import type { Pattern } from '../core/pattern/pattern.ts';
import { memberOf } from '../document/json-pointer.ts';
import { compareText } from './compare-text.ts';
import { fromIRegexp } from './i-regexp.ts';

const { expressions, selectors } = jsonpath;
type Filter = jsonpath.expressions.FilterExpression;
type Selector = jsonpath.JSONPathSelector;

export type Query = {
  /** RFC 9535 section 2.3.5.1: at most one node, whatever the data. */
  readonly isSingular: boolean;
  /** @throws RangeError where more nodes are visited than `nodeLimit`, or a pattern cannot be searched in bounded time */
  readonly select: (root: JsonValue) => readonly PathNode[];
};

export type PathNode = {
  readonly value: JsonValue;
  /** Absent at the root. */
  readonly parent: PathNode | undefined;
  /** The name or index below the parent. */
  readonly token: string | number;
};

/** A query may visit this many nodes, those of its filters included: a second or so. */
const nodeLimit = 1_000_000;

/** @throws Error with what is wrong with the query, fit for a person */
export function compileQuery(text: string): Query {
  const query = readQuery(text);
  return { isSingular: query.singularQuery(), select: (root) => new Walk(text, root).nodesOf(query, root) };
}

function readQuery(text: string): JSONPathQuery {
  try {
    return compile(text);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Error('the query is nested too deeply', { cause: error });
  }
}

/** The way from the root to a node: names and indexes. */
export function pathTo(node: PathNode): (string | number)[] {
  const path: (string | number)[] = [];
  for (let at = node; at.parent; at = at.parent) path.push(at.token);
  return path.reverse();
}

/** The result of a filter's part: a value, whether a test holds, or nodes; undefined is RFC 9535's Nothing. */
type Result = { readonly nodes: readonly PathNode[] } | { readonly value: JsonValue | undefined };

class Walk {
  readonly #text: string;
  readonly #root: JsonValue;
  readonly #patterns = new Map<string, Pattern | undefined>();
  #visited = 0;

  constructor(text: string, root: JsonValue) {
    this.#text = text;
    this.#root = root;
  }

  nodesOf(query: JSONPathQuery, start: JsonValue): PathNode[] {
    let nodes: PathNode[] = [{ value: start, parent: undefined, token: '' }];
    for (const segment of query.segments) {
      const from = segment.toString().startsWith('..') ? nodes.flatMap((node) => this.#descendants(node)) : nodes;
      const found: PathNode[] = [];
      for (const node of from) for (const selector of segment.selectors) this.#select(selector, node, found);
      nodes = found;
    }
    return nodes;
  }

  #visit(value: JsonValue, parent: PathNode, token: string | number): PathNode {
    this.#visited += 1;
    if (this.#visited > nodeLimit) {
      throw new RangeError(`${this.#text} visits more than ${nodeLimit.toLocaleString('en')} nodes`);
    }
    return { value, parent, token };
  }

  #children(node: PathNode): PathNode[] {
    const { value } = node;
    if (isJsonArray(value)) return value.map((item, index) => this.#visit(item, node, index));
    if (isJsonObject(value)) return Object.entries(value).map(([name, member]) => this.#visit(member, node, name));
    return [];
  }

  /** The node itself, then those below it, each before its own. */
  #descendants(start: PathNode): PathNode[] {
    const found: PathNode[] = [];
    const due = [start];
    for (let node = due.pop(); node; node = due.pop()) {
      found.push(node);
      due.push(...this.#children(node).reverse());
    }
    return found;
  }

  #select(selector: Selector, node: PathNode, found: PathNode[]): void {
    if (selector instanceof selectors.FilterSelector) {
      for (const child of this.#children(node)) if (this.#holds(selector.expression, child.value)) found.push(child);
    } else if (selector instanceof selectors.WildcardSelector) {
      for (const child of this.#children(node)) found.push(child);
    } else {
      for (const token of tokensOf(selector, node.value)) {
        const child = memberOf(node.value, String(token));
        if (child !== undefined) found.push(this.#visit(child, node, token));
      }
    }
  }

  #holds(filter: Filter, current: JsonValue): boolean {
    if (filter instanceof expressions.LogicalExpression) return this.#holds(filter.expression, current);
    if (filter instanceof expressions.PrefixExpression) return !this.#holds(filter.right, current);
    if (filter instanceof expressions.InfixExpression) return this.#holdsBetween(filter, current);
    const result = this.#evaluate(filter, current);
    return 'nodes' in result ? result.nodes.length > 0 : result.value === true;
  }

  #holdsBetween({ left, operator, right }: jsonpath.expressions.InfixExpression, current: JsonValue): boolean {
    if (operator === '&&') return this.#holds(left, current) && this.#holds(right, current);
    if (operator === '||') return this.#holds(left, current) || this.#holds(right, current);
    return compare(valueOf(this.#evaluate(left, current)), operator, valueOf(this.#evaluate(right, current)));
  }

  #evaluate(filter: Filter, current: JsonValue): Result {
    if (filter instanceof expressions.RelativeQuery) return { nodes: this.nodesOf(filter.path, current) };
    if (filter instanceof expressions.RootQuery) return { nodes: this.nodesOf(filter.path, this.#root) };
    if (filter instanceof expressions.FunctionExtension) return { value: this.#call(filter, current) };
    if (filter instanceof expressions.NumberLiteral) return { value: parseNumber(filter.token.value) };
    if (filter instanceof expressions.StringLiteral || filter instanceof expressions.BooleanLiteral) {
      return { value: filter.value };
    }
    if (filter instanceof expressions.NullLiteral) return { value: null };
    return { value: this.#holds(filter, current) };
  }

  /** RFC 9535 section 2.4: the functions and their arguments were checked when the query was read. */
  #call({ name, args }: jsonpath.expressions.FunctionExtension, current: JsonValue): JsonValue | undefined {
    const [first, second] = args.map((argument) => this.#evaluate(argument, current));
    if (!first) return undefined;
    switch (name) {
      case 'count':
        return 'nodes' in first ? first.nodes.length : undefined;
      case 'length':
        return lengthOf(valueOf(first));
      case 'value':
        return valueOf(first);
      default:
        return second && this.#matches(valueOf(first), valueOf(second), name === 'match');
    }
  }

  #matches(text: JsonValue | undefined, source: JsonValue | undefined, whole: boolean): boolean {
    if (typeof text !== 'string' || typeof source !== 'string') return false;
    const written = fromIRegexp(source);
    if (written === undefined) return false;
    const key = whole ? `^(?:${written})$` : written;
    if (!this.#patterns.has(key)) this.#patterns.set(key, isRegExp(key) ? compilePattern(key) : undefined);
    return this.#patterns.get(key)?.isFoundIn(text) === true;
  }
}

/** What I-Regexp lets pass and ECMAScript does not, as a range from z to a, is no pattern: then nothing matches. */
function isRegExp(source: string): boolean {
  try {
    return new RegExp(source, 'u').source !== '';
  } catch {
    return false;
  }
}

function valueOf(result: Result): JsonValue | undefined {
  if ('value' in result) return result.value;
  return result.nodes.length === 1 ? result.nodes[0]?.value : undefined;
}

function lengthOf(value: JsonValue | undefined): number | undefined {
  if (typeof value === 'string') return Array.from(value).length;
  if (isJsonArray(value)) return value.length;
  return isJsonObject(value) ? Object.keys(value).length : undefined;
}

/** RFC 9535 section 2.3.5.2.2 */
function compare(left: JsonValue | undefined, operator: string, right: JsonValue | undefined): boolean {
  if (operator === '==') return isSame(left, right);
  if (operator === '!=') return !isSame(left, right);
  const order = orderOf(left, right);
  if (operator === '<') return order < 0;
  if (operator === '>') return order > 0;
  return isSame(left, right) || (operator === '<=' ? order < 0 : order > 0);
}

/** Not a number where the two have no order. */
function orderOf(left: JsonValue | undefined, right: JsonValue | undefined): number {
  if (typeof left === 'string' && typeof right === 'string') return compareText(left, right);
  return isNumber(left) && isNumber(right) ? compareNumbers(left, right) : NaN;
}

/** The names and indexes that a selector names itself; there may be nothing at them. */
function tokensOf(selector: Selector, value: JsonValue): (string | number)[] {
  if (selector instanceof selectors.NameSelector) return isJsonObject(value) ? [selector.name] : [];
  if (!isJsonArray(value)) return [];
  if (selector instanceof selectors.SliceSelector) return indexesOf(selector, value.length);
  if (!(selector instanceof selectors.IndexSelector)) return [];
  return [selector.index < 0 ? value.length + selector.index : selector.index];
}

/** RFC 9535 section 2.3.4.2.2 */
function indexesOf(slice: jsonpath.selectors.SliceSelector, length: number): number[] {
  const step = slice.step ?? 1;
  const bound = (index: number | undefined, absent: number): number => {
    if (index === undefined) return absent;
    const from = index < 0 ? length + index : index;
    return step > 0 ? Math.min(Math.max(from, 0), length) : Math.min(Math.max(from, -1), length - 1);
  };
  const indexes: number[] = [];
  if (step > 0) {
    for (let at = bound(slice.start, 0), end = bound(slice.stop, length); at < end; at += step) indexes.push(at);
  } else if (step < 0) {
    for (let at = bound(slice.start, length - 1), end = bound(slice.stop, -1); at > end; at += step) indexes.push(at);
  }
  return indexes;
}
