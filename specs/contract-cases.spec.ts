// What the contract check says: specs/contract-cases/<what-it-shows>/ holds a contract, exchanges, and what a person
// reads. `UPDATE_CASES=1 npx playwright test --config playwright.unit.config.ts specs/contract-cases.spec.ts` writes anew.
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { readDescription } from '../src/arazzo/read/read-description.ts';
import { DescriptionError } from '../src/core/errors.ts';
import type { SourceDocument } from '../src/core/source.ts';
import { readDocument } from '../src/document/read-document.ts';
import { checkRequest } from '../src/openapi/check-request.ts';
import { checkResponse } from '../src/openapi/check-response.ts';
import type { Contract } from '../src/openapi/contract.ts';
import { indexOperations } from '../src/openapi/operation-index.ts';
import { readContract } from '../src/openapi/read-contract.ts';
import type { ContractCheck, Violation } from '../src/openapi/violation.ts';
import { renderFaults } from '../src/report/render-fault.ts';
import { renderFinding } from '../src/report/render-finding.ts';
import { createByteMaker } from '../src/run/make-bytes.ts';
import { buildRequest } from '../src/runner/build-request.ts';
import { planStep } from '../src/runner/plan-step.ts';
import { describeExchange } from '../src/runner/step-findings.ts';
import { exchangeFiles, readExchange } from './read-exchange.ts';

const cases = join(import.meta.dirname, 'contract-cases');

for (const name of readdirSync(cases)) {
  test(name.replaceAll('-', ' '), () => {
    const folder = join(cases, name);
    const begun = performance.now();
    const text = textOf(folder);
    const took = performance.now() - begun;
    const expected = join(folder, 'expected.txt');
    if (process.env['UPDATE_CASES'] !== undefined) writeFileSync(expected, text);
    expect(text).toBe(readFileSync(expected, 'utf8'));
    // A pattern or a schema that never comes to an end would take minutes.
    expect(took).toBeLessThan(5000);
  });
}

/** What is read for each exchange of a folder; the faults, where the contract cannot be read. */
function textOf(folder: string): string {
  const files = exchangeFiles(folder);
  try {
    const contracts = readContracts(folder);
    const texts = files.map((file) => {
      const text = file.endsWith('.yaml')
        ? textOfRequest(folder, file, contracts)
        : textOfExchange(folder, file, contracts);
      return files.length === 1 ? text : `== ${file}\n${text}`;
    });
    return `${texts.join('\n\n')}\n`;
  } catch (error) {
    if (!(error instanceof DescriptionError)) throw error;
    return `${renderFaults(error.faults, { color: false })}\n`;
  }
}

function readContracts(folder: string): Contract[] {
  const documents = new Map<string, SourceDocument>();
  const open = (file: string): SourceDocument | undefined => {
    const path = join(folder, file);
    if (!existsSync(path)) return undefined;
    const document = documents.get(file) ?? readDocument(readFileSync(path, 'utf8'), file);
    documents.set(file, document);
    return document;
  };
  return readdirSync(folder)
    .filter((file) => file.endsWith('.openapi.yaml'))
    .map((file) => readContract(open(file)!, { open, allow: [] }));
}

function textOfExchange(folder: string, file: string, contracts: readonly Contract[]): string {
  const exchange = readExchange(folder, file);
  const operations = indexOperations(contracts).byRequest(exchange.request.method, exchange.request.url);
  const { check } = checkResponse(operations, exchange);
  return [verdictOf(check), ...textsOf(check.violations, describeExchange(exchange))].join('\n');
}

function verdictOf({ checked, reason, declared, operationId }: ContractCheck): string {
  const verdict = checked === 'not-checked' ? 'not checked' : checked;
  const by = declared === undefined ? 'no declaration governs' : `by ${declared} of ${operationId}`;
  return `${verdict}, ${by}${reason === undefined ? '' : `: ${reason}`}`;
}

function textsOf(violations: readonly Violation[], exchange: string): string[] {
  if (violations.length === 0) return ['no finding'];
  return violations.map((violation) => {
    const finding = { ...violation, exchange, location: violation.contract, stepId: '' };
    // A check by itself has no step: the line that points at it falls away.
    const lines = renderFinding(finding, { text: () => undefined, color: false }).split('\n');
    return `\n${lines.toSpliced(1, 1).join('\n')}`;
  });
}

/** The request as it would be sent, and what the contract says of it before. The file holds a step. */
function textOfRequest(folder: string, file: string, contracts: readonly Contract[]): string {
  const step = readFileSync(join(folder, file), 'utf8').trimEnd().replaceAll('\n', '\n        ');
  const workflow = `arazzo: 1.0.1
info: { title: A request, version: '1' }
sourceDescriptions: [{ name: api, url: contract.openapi.yaml, type: openapi }]
workflows:
  - workflowId: request
    steps:
      - stepId: send
        ${step}
`;
  const description = readDescription(readDocument(workflow, file));
  const link = { description, contracts: new Map([['api', contracts[0]!]]), descriptions: new Map() };
  const [described] = description.workflows;
  const { target } = planStep(link, described!, described!.steps[0]!);
  if (target.type !== 'operation') throw new Error('the step of a case calls an operation');
  const scope = { inputs: {}, steps: new Map(), workflows: new Map(), outputs: {}, sources: new Map() };
  const built = buildRequest(target.plan, scope, 'http://127.0.0.1:1', createByteMaker('seed'));
  if (!built.ok)
    return built.refusals
      .map(({ title, expected, actual }) => `not built: ${title}: ${expected}; ${actual}`)
      .join('\n');
  const { request, parameters, judged, contentType } = built.value;
  const body =
    typeof request.body === 'string' || request.body === undefined ? request.body : `${request.body.length} bytes`;
  const lines = [
    `${request.method} ${request.url.replace('http://127.0.0.1:1', '')}`,
    ...request.headers.map(([name, value]) => `${name}: ${value}`),
    ...(body === undefined ? [] : ['', body]),
  ];
  const { violations } = checkRequest(target.plan.operation, { parameters, body: judged, contentType });
  if (violations.length === 0) return [...lines, '', 'no finding'].join('\n');
  return [...lines, ...textsOf(violations, `${request.method} ${target.plan.operation.path}`)].join('\n');
}
