import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { expect, test } from '@playwright/test';
import { createMask } from '../core/secrets.ts';
import { scanSecrets } from './scan-secrets.ts';

const secret = 'eyJhbGciOiJSUzI1NiJ9.secret/密码';

async function leaksIn(files: Readonly<Record<string, string>>, kept = secret): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'gatewright-'));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(join(folder, file, '..'), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  const mask = createMask();
  if (kept !== '') mask.hide(kept, 'token');
  const leaks = scanSecrets(folder, mask);
  return leaks.map(({ file, line }) => `${relative(folder, file).replaceAll('\\', '/')}:${line}`);
}

const base64 = Buffer.from(`{"token":"${secret}"}`).toString('base64');

const cases: readonly { name: string; files: Readonly<Record<string, string>>; leaks: readonly string[] }[] = [
  { name: 'clean files', files: { 'events.ndjson': '{"a":"«token#1»"}\n', 'empty.txt': '' }, leaks: [] },
  { name: 'the lines of a file', files: { a: `x\n${secret}\n\n<${secret}>` }, leaks: ['a:2', 'a:4'] },
  {
    name: 'a folder below',
    files: { 'allure-results/b.json': secret, a: secret },
    leaks: ['a:1', 'allure-results/b.json:1'],
  },
  {
    name: 'what is encoded',
    files: {
      a: `${JSON.stringify(JSON.stringify(secret))}\n${encodeURIComponent(secret)}\n<img src="data:x;base64,${base64}">\n`,
    },
    leaks: ['a:1', 'a:2', 'a:3'],
  },
  {
    name: 'a line longer than what is read at once',
    files: { a: `${'x'.repeat(200_000)}${secret}\nx` },
    leaks: ['a:1'],
  },
  {
    name: 'a secret that two reads share, far behind',
    files: { a: `${'line\n'.repeat(40_000)}${'y'.repeat(62_140)}${secret}\n` },
    leaks: ['a:40001'],
  },
];

for (const { name, files, leaks } of cases) {
  test(`finds secrets in ${name}`, async () => {
    expect(await leaksIn(files)).toEqual(leaks);
  });
}

test('without secrets nothing leaks', async () => {
  expect(await leaksIn({ a: secret }, '')).toEqual([]);
});
