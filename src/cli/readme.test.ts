import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { posix } from 'node:path';
import { expect, test } from '@playwright/test';
import { descriptionCodes, findingCodes, gatewayCodes } from '../core/codes.ts';
import { workflowRules } from '../arazzo/lint/workflow-rules.ts';
import { lintRules } from '../openapi/lint/lint-rules.ts';

const read = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
const readme = read('README.md');
const pages = readdirSync(new URL('../../docs/workflows', import.meta.url)).map((name) =>
  read(`docs/workflows/${name}`),
);

test('the tables of the README hold every code with its meaning, and no other', () => {
  const rows = [...readme.matchAll(/^\| `([A-Z_]+)` \| ([^|]+) \| [^|]+ \|$/gm)].map((row) => [row[1], row[2]]);
  expect(rows).toEqual(Object.entries({ ...findingCodes, ...descriptionCodes, ...gatewayCodes }));
});

test('the tables of docs/workflows/lint.md hold every rule of lint with its weight and meaning, and no other', () => {
  const rows = [...read('docs/workflows/lint.md').matchAll(/^\| `([a-z-]+)` \| (fault|warning) \| (.+) \|$/gm)];
  expect(rows.map(([, name, weight, meaning]) => [name, [weight, meaning]])).toEqual(
    Object.entries({ ...workflowRules, ...lintRules }),
  );
});

test('every option that the README and the pages show exists', async () => {
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
  const shown = new Set(
    [readme, ...pages].flatMap((text) => [...text.matchAll(/(?<![\w-])--[a-z][a-z-]+/g)].map(([option]) => option)),
  );
  const known = help.join('\n');
  expect([...shown].filter((option) => option !== '--help' && !known.includes(`${option} `))).toEqual([]);
});

/** As GitHub makes them of headings. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\d _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

test('every link of the README and the pages leads to a file, and to a heading in it', () => {
  const files = ['README.md', ...readdirSync('docs/workflows').map((name) => `docs/workflows/${name}`)];
  const broken = files.flatMap((file) =>
    [...read(file).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)].flatMap(([link, path = '', anchor]) => {
      const target = path === '' ? file : posix.join(posix.dirname(file), path);
      const isThere = existsSync(target) && (anchor === undefined || anchorsOf(read(target)).includes(anchor));
      return isThere ? [] : [`${file}: ${link}`];
    }),
  );
  expect(broken).toEqual([]);
});
