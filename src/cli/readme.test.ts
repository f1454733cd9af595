import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { posix } from 'node:path';
import { expect, test } from '@playwright/test';
import { descriptionCodes, findingCodes, gatewayCodes } from '../core/codes.ts';
import type { JsonValue } from '../core/json.ts';
import { isJsonObject, parseJson } from '../core/json.ts';
import { memberOf, valueAt } from '../document/json-pointer.ts';
import { faultKinds } from '../mock/faults/fault-kinds.ts';
import { workflowRules } from '../arazzo/lint/workflow-rules.ts';
import { lintRules } from '../openapi/lint/lint-rules.ts';

const read = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
const readme = read('README.md');
const pageFiles = [
  'docs/faults.md',
  ...['docs/mock', 'docs/workflows'].flatMap((folder) => readdirSync(folder).map((name) => `${folder}/${name}`)),
];
const pages = pageFiles.map(read);

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

test('the table of what stands under embedded has every key of the schema, and no other', () => {
  const from = readme.indexOf('stands under `embedded` in gateways.yaml:\n\n|');
  const [table = ''] = readme.slice(from).split(/\n\n(?!\|)/);
  const firstCells = [...table.matchAll(/^\| (`[^|]+) \|/gm)].map(([, cell = '']) => cell);
  const shown = firstCells.flatMap((cell) => [...cell.matchAll(/`([\w.]+)`/g)].map(([, key = '']) => key));
  const schema = parseJson(read('schemas/gateways.schema.json'));
  const known = schema.ok ? keysOf(valueAt(schema.value, '/$defs/embedded')) : [];
  expect(shown.sort()).toEqual(known.sort());
});

/** `auth.anonymous` for what stands in an object of its own. */
function keysOf(schema: JsonValue | undefined): string[] {
  const properties = memberOf(schema, 'properties');
  return Object.entries(isJsonObject(properties) ? properties : {}).flatMap(([name, property]) => {
    const inner = keysOf(property);
    return inner.length === 0 ? [name] : inner.map((key) => `${name}.${key}`);
  });
}

test('the number of kinds of faults is the one there are', () => {
  expect(readme).toContain(`${Object.keys(faultKinds).length} kinds`);
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
  const broken = ['README.md', ...pageFiles].flatMap((file) =>
    [...read(file).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)].flatMap(([link, path = '', anchor]) => {
      const target = path === '' ? file : posix.join(posix.dirname(file), path);
      const isThere = existsSync(target) && (anchor === undefined || anchorsOf(read(target)).includes(anchor));
      return isThere ? [] : [`${file}: ${link}`];
    }),
  );
  expect(broken).toEqual([]);
});
