import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { descriptionCodes, findingCodes, gatewayCodes } from '../core/codes.ts';
import { workflowRules } from '../arazzo/lint/workflow-rules.ts';
import { lintRules } from '../openapi/lint/lint-rules.ts';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

test('the tables of the README hold every code with its meaning, and no other', () => {
  const rows = [...readme.matchAll(/^\| `([A-Z_]+)` \| ([^|]+) \| [^|]+ \|$/gm)].map((row) => [row[1], row[2]]);
  expect(rows).toEqual(Object.entries({ ...findingCodes, ...descriptionCodes, ...gatewayCodes }));
});

test('the tables of the README hold every rule of lint with its weight and meaning, and no other', () => {
  const rows = [...readme.matchAll(/^\| `([a-z-]+)` \| (fault|warning) \| (.+) \|$/gm)];
  expect(rows.map(([, name, weight, meaning]) => [name, [weight, meaning]])).toEqual(
    Object.entries({ ...lintRules, ...workflowRules }),
  );
});

test('every option that the README shows exists', async () => {
  const { runProgram } = await import('./program.ts');
  const help: string[] = [];
  for (const command of ['run', 'lint', 'mock', 'parity', 'report', 'new contract', 'new workflow']) {
    await runProgram([...command.split(' '), '--help'], {
      print: (text) => help.push(text),
      complain: (text) => help.push(text),
      color: false,
      environment: {},
      interruption: { signal: new AbortController().signal, exitCode: () => undefined },
    });
  }
  const shown = new Set([...readme.matchAll(/(?<![\w-])--[a-z][a-z-]+/g)].map(([option]) => option));
  const known = help.join('\n');
  expect([...shown].filter((option) => option !== '--help' && !known.includes(`${option} `))).toEqual([]);
});
