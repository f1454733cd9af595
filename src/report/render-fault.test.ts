import { test, expect } from '@playwright/test';
import type { Fault } from '../core/errors.ts';
import { renderFaults } from './render-fault.ts';

const cases: { name: string; faults: Fault[]; files?: number; text: string }[] = [
  {
    name: 'the place first, the suggestion in the sentence, the count last',
    faults: [
      {
        code: 'OPERATION_NOT_FOUND',
        message: 'no operation "querryRecords" in contracts/mysqldb.openapi.yaml',
        location: { file: 'workflows/mysqldb/course-lifecycle.arazzo.yaml', line: 31, column: 22 },
        remedy: 'did you mean "queryRecords"?',
      },
      {
        code: 'REFERENCE_NOT_FOUND',
        message:
          '$response.body#/verificationToken: the 200 answer of verifyVerification has no such property; did you mean "verification_token"?',
        location: { file: 'workflows/auth/sms-login.arazzo.yaml', line: 52, column: 17 },
      },
    ],
    files: 14,
    text: `workflows/mysqldb/course-lifecycle.arazzo.yaml:31:22  OPERATION_NOT_FOUND
  no operation "querryRecords" in contracts/mysqldb.openapi.yaml; did you mean "queryRecords"?
workflows/auth/sms-login.arazzo.yaml:52:17  REFERENCE_NOT_FOUND
  $response.body#/verificationToken: the 200 answer of verifyVerification has no such property; did you mean "verification_token"?
2 faults in 14 files`,
  },
  {
    name: 'expected, actual and a longer remedy have lines of their own; a command line has no place',
    faults: [
      {
        code: 'PORT_IN_USE',
        message: 'port 3000 is taken by another program',
        expected: 'a free port',
        actual: '3000 (in use)',
        remedy: 'choose another: npx gatewright mock --port 3001',
      },
    ],
    text: `PORT_IN_USE
  port 3000 is taken by another program
    expected   a free port
    actual     3000 (in use)
    remedy     choose another: npx gatewright mock --port 3001
1 fault`,
  },
  {
    name: 'a warning says so, and is counted by itself',
    faults: [
      {
        code: 'CONTRACT_RULE',
        rule: 'unused-component',
        weight: 'warning',
        message: 'no operation leads to components/schemas/A',
        location: { file: 'a.yaml', line: 3, column: 1 },
      },
      {
        code: 'CONTRACT_RULE',
        rule: 'pattern',
        message: 'the pattern cannot be compiled',
        location: { file: 'a.yaml', line: 2, column: 1 },
      },
    ],
    text: `a.yaml:2:1  CONTRACT_RULE pattern
  the pattern cannot be compiled
a.yaml:3:1  CONTRACT_RULE unused-component  warning
  no operation leads to components/schemas/A
1 fault, 1 warning`,
  },
];

for (const { name, faults, files, text } of cases) {
  test(name, () => {
    expect(renderFaults(faults, { files, color: false })).toBe(text);
  });
}
