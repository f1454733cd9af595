import { DescriptionError } from '../../core/errors.ts';
import { didYouMean } from '../../core/nearest-name.ts';
import type { OperationIndex } from '../../openapi/operation-index.ts';
import type { Fault, FaultKind } from './fault.ts';
import { faultKinds, kindOf } from './fault.ts';

const form = 'KIND:OPERATION_ID[:ARGUMENT], as in retype:queryRecords:/0/position';

/**
 * Reads `retype:queryRecords:/0/position`.
 * @throws DescriptionError with USAGE: an unknown kind or operation, an argument that is missing or not wanted
 */
export function readFault(text: string, operations: OperationIndex | undefined): Fault {
  const [kind = '', operationId = '', ...rest] = text.split(':');
  const argument = rest.join(':');
  if (!isKind(kind)) throw usage(text, `there is no fault "${kind}"`, { name: kind, known: Object.keys(faultKinds) });
  const ids = operations?.ids() ?? [];
  if (!ids.includes(operationId)) {
    throw usage(text, `no contract has an operation "${operationId}"`, { name: operationId, known: ids });
  }
  const wanted = kindOf(kind).argument;
  if (wanted === undefined && rest.length > 0) throw usage(text, `the fault "${kind}" takes no argument`);
  if (wanted !== undefined && !wanted.pattern.test(argument)) {
    throw usage(text, `the fault "${kind}" takes ${wanted.name}`);
  }
  return { kind, operationId, argument };
}

function isKind(name: string): name is FaultKind {
  return Object.hasOwn(faultKinds, name);
}

function usage(
  text: string,
  message: string,
  near?: { readonly name: string; readonly known: readonly string[] },
): DescriptionError {
  const meant = near === undefined ? undefined : didYouMean(near.name, near.known);
  const names = near === undefined || near.known.length === 0 ? form : near.known.join(', ');
  const remedy = meant ?? `write ${form}`;
  return new DescriptionError([{ code: 'USAGE', message, expected: names, actual: `"${text}"`, remedy }]);
}
