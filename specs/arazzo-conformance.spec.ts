// The conformance suite for Arazzo runners, on the sources: specs/conformance/arazzo/README.md.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { DescriptionError, GatewayError } from '../src/core/errors.ts';
import { isSame, parseJson, writeJson } from '../src/core/json.ts';
import { readDocument } from '../src/document/read-document.ts';
import { readProject } from '../src/project.ts';
import { createByteMaker } from '../src/run/make-bytes.ts';
import { runWorkflow } from '../src/runner/run-workflow.ts';
import { runOthers } from './conformance/arazzo/others.mjs';
import type { Case, Product } from './conformance/arazzo/suite.mjs';
import { caseNames, readCase, readList, runCase } from './conformance/arazzo/suite.mjs';
import { checkLists, renderTable } from './conformance/arazzo/table.mjs';

const product: Product = {
  ...{ DescriptionError, GatewayError, isSame, parseJson, writeJson },
  ...{ createByteMaker, readDocument, readProject, runWorkflow },
};
const gaps = new Map(readList(product, 'known-gaps').map((gap) => [gap.case, gap.reason]));
const sentences = readList(product, 'sentences');
const cases = caseNames().map((name) => readCase(product, name));

test.describe('a case', () => {
  for (const example of cases) {
    test(example.name.replaceAll('-', ' '), async () => {
      const differences = await runCase(product, example);
      if (gaps.has(example.name)) expect(differences, 'passes: remove it from known-gaps.yaml').not.toEqual([]);
      else expect(differences).toEqual([]);
    });
  }
});

test('every case shows a sentence, and every gap is a case', () => {
  expect(checkLists(sentences, cases)).toEqual([]);
  const names = new Set(cases.map(({ name }) => name));
  expect([...gaps.keys()].filter((name) => !names.has(name))).toEqual([]);
  const twice = [...sentences, ...sentences.slice(0, 1)];
  const stray: Case = { name: 'stray', sentence: ['no-such'] };
  expect(checkLists(twice, [stray])).toEqual([
    'sentence patch-ignored is there twice',
    'stray shows an unknown sentence: no-such',
  ]);
});

test('TABLE.md is what the cases say (node specs/conformance/arazzo/run.mjs --table)', () => {
  const written = readFileSync(join(import.meta.dirname, 'conformance/arazzo/TABLE.md'), 'utf8');
  expect(written).toBe(renderTable(sentences, cases));
});

test.describe('what differs is noticed', () => {
  const name = 'a-retry-without-a-limit-repeats-once';
  const right = readCase(product, name);
  const [first, second] = right.exchanges ?? [];
  const rows: readonly (readonly [what: string, change: Partial<Case>, difference: string])[] = [
    ['verdict', { verdict: 'passed' }, 'the verdict is failed, and passed is expected'],
    ['outputs', { outputs: { a: 1 } }, 'the outputs differ\n    expected: {"a":1}\n    actual:   {}'],
    ['steps', { steps: [] }, 'the steps differ\n    expected: []\n    actual:   ["list failed"]'],
    ['one request more', { exchanges: [first!] }, 'request 2 is not expected: GET /things'],
    ['one request less', { exchanges: [first!, second!, second!] }, 'a request is missing: GET /things'],
    [
      'line',
      { exchanges: [first!, { ...second, request: 'GET /a' }] },
      'request 2 is GET /things, and GET /a is expected',
    ],
    ['wait', { exchanges: [first!, { ...second, after: 5 }] }, 'request 2 is sent after 0 ms, and 5 ms are expected'],
    [
      'body',
      { exchanges: [first!, { ...second, body: 1 }] },
      'request 2 has another body\n    expected: 1\n    actual:   ',
    ],
    ['header', { exchanges: [first!, { ...second, headers: { A: 1 } }] }, 'request 2 has a [], and ["1"] is expected'],
  ];
  for (const [what, change, difference] of rows) {
    test(what, async () => {
      expect(await runCase(product, { ...right, ...change })).toContain(difference);
    });
  }
  test('findings', async () => {
    const [difference] = await runCase(product, { ...right, findings: [] });
    expect(difference).toMatch(
      /^the findings differ\n {4}expected: \[\]\n {4}actual: {3}\[\{"code":"CRITERION_NOT_MET"/,
    );
  });
  test('faults', async () => {
    const refused = readCase(product, 'a-negative-retry-after-is-refused');
    const [difference] = await runCase(product, { ...refused, faults: [] });
    expect(difference).toMatch(
      /^the faults differ\n {4}expected: \[\]\n {4}actual: {3}\[\{"code":"ARAZZO_SCHEMA","at"/,
    );
  });
});

test.describe('another runner', () => {
  const judge = async (script: string, name: string): Promise<readonly string[]> => {
    const told: string[] = [];
    const runner = `node -e '${script}' {server} {inputs}`;
    await runOthers(product, runner, [readCase(product, name)], (text) => told.push(text));
    return told;
  };

  test('passes by its requests, its exit code and its outputs', async () => {
    const name = 'a-given-input-wins-over-its-default-also-where-it-is-falsy';
    const script =
      'const [, at, given] = process.argv; fetch(`${at}/things`).then(() => console.log(`{"outputs":${given}}`))';
    expect(await judge(script, name)).toEqual([`passed: ${name}`, '\n1 passed, 0 failed, 0 not judged']);
  });
  test('fails by each of them', async () => {
    const name = 'a-given-input-wins-over-its-default-also-where-it-is-falsy';
    const script = 'fetch(`${process.argv[1]}/other`).then(() => { console.log(`{"outputs":{}}`); process.exit(2) })';
    const [first] = await judge(script, name);
    expect(first?.split('\n').slice(0, 4)).toEqual([
      `failed: ${name}`,
      '    request 1 is GET /other, and GET /things is expected',
      '    it ended with 2, and success is expected',
      '    the outputs differ',
    ]);
  });
  test('is not judged where a case is of our own', async () => {
    const told = await judge('', 'a-goto-that-never-ends-is-stopped');
    expect(told).toEqual(['not judged: a-goto-that-never-ends-is-stopped', '\n0 passed, 0 failed, 1 not judged']);
  });
});
