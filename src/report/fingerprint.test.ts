import { test, expect } from '@playwright/test';
import type { Finding } from '../core/finding.ts';
import { fingerprint } from './fingerprint.ts';

const finding: Finding = {
  code: 'BODY_SCHEMA_MISMATCH',
  severity: 'error',
  title: 'the answer breaks the contract',
  location: { file: 'workflows/a.arazzo.yaml', line: 48, column: 9 },
  stepId: 'read-back',
  exchange: 'GET /v1/rdb/rest/course?id=eq.1 -> 200',
  at: '/0/tags/12/name',
  keyword: 'type',
  expected: 'integer',
  actual: '"1" (string)',
};
const bare: Finding = {
  code: 'VALUE_UNRESOLVED',
  severity: 'error',
  title: 'the expression finds nothing',
  location: finding.location,
  stepId: 'read-back',
  expected: 'a value at $inputs.id',
  actual: 'nothing',
};

const cases = [
  {
    name: 'operation, status, folded pointer, keyword',
    finding,
    operation: 'queryRecords',
    is: 'BODY_SCHEMA_MISMATCH queryRecords 200 /*/tags/*/name type',
  },
  {
    name: 'the value that came, the workflow and the row do not matter',
    finding: { ...finding, actual: 'true (boolean)', stepId: 'other', at: '/7/tags/0/name' },
    operation: 'queryRecords',
    is: 'BODY_SCHEMA_MISMATCH queryRecords 200 /*/tags/*/name type',
  },
  {
    name: 'names with digits are no index',
    finding: { ...finding, at: '/v1/01/0a' },
    operation: 'queryRecords',
    is: 'BODY_SCHEMA_MISMATCH queryRecords 200 /v1/01/0a type',
  },
  {
    name: 'without an exchange the step and the sentence that it broke tell it from others',
    finding: bare,
    operation: undefined,
    is: 'VALUE_UNRESOLVED workflows/a.arazzo.yaml#read-back - - a value at $inputs.id',
  },
];

for (const { name, finding: given, operation, is } of cases) {
  test(name, () => {
    expect(fingerprint(given, operation)).toBe(is);
  });
}
