// Response headers: present where required, and of the declared type. Names compare without case.
import type { HeaderField } from '../core/http.ts';
import { headerValues } from '../core/http.ts';
import { breakPromise, breakSchema } from './break-promise.ts';
import type { Promised } from './break-promise.ts';
import type { HowChecked } from './checked.ts';
import type { Header, Operation, Response } from './contract.ts';
import { judgeReadings } from './judge-parameter.ts';
import { readHeader } from './read-header.ts';
import type { ParsedParameter } from './parse-parameter.ts';
import type { Violation } from './violation.ts';

export type CheckedHeaders = {
  readonly violations: readonly Violation[];
  /** Those that could not be checked. */
  readonly unchecked: readonly HowChecked[];
};

const nothing: CheckedHeaders = { violations: [], unchecked: [] };

export function checkHeaders(operation: Operation, response: Response, sent: readonly HeaderField[]): CheckedHeaders {
  if (response.headers.length === 0) return nothing;
  const violations: Violation[] = [];
  const unchecked: HowChecked[] = [];
  for (const header of response.headers) {
    const promised: Promised = { operation, part: header };
    const values = headerValues(sent, header.name);
    if (values.length === 0) {
      if (header.required) violations.push(missing(promised, header));
      continue;
    }
    for (const read of readHeader(header, values)) {
      if (read.type === 'unread') {
        unchecked.push({ checked: 'not-checked', reason: `the header ${header.name}: ${read.reason}` });
      } else violations.push(...judgeHeader(promised, header, read));
    }
  }
  return { violations, unchecked };
}

function missing(promised: Promised, header: Header): Violation {
  return breakPromise(promised, {
    code: 'HEADER_MISSING',
    title: 'a required header is absent',
    at: header.name,
    expected: `the header ${header.name}`,
    actual: 'nothing',
  });
}

const mismatch = { code: 'HEADER_SCHEMA_MISMATCH', title: 'a header breaks its schema' } as const;

function judgeHeader(
  promised: Promised,
  header: Header,
  read: Exclude<ParsedParameter, { type: 'unread' }>,
): readonly Violation[] {
  const { name, schema = header.content?.schema } = header;
  if (read.type === 'absent') return [];
  if (read.type === 'faulty') {
    const { expected, actual } = read;
    const member = header.content ? '/content' : '';
    return [breakPromise(promised, { ...mismatch, at: name, expected, actual }, member)];
  }
  if (!schema) return [];
  const violations = judgeReadings(schema, read, 'response');
  return violations.map((violation) => breakSchema(promised, violation, mismatch, name));
}
