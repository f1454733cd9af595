// Which operation a request means, with the base path of a server before its path or without.
import { didYouMean } from '../../core/nearest-name.ts';
import type { Contract, Operation } from '../../openapi/contract.ts';
import { indexOperations } from '../../openapi/operation-index.ts';
import type { OperationIndex } from '../../openapi/operation-index.ts';

export type Routes = OperationIndex & {
  /** The nearest path of the contracts, as a question; undefined where none is near. */
  readonly near: (url: string) => string | undefined;
};

export function createRoutes(contracts: readonly Contract[]): Routes {
  const based = indexOperations(contracts, { servers: true });
  const bare = indexOperations(contracts);
  const paths = [...new Set(contracts.flatMap(({ operations }) => operations.map(({ path }) => path)))];
  return {
    ...bare,
    byRequest: (method, url) => {
      const found = based.byRequest(method, url);
      return found.length > 0 ? found : bare.byRequest(method, url);
    },
    methodsOf: (url) => [...new Set([...based.methodsOf(url), ...bare.methodsOf(url)])].sort(),
    near: (url) => didYouMean(nearestShape(url.split(/[?#]/)[0] ?? '', paths), paths),
  };
}

/** The path with the names of a template's parameters where that template has them: `/pet/7` is near `/pets/{petId}`. */
function nearestShape(path: string, templates: readonly string[]): string {
  const sent = path.replace(/(.)\/+$/, '$1').split('/');
  const same = templates.map((template) => template.split('/')).filter(({ length }) => length === sent.length);
  const score = (template: readonly string[]): number =>
    template.filter((segment, index) => segment === sent[index] || /^\{.*\}$/.test(segment)).length;
  const [best] = same.sort((left, right) => score(right) - score(left));
  return best
    ? sent.map((segment, index) => (/^\{.*\}$/.test(best[index] ?? '') ? (best[index] ?? '') : segment)).join('/')
    : path;
}

/** HEAD is answered as GET is, where the contract has no answer of its own. */
export function operationFor(routes: Routes, method: string, url: string): Operation | undefined {
  const [own] = routes.byRequest(method, url);
  return own ?? (method === 'HEAD' ? routes.byRequest('GET', url)[0] : undefined);
}
