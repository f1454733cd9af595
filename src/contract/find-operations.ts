// Which operations of a set judge a request, or why none does.
import { formatLocation } from '../core/source.ts';
import { didYouMean, nearestName } from '../core/nearest-name.ts';
import { locatePart } from '../openapi/contract.ts';
import type { Operation } from '../openapi/contract.ts';
import type { OperationIndex } from '../openapi/operation-index.ts';
import { serversOf } from '../openapi/servers.ts';
import type { ContractSet } from './open-contract.ts';

export type Wanted = {
  /** Upper case; undefined where it is not known. */
  readonly method: string | undefined;
  /** Absolute, or a path; empty where it is not known. */
  readonly url: string;
  readonly operationId?: string | undefined;
  readonly baseUrl?: string | undefined;
};

/** `operations`: most specific first, never empty. */
export type Found =
  | { readonly found: true; readonly operations: readonly Operation[] }
  | { readonly found: false; readonly reason: string; readonly remedy: string };

/** By the operationId where one is given: it pins the operation, whatever the URL. Else by method and path. */
export function findOperations(contracts: ContractSet, wanted: Wanted): Found {
  if (wanted.operationId !== undefined) return findById(contracts, wanted, wanted.operationId);
  if (wanted.url === '') return missing('the answer does not tell its URL', 'name the operation');
  const ways = waysInto(contracts, wanted);
  if (ways.length === 0) return outside(contracts, wanted);
  const { method } = wanted;
  if (method === undefined) return findWithoutMethod(contracts, wanted, ways);
  const operations = lookUp(ways, method, wanted);
  return operations.length > 0 ? { found: true, operations } : nothingFits(contracts, wanted, ways);
}

function missing(reason: string, remedy: string): Found {
  return { found: false, reason, remedy };
}

function findById(contracts: ContractSet, wanted: Wanted, operationId: string): Found {
  const named = contracts.operations.byId(operationId);
  if (named.length === 0) {
    const near = didYouMean(operationId, contracts.operations.ids());
    return missing(`no contract has an operation "${operationId}"`, near ?? 'operations are named by operationId');
  }
  const fitting = named.length === 1 ? named : narrow(contracts, wanted, named);
  const [operation, other] = fitting;
  if (!operation || other) {
    const places = named.map((each) => formatLocation(locatePart(each.contract, each))).join(', ');
    return missing(`several contracts have an operation "${operationId}": ${places}`, 'open one of them alone');
  }
  const { method, path } = operation;
  if (wanted.method !== undefined && wanted.method !== method) {
    const reason = `the operation "${operationId}" is ${method} ${path}, and the request is ${wanted.method}`;
    return missing(reason, 'name the operation that was called');
  }
  return { found: true, operations: fitting };
}

function narrow(contracts: ContractSet, wanted: Wanted, named: readonly Operation[]): readonly Operation[] {
  const ways = waysInto(contracts, wanted);
  return named.filter((operation) => lookUp(ways, operation.method, wanted).includes(operation));
}

/** What is left of a URL behind a base path, and the operations that may fit it. */
type Way = { readonly path: string; readonly operations: OperationIndex };

