// Runs every fault, writes what the suite says of each, and shows the table. `git diff` shows what has changed.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const words = ['playwright', 'test', '--config', 'playwright.unit.config.ts', 'specs/faults.spec.ts'];
const env = { ...process.env, UPDATE_FAULTS: '1' };
const { status } = spawnSync('npx', words, { stdio: 'inherit', env, shell: process.platform === 'win32' });
const page = readFileSync(new URL('../../docs/faults.md', import.meta.url), 'utf8');
console.log(page.slice(page.indexOf('| run with')).split('\n\n')[0]);
process.exitCode = status ?? 1;
