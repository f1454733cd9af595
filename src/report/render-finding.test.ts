import { stripVTControlCharacters } from 'node:util';
import { test, expect } from '@playwright/test';
import type { Finding } from '../core/finding.ts';
import { renderFinding } from './render-finding.ts';

const workflow = 'workflows/mysqldb/course-lifecycle.arazzo.yaml';
const source = `${'\n'.repeat(47)}      - stepId: read-back\n`;
const text = (file: string): string | undefined => (file === workflow ? source : undefined);

const broken: Finding = {
  code: 'BODY_SCHEMA_MISMATCH',
  severity: 'error',
  title: 'the answer breaks the contract',
  location: { file: workflow, line: 48, column: 9 },
  stepId: 'read-back',
  exchange: 'GET /v1/rdb/rest/course?id=eq.1 -> 200',
  at: '/0/position',
  keyword: 'type',
  expected: 'integer',
  contract: { file: 'contracts/app/course.openapi.yaml', line: 41, column: 13 },
  actual: '"1" (string)',
};

const cases: { name: string; finding: Finding; again?: string; text: string }[] = [
  {
    name: 'what, where, the line, the exchange, expected with its place, actual, and the line that shows it again',
    finding: broken,
    again: 'npx gatewright run mysqldb/course-lifecycle --to read-back --keep --seed 7f3a',
    text: `  BODY_SCHEMA_MISMATCH  the answer breaks the contract
    --> workflows/mysqldb/course-lifecycle.arazzo.yaml:48:9   step "read-back"
     |
  48 |       - stepId: read-back
     |         ^^^^^^^^^^^^^^^^^
    GET /v1/rdb/rest/course?id=eq.1 -> 200
    at         /0/position
    expected   integer                     contracts/app/course.openapi.yaml:41:13
    actual     "1" (string)
    again      npx gatewright run mysqldb/course-lifecycle --to read-back --keep --seed 7f3a`,
  },
  {
    name: 'without an exchange, a contract or a file at hand, only what is known',
    finding: {
      code: 'VALUE_UNRESOLVED',
      severity: 'error',
      title: 'the expression finds nothing, so the request was not sent',
      location: { file: 'workflows/gone.arazzo.yaml', line: 3, column: 1 },
      stepId: 'read',
      expected: 'a value at $steps.create.outputs.id',
      actual: 'nothing: the step create has no output id',
      remedy: 'did you mean "ids"?',
    },
    text: `  VALUE_UNRESOLVED  the expression finds nothing, so the request was not sent
    --> workflows/gone.arazzo.yaml:3:1   step "read"
    expected   a value at $steps.create.outputs.id
    actual     nothing: the step create has no output id
    remedy     did you mean "ids"?`,
  },
  {
    name: 'a long expectation keeps its place three spaces away, and the whole body is named',
    finding: { ...broken, severity: 'warn', at: '', expected: 'an object with the property "position"' },
    text: `  BODY_SCHEMA_MISMATCH  the answer breaks the contract   (warning)
    --> workflows/mysqldb/course-lifecycle.arazzo.yaml:48:9   step "read-back"
     |
  48 |       - stepId: read-back
     |         ^^^^^^^^^^^^^^^^^
    GET /v1/rdb/rest/course?id=eq.1 -> 200
    at         the whole body
    expected   an object with the property "position"   contracts/app/course.openapi.yaml:41:13
    actual     "1" (string)`,
  },
  {
    name: 'what a server sent cannot steer the terminal nor break the line',
    finding: { ...broken, location: { file: 'x.yaml', line: 1, column: 1 }, actual: 'a\n\u001b[2Jb\u202e\u2028' },
    text: `  BODY_SCHEMA_MISMATCH  the answer breaks the contract
    --> x.yaml:1:1   step "read-back"
    GET /v1/rdb/rest/course?id=eq.1 -> 200
    at         /0/position
    expected   integer                     contracts/app/course.openapi.yaml:41:13
    actual     a\\n\\u001b[2Jb\\u202e\\u2028`,
  },
];

for (const { name, finding, again, text: wanted } of cases) {
  test(name, () => {
    expect(renderFinding(finding, { text, again, color: false })).toBe(wanted);
  });
  test(`colour only adds: ${name}`, () => {
    const colored = renderFinding(finding, { text, again, color: true });
    expect(colored).toContain('\u001b[');
    expect(stripVTControlCharacters(colored)).toBe(wanted);
  });
}
