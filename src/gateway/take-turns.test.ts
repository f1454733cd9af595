import { existsSync, mkdtempSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { Clock } from '../runner/ports.ts';
import { takeTurn } from './take-turns.ts';

const newLock = (): string => join(mkdtempSync(join(tmpdir(), 'gatewright-')), 'new', 'user.lock');
const { signal } = new AbortController();
/** Each wait is one tick of a loop. */
const clock: Clock = { now: () => 0, wait: () => new Promise((done) => setImmediate(done)) };

test('work is done one after the other, and after a failure the next has its turn', async () => {
  const lock = newLock();
  let running = 0;
  const most: number[] = [];
  const work = async (number: number): Promise<number> => {
    most.push(++running);
    await new Promise((done) => setImmediate(done));
    running--;
    if (number === 2) throw new Error('no');
    return number;
  };
  const turns = [1, 2, 3, 4].map((number) => takeTurn(lock, () => work(number), { clock, signal }));
  const outcomes = await Promise.allSettled(turns);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
  expect([most, existsSync(lock)]).toEqual([[1, 1, 1, 1], false]);
});

test('where no lock can be written, the work is done all the same', async () => {
  const file = newLock().replace(/new.user.lock$/, 'file');
  writeFileSync(file, '');
  expect(await takeTurn(join(file, 'user.lock'), () => Promise.resolve('done'), { clock, signal })).toBe('done');
});

const left: readonly { name: string; holder: string; age: number; taken: boolean }[] = [
  { name: 'whose process has died', holder: '4194305', age: 0, taken: true },
  { name: 'that is too old', holder: String(process.pid), age: 121, taken: true },
  { name: 'whose process lives', holder: String(process.pid), age: 100, taken: false },
  { name: 'that is being written', holder: '', age: 0, taken: false },
];

for (const { name, holder, age, taken } of left) {
  test(`a turn ${name} is ${taken ? 'over' : 'waited for'}`, async () => {
    const lock = join(mkdtempSync(join(tmpdir(), 'gatewright-')), 'user.lock');
    writeFileSync(lock, holder);
    const then = new Date(Date.now() - age * 1000);
    utimesSync(lock, then, then);
    const interruption = new Error('interrupted');
    const wait = (): Promise<void> => Promise.reject(interruption);
    const turn = takeTurn(lock, () => Promise.resolve('done'), { clock: { ...clock, wait }, signal });
    if (taken) expect(await turn).toBe('done');
    else await expect(turn).rejects.toBe(interruption);
  });
}
