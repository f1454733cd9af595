// Which operation a request addresses.
import type { Contract, Operation } from './contract.ts';
import { bySpecificity, fits, parseBasePath, parseTemplate, segmentsOf, textsOf } from './match-path.ts';
import type { PathTemplate } from './match-path.ts';
import { percentDecode } from './percent-decode.ts';

export type OperationIndex = {
  readonly byId: (operationId: string) => readonly Operation[];
  /**
   * Every operation of that method whose path fits, most specific first: segment by segment from the left, text beats
   * text with a parameter in it beats a parameter. `url` is absolute or a path; of the host nothing is asked.
   */
  readonly byRequest: (method: string, url: string) => readonly Operation[];
  /** The methods whose operations fit a path, in alphabetical order: where it has others, 405 is right instead of 404. */
  readonly methodsOf: (url: string) => readonly string[];
  readonly ids: () => readonly string[];
};

type Route = { readonly operation: Operation; readonly template: PathTemplate };

/**
 * @param options `servers: true`: the path of a server stands before each operation's, as in a full URL; else a path of
 *   the gateway's base URL is taken off by the caller, and the contract's `servers` do not count
 */
export function indexOperations(
  contracts: readonly Contract[],
  options: { readonly servers?: boolean } = {},
): OperationIndex {
  const byId = new Map<string, Operation[]>();
  const byShape = new Map<string, Route[]>();
  const methods = new Set<string>();
  for (const operation of contracts.flatMap((contract) => contract.operations)) {
    append(byId, operation.operationId, operation);
    methods.add(operation.method);
    const [alone, ...based] = templatesOf(operation);
    for (const template of options.servers === true ? based : [alone]) {
      append(byShape, `${operation.method} ${template.length}`, { operation, template });
    }
  }
  for (const group of byShape.values()) group.sort((left, right) => bySpecificity(left.template, right.template));
  const ids = [...byId.keys()];
  const routesFor = (method: string, sent: readonly string[]): Route[] =>
    (byShape.get(`${method} ${sent.length}`) ?? []).filter(({ template }) => fits(template, sent));
  return {
    byId: (operationId) => byId.get(operationId) ?? [],
    byRequest: (method, url) => [...new Set(routesFor(method, segmentsOf(url)).map(({ operation }) => operation))],
    methodsOf: (url) => {
      const sent = segmentsOf(url);
      return [...methods].filter((method) => routesFor(method, sent).length > 0).sort();
    },
    ids: () => ids,
  };
}

const templates = new WeakMap<Operation, readonly [PathTemplate, ...PathTemplate[]]>();

/** The operation's path alone, then behind the path of each server. */
function templatesOf(operation: Operation): readonly [PathTemplate, ...PathTemplate[]] {
  let known = templates.get(operation);
  if (!known) {
    const own = parseTemplate(operation.path);
    known = [own, ...(operation.basePaths ?? ['']).map((path) => [...parseBasePath(path), ...own])];
    templates.set(operation, known);
  }
  return known;
}

/** The texts of the path's parameters as they were sent, not decoded; of a path behind that of a server too. */
export function pathTexts(operation: Operation, url: string): ReadonlyMap<string, string> {
  const sent = segmentsOf(url);
  const template = templatesOf(operation).find((candidate) => fits(candidate, sent));
  return template ? textsOf(template, sent) : new Map<string, string>();
}

/** The values of the path's parameters, each decoded once; what is not percent-encoding stays as it was sent. */
export function pathParameters(operation: Operation, url: string): ReadonlyMap<string, string> {
  return new Map([...pathTexts(operation, url)].map(([name, text]) => [name, percentDecode(text) ?? text]));
}

function append<Value>(groups: Map<string, Value[]>, key: string, value: Value): void {
  const group = groups.get(key);
  if (group) group.push(value);
  else groups.set(key, [value]);
}
