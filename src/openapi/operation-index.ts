// Which operation a request addresses: OpenAPI 3.0.4 section 4.7.8.2, on the path as it was sent.
import type { Contract, Operation } from './contract.ts';

export type OperationIndex = {
  readonly byId: (operationId: string) => readonly Operation[];
  /**
   * Every operation of that method whose path fits, most specific first: segment by segment from the left, text beats
   * text with a parameter in it beats a parameter. `url` is absolute or a path; a path of the gateway's base URL is
   * taken off by the caller, and the contract's `servers` do not count.
   */
  readonly byRequest: (method: string, url: string) => readonly Operation[];
  readonly ids: () => readonly string[];
};

type Segment =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'parameter'; readonly name: string }
  | { readonly type: 'mixed'; readonly pattern: RegExp; readonly names: readonly string[]; readonly fixed: number };

type Route = { readonly operation: Operation; readonly segments: readonly Segment[] };

const routes = new WeakMap<Operation, Route>();

export function indexOperations(contracts: readonly Contract[]): OperationIndex {
  const byId = new Map<string, Operation[]>();
  const byShape = new Map<string, Route[]>();
  for (const operation of contracts.flatMap((contract) => contract.operations)) {
    append(byId, operation.operationId, operation);
    const route = routeOf(operation);
    append(byShape, `${operation.method} ${route.segments.length}`, route);
  }
  for (const group of byShape.values()) group.sort(bySpecificity);
  const ids = [...byId.keys()];
  return {
    byId: (operationId) => byId.get(operationId) ?? [],
    byRequest: (method, url) => {
      const segments = segmentsOf(url);
      const found: Operation[] = [];
      for (const route of byShape.get(`${method} ${segments.length}`) ?? []) {
        if (fits(route, segments)) found.push(route.operation);
      }
      return found;
    },
    ids: () => ids,
  };
}

/** The values of the path's parameters, each decoded once; what is not percent-encoding stays as it was sent. */
export function pathParameters(operation: Operation, url: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  const sent = segmentsOf(url);
  routeOf(operation).segments.forEach((segment, index) => {
    const text = sent[index] ?? '';
    if (segment.type === 'parameter') values.set(segment.name, decode(text));
    if (segment.type !== 'mixed') return;
    const match = segment.pattern.exec(text);
    segment.names.forEach((name, position) => values.set(name, decode(match?.[position + 1] ?? '')));
  });
  return values;
}

function append<Value>(groups: Map<string, Value[]>, key: string, value: Value): void {
  const group = groups.get(key);
  if (group) group.push(value);
  else groups.set(key, [value]);
}

/** The raw path's segments: not by `URL`, which would resolve dots and decode. */
function segmentsOf(url: string): string[] {
  const scheme = url.indexOf('://');
  const start = url.startsWith('/') ? 0 : url.indexOf('/', scheme < 0 ? 0 : scheme + 3);
  if (start < 0) return [''];
  let end = url.length;
  for (const mark of ['?', '#']) {
    const position = url.indexOf(mark);
    if (position >= 0 && position < end) end = position;
  }
  return url.slice(start + 1, Math.max(end, start + 1)).split('/');
}

function routeOf(operation: Operation): Route {
  const known = routes.get(operation);
  if (known) return known;
  const route = { operation, segments: operation.path.slice(1).split('/').map(parseSegment) };
  routes.set(operation, route);
  return route;
}

function parseSegment(text: string): Segment {
  const names = [...text.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name);
  const [name] = names;
  if (name === undefined) return { type: 'text', text: decode(text) };
  if (text === `{${name}}`) return { type: 'parameter', name };
  const parts = text.split(/\{[^{}]*\}/);
  const escaped = parts.map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return { type: 'mixed', pattern: new RegExp(`^${escaped.join('(.+)')}$`), names, fixed: parts.join('').length };
}

function fits(route: Route, sent: readonly string[]): boolean {
  for (let index = 0; index < sent.length; index++) {
    const segment = route.segments[index];
    const text = sent[index];
    if (segment === undefined || text === undefined || !fitsSegment(segment, text)) return false;
  }
  return true;
}

function fitsSegment(segment: Segment, text: string): boolean {
  if (segment.type === 'parameter') return text !== '';
  if (segment.type === 'mixed') return segment.pattern.test(text);
  return segment.text === text || (text.includes('%') && segment.text === decode(text));
}

function bySpecificity(left: Route, right: Route): number {
  for (let index = 0; index < left.segments.length; index++) {
    const difference = rank(left.segments[index]) - rank(right.segments[index]);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Smaller is more specific. */
function rank(segment: Segment | undefined): number {
  if (segment?.type === 'text') return 0;
  return segment?.type === 'mixed' ? 1 / (1 + segment.fixed) : 1;
}

function decode(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
