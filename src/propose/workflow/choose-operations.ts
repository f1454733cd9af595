// Which operations a command line means.
import { DescriptionError } from '../../core/errors.ts';
import type { Fault } from '../../core/errors.ts';
import { didYouMean } from '../../core/nearest-name.ts';
import type { Operation } from '../../openapi/contract.ts';
import type { OperationIndex } from '../../openapi/operation-index.ts';
import { sourceName } from './draft.ts';

/**
 * @param names ids, `contract#id` where two contracts have the same; an operation may be there twice
 * @throws DescriptionError with OPERATION_NOT_FOUND or USAGE: a fault for each name
 */
export function chooseOperations(names: readonly string[], operations: OperationIndex): Operation[] {
  const faults: Fault[] = [];
  const chosen = names.flatMap((name) => {
    const found = operationsCalled(name, operations);
    const [only, second] = found;
    if (only && !second) return only;
    faults.push(only ? severalFault(name, found) : unknownFault(name, operations));
    return [];
  });
  if (chosen.length === 0 && faults.length === 0) {
    const message = '--operations names no operation';
    faults.push({ code: 'USAGE', message, expected: 'ids of operations, with commas: insertCourses,queryCourses' });
  }
  if (faults.length > 0) throw new DescriptionError(faults);
  return chosen;
}

function operationsCalled(name: string, operations: OperationIndex): readonly Operation[] {
  const plain = operations.byId(name);
  if (plain.length > 0 || !name.includes('#')) return plain;
  const hash = name.lastIndexOf('#');
  const contract = name.slice(0, hash);
  const all = operations.byId(name.slice(hash + 1));
  return all.filter((operation) => contract === sourceName(operation.contract) || contract === fileOf(operation));
}

const fileOf = ({ contract }: Operation): string => contract.document.file;

function severalFault(name: string, found: readonly Operation[]): Fault {
  const names = new Set(found.map((operation) => sourceName(operation.contract)));
  // Where two files are called alike, the whole path tells them apart.
  const ways = found.map((operation) =>
    names.size === found.length ? sourceName(operation.contract) : fileOf(operation),
  );
  const id = name.slice(name.lastIndexOf('#') + 1);
  return {
    code: 'USAGE',
    message: `operation "${name}" is in ${found.map(fileOf).join(' and ')}`,
    remedy: `write ${ways.map((way) => `${way}#${id}`).join(' or ')}`,
  };
}

function unknownFault(name: string, operations: OperationIndex): Fault {
  const ids = operations.ids();
  const remedy =
    didYouMean(name.slice(name.lastIndexOf('#') + 1), ids) ?? 'an operation has the id that its contract gives it';
  return { code: 'OPERATION_NOT_FOUND', message: `no contract has an operation "${name}"`, remedy };
}
