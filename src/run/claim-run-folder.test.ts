import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { claimRunFolder } from './claim-run-folder.ts';

const startedAt = new Date('2026-11-22T22:15:03.456Z');

let home: string;
test.beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'gatewright-'));
});
test.afterEach(() => {
  rmSync(home, { recursive: true });
});

test('runs of the same second and seed have folders of their own', () => {
  const reports = join(home, 'not/yet/there');
  const claimed = ['a', 'a', 'b', 'a'].map((seed) => claimRunFolder(reports, startedAt, seed));
  expect(claimed).toEqual([
    '2026-11-22T22-15-03Z-a',
    '2026-11-22T22-15-03Z-a-2',
    '2026-11-22T22-15-03Z-b',
    '2026-11-22T22-15-03Z-a-3',
  ]);
  expect(readdirSync(reports).sort()).toEqual([...claimed].sort());
});

test('a folder that cannot be made is an error, and no endless search', () => {
  const reports = join(home, 'file');
  writeFileSync(reports, '');
  expect(() => claimRunFolder(reports, startedAt, 'a')).toThrow();
  expect(existsSync(join(home, 'file-2'))).toBe(false);
});
