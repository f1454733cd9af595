import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';

const root = dirname(fileURLToPath(import.meta.url));

/** From the world at the bottom to the front doors on top. A file imports from its own place and from rows below. */
const rows: readonly (readonly string[])[] = [
  ['core'],
  ['document'],
  ['xml'],
  ['openapi', 'expression'],
  ['arazzo'],
  ['runner', 'project-files.ts', 'project-workflows.ts'],
  ['project-documents.ts'],
  ['project-links.ts'],
  ['rows'],
  ['project.ts', 'gateway', 'record', 'mock'],
  ['compare', 'propose', 'lint'],
  ['report'],
  ['run', 'contract'],
  ['cli', 'playwright'],
];

/** Where a folder on the same row, or the other way round, is meant to be used after all. */
const allowed: ReadonlySet<string> = new Set([
  'project.ts -> gateway', // the project holds the settings of its gateways
]);

/** One door per library: it can be replaced by editing what is named here. */
const doors: Readonly<Record<string, readonly string[]>> = {
  'js-yaml': ['document/'],
  'big.js': ['core/exact-number.ts'],
  'lossless-json': ['core/json.ts'],
  'csv-parse': ['rows/read-csv.ts'],
  ajv: ['openapi/formats/format-keyword.ts', 'openapi/compile-schema.ts'],
  'idn-hostname': ['openapi/formats/network.ts'],
  '@redocly/openapi-core': ['lint/check-structure.ts', 'lint/bundle-document.ts', 'lint/redocly-files.ts'],
  'json-p3': ['expression/json-path.ts'],
  fontoxpath: ['xml/xpath.ts'],
  slimdom: ['xml/xml.ts'],
  yaml: ['lint/style/'],
  'string-width': ['lint/style/write-node.ts', 'report/render-table.ts'],
  'wrap-ansi': ['report/render-table.ts'],
  'node-sql-parser': ['propose/read-ddl.ts'],
  undici: ['gateway/http-transport.ts'],
  dotenv: ['project.ts'],
  'p-retry': ['gateway/'],
  fastify: ['mock/'],
  '@fastify/busboy': ['mock/storage/post-form.ts'],
  'swagger-ui-dist': ['mock/docs/'],
  kysely: ['mock/rdb/'],
  libsql: ['mock/rdb/'],
  mysql2: ['mock/rdb/engine-mysql.ts'],
  jose: ['mock/auth/tokens.ts', 'mock/auth/signing-key.ts'],
  pino: ['mock/'],
  commander: ['cli/'],
  picocolors: ['report/'],
  'allure-js-commons': ['report/', 'playwright/'],
  '@allurereport/core': ['report/allure-page.ts'],
  '@allurereport/plugin-awesome': ['report/allure-page.ts'],
  '@playwright/test': ['playwright/'],
};

/** These know no clock, no network and no file: such things reach them as arguments. */
const pure: ReadonlySet<string> = new Set([
  'core',
  'document',
  'openapi',
  'expression',
  'arazzo',
  'runner',
  'compare',
  'propose',
]);

const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts') && !/\.(?:test|samples)\.ts$/.test(file))
  .sort();

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const imports = /^(?:import|export)\s(?:[^;']*?\sfrom\s)?'([^']+)'|\b(?:import|require)\(\s*'([^']+)'/gm;
  return [...text.matchAll(imports)].map((match) => (match[1] ?? match[2])!);
}

const placeOf = (file: string): string => file.split('/')[0]!;
const rowOf = (place: string): number => rows.findIndex((row) => row.includes(place));

function faultsOf(file: string): string[] {
  const place = placeOf(file);
  const faults: string[] = rowOf(place) < 0 ? [`${place} stands in no row`] : [];
  for (const name of importsOf(file)) {
    if (name.startsWith('.')) {
      const target = relative(root, join(root, dirname(file), name)).replaceAll('\\', '/');
      const targetPlace = placeOf(target);
      if (targetPlace === place || allowed.has(`${place} -> ${targetPlace}`)) continue;
      if (rowOf(targetPlace) >= rowOf(place)) faults.push(`imports ${target}, which is not below it`);
    } else if (name.startsWith('node:')) {
      if (pure.has(place)) faults.push(`imports ${name}, and is meant to be pure`);
    } else {
      const library = name.startsWith('@') ? name.split('/').slice(0, 2).join('/') : name.split('/')[0]!;
      const door = doors[library];
      if (!door) faults.push(`imports ${library}, which has no door`);
      else if (!door.some((place) => file === place || (place.endsWith('/') && file.startsWith(place)))) {
        faults.push(`imports ${library}, whose door is ${door.join(', ')}`);
      }
    }
  }
  return faults;
}

/** Files that import each other in a circle, types included. */
function circleFrom(file: string): string[] | undefined {
  const seen = new Set<string>();
  const walk = (current: string, path: readonly string[]): string[] | undefined => {
    for (const name of importsOf(current)) {
      if (!name.startsWith('.')) continue;
      const target = relative(root, join(root, dirname(current), name)).replaceAll('\\', '/');
      if (target === file) return [...path, target];
      if (seen.has(target) || !files.includes(target)) continue;
      seen.add(target);
      const found = walk(target, [...path, target]);
      if (found) return found;
    }
    return undefined;
  };
  return walk(file, [file]);
}

/** Libraries that a file loads, by itself and by what it imports. */
function librariesOf(file: string, seen = new Set<string>()): Set<string> {
  const libraries = new Set<string>();
  if (seen.has(file)) return libraries;
  seen.add(file);
  for (const name of importsOf(file)) {
    const target = relative(root, join(root, dirname(file), name)).replaceAll('\\', '/');
    if (name.startsWith('.')) for (const library of librariesOf(target, seen)) libraries.add(library);
    else if (!name.startsWith('node:')) libraries.add(name.split('/')[0]!);
  }
  return libraries;
}

test('the check alone loads what reads, judges and tells: no Playwright, no client, no server, no database', () => {
  const light = ['ajv', 'big.js', 'idn-hostname', 'js-yaml', 'lossless-json', 'picocolors'];
  expect([...librariesOf('contract/contract-check.ts')].sort()).toEqual(light);
});

test('a description is read, then checked, then linted: each knows what comes before it', () => {
  const order = ['arazzo/read/', 'arazzo/check/', 'arazzo/lint/'];
  const upward = files.flatMap((file) => {
    const own = order.findIndex((folder) => file.startsWith(folder));
    const targets = importsOf(file).map((name) => join(dirname(file), name).replaceAll('\\', '/'));
    const later = targets.filter((target) => order.findIndex((folder) => target.startsWith(folder)) > own);
    return own === -1 ? [] : later.map((target) => `${file} imports ${target}`);
  });
  expect(upward).toEqual([]);
});

for (const file of files) {
  test(`${file} imports only downward, through the doors, in no circle`, () => {
    expect(faultsOf(file)).toEqual([]);
    expect(circleFrom(file)).toBeUndefined();
  });
}
