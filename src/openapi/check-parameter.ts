// A parameter of a request against its declaration.
import { breakPromise, breakSchema } from './break-promise.ts';
import type { RequestCheck } from './checked.ts';
import type { Operation, Parameter } from './contract.ts';
import { judgeReadings } from './judge-parameter.ts';
import type { ParsedParameter } from './parse-parameter.ts';

export const requestCode = 'REQUEST_SCHEMA_MISMATCH';

/** What `at` of a violation begins with where a parameter is wrong, as in `query parameter "limit"`. */
export function parameterLabel(place: string, name: string): string {
  return `${place} parameter "${name}"`;
}

// OpenAPI 3.0.4 section 4.7.12.1: declared as parameters, these are ignored.
const notParameters: ReadonlySet<string> = new Set(['accept', 'content-type', 'authorization']);

export function parametersThatCount({ parameters }: Operation): readonly Parameter[] {
  return parameters.filter(
    (parameter) => parameter.in !== 'header' || !notParameters.has(parameter.name.toLowerCase()),
  );
}

const passed: RequestCheck = { checked: 'checked', violations: [] };

/** @param read what was sent, or would be */
export function checkParsed(operation: Operation, parameter: Parameter, read: ParsedParameter): RequestCheck {
  const at = parameterLabel(parameter.in, parameter.name);
  if (read.type === 'absent') return parameter.required ? parameterMissing(operation, parameter, 'nothing') : passed;
  if (read.type === 'unread') return { checked: 'not-checked', reason: `the ${at}: ${read.reason}`, violations: [] };
  const promised = { operation, part: parameter };
  if (read.type === 'faulty') {
    const { expected, actual } = read;
    const title = 'a parameter is not written as the contract says';
    return broken([breakPromise(promised, { code: requestCode, title, at, expected, actual })]);
  }
  const schema = parameter.schema ?? parameter.content?.schema;
  if (!schema) return passed;
  const words = { code: requestCode, title: 'a parameter breaks its schema' } as const;
  const violations = judgeReadings(schema, read, 'request');
  return broken(violations.map((violation) => breakSchema(promised, violation, words, at)));
}

/** @param actual what there is instead */
export function parameterMissing(operation: Operation, parameter: Parameter, actual: string): RequestCheck {
  const at = parameterLabel(parameter.in, parameter.name);
  const words = { title: 'a required parameter is not given', at, expected: `the ${at}`, actual };
  return broken([breakPromise({ operation, part: parameter }, { code: requestCode, ...words })]);
}

function broken(violations: RequestCheck['violations']): RequestCheck {
  return { checked: 'checked', violations };
}