function waysInto({ bases, operations, baseUrl: own }: ContractSet, { url, baseUrl = own }: Wanted): Way[] {
  const { authority, path } = splitUrl(url);
  if (baseUrl === undefined) {
    return bases.flatMap((base) => {
      const match = base.basePath.exec(path);
      return match ? [{ path: rooted(path.slice(match[0].length)), operations: base.operations }] : [];
    });
  }
  const base = splitUrl(baseUrl);
  const basePath = base.path.replace(/[?#].*$/s, '').replace(/\/+$/, '');
  if (authority !== undefined && base.authority !== undefined && authority !== base.authority) return [];
  const rest = path.slice(basePath.length);
  return path.startsWith(basePath) && /^(?:[/?#]|$)/.test(rest) ? [{ path: rooted(rest), operations }] : [];
}

/** Not by `URL`, which would resolve dots and decode. Host and port in lower case, without a user. */
function splitUrl(url: string): { readonly authority: string | undefined; readonly path: string } {
  const [, authority, path] = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?([^/?#]*)(.*)$/is.exec(url) ?? [];
  return { authority: authority?.toLowerCase(), path: path ?? url };
}

function rooted(path: string): string {
  return path.startsWith('/') ? path : `/${path}`;
}

/** Where contracts name the host of the URL, theirs are the operations; a host that none names may be any of theirs. */
function lookUp(ways: readonly Way[], method: string, { url, baseUrl }: Wanted): readonly Operation[] {
  const operations = [...new Set(ways.flatMap((way) => way.operations.byRequest(method, way.path)))];
  const { authority } = splitUrl(url);
  if (authority === undefined || baseUrl !== undefined || operations.length < 2) return operations;
  const athome = operations.filter((operation) =>
    serversOf(operation).some((server) => server.authority?.test(authority) === true),
  );
  return athome.length > 0 ? athome : operations;
}

const methods = ['GET', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH', 'TRACE'];

function methodsOf(ways: readonly Way[], wanted: Wanted): string[] {
  return methods.filter((method) => lookUp(ways, method, wanted).length > 0);
}

/** Which of several methods was called, nobody should guess: the wrong contract would judge. */
function findWithoutMethod(contracts: ContractSet, wanted: Wanted, ways: readonly Way[]): Found {
  const known = methodsOf(ways, wanted);
  const [method, other] = known;
  if (method === undefined) return nothingFits(contracts, wanted, ways);
  if (other === undefined) return { found: true, operations: lookUp(ways, method, wanted) };
  const reason = `the answer does not tell its method, and ${pathOf(wanted.url)} has ${known.join(', ')}`;
  return missing(reason, 'name the operation, or the method');
}

function pathOf(url: string): string {
  return rooted(splitUrl(url).path.replace(/[?#].*$/s, ''));
}

function outside({ bases, baseUrl: own }: ContractSet, { url, baseUrl = own }: Wanted): Found {
  if (baseUrl !== undefined) {
    return missing(`the URL does not begin with the base URL ${baseUrl}`, 'is the base URL the one that was called?');
  }
  const declared = bases.map(({ shown }) => (shown === '' ? '/' : shown)).join(', ');
  if (declared === '') return missing('the contracts have no operations', 'is it the right file?');
  const reason = `${pathOf(url)} does not begin with a base path of the contract's servers: ${declared}`;
  return missing(reason, 'where the service is served elsewhere, say so with baseUrl');
}

function nothingFits(contracts: ContractSet, wanted: Wanted, ways: readonly Way[]): Found {
  const path = pathOf(wanted.url);
  const known = methodsOf(ways, wanted);
  const request = wanted.method === undefined ? path : `${wanted.method} ${path}`;
  if (known.length > 0) {
    const reason = `no operation of the contract fits ${request}: the path has ${known.join(', ')}`;
    return missing(reason, 'declare the method in the contract, or call another');
  }
  const near = nearestPath(contracts, pathOf(ways[0]?.path ?? path));
  const remedy = near === undefined ? 'declare the path in the contract' : `did you mean "${near}"?`;
  return missing(`no operation of the contract fits ${request}`, remedy);
}

/** The template that a mistyped path most likely means: its parameters take whatever the path has in their place. */
function nearestPath({ contracts }: ContractSet, path: string): string | undefined {
  const sent = path.split('/');
  const templates = new Map<string, string>();
  for (const template of contracts.flatMap(({ operations }) => operations.map((operation) => operation.path))) {
    const segments = template.split('/');
    const filled =
      segments.length === sent.length
        ? segments.map((segment, index) => (segment.includes('{') ? (sent[index] ?? segment) : segment))
        : segments;
    templates.set(filled.join('/'), template);
  }
  return templates.get(nearestName(path, templates.keys()) ?? '');
}
