// Operations whose refusals no contract describes.
import { placeAt } from '../resolve-reference.ts';
import type { Contract, Operation } from '../contract.ts';
import { indexOperations } from '../operation-index.ts';
import type { LintFinding } from './lint-finding.ts';

/**
 * An error is declared by an operation, or by one of another contract whose path fits, too: an application's contract
 * is a layer on the platform's.
 */
export function checkStatuses(contracts: readonly Contract[]): LintFinding[] {
  const index = indexOperations(contracts);
  return contracts
    .flatMap(({ operations }) => operations)
    .flatMap((operation) => {
      const { document = operation.contract.document, method, path } = operation;
      const layers = [operation, ...index.byRequest(method, path)];
      const statuses = layers.flatMap(({ responses }) => responses.map(({ status }) => status));
      const place = placeAt(document, `${operation.pointer}/responses`);
      const words = missing(operation, [...new Set(statuses)]);
      return words === undefined ? [] : [{ rule: 'error-status', place, part: 'key', ...words } as const];
    });
}

function missing({ operationId, security }: Operation, statuses: readonly string[]): Words | undefined {
  const errors = statuses.filter((status) => /^[45]|^default$/.test(status));
  const actual = statuses.join(', ');
  const remedy = 'declare what the service answers then';
  if (errors.length === 0) {
    return { message: `${operationId} declares no error status`, expected: '4XX, 5XX or default', actual, remedy };
  }
  const needsCredential = security.length > 0 && security.every(({ length }) => length > 0);
  if (!needsCredential || errors.some((status) => /^(?:401|403|4XX|default)$/.test(status))) return undefined;
  const message = `${operationId} takes a credential, and does not say how one is refused`;
  return { message, expected: '401, 403, 4XX or default', actual, remedy };
}

type Words = Required<Pick<LintFinding, 'message' | 'expected' | 'actual'>> & Pick<LintFinding, 'remedy'>;
