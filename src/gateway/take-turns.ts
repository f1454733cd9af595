import { accessSync, constants, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Clock } from '../runner/ports.ts';

/** Milliseconds between two looks, and after which a turn that never ended is taken to be over. */
const pause = 50;
const longest = 120_000;

/**
 * Work that processes do one after the other: whoever has written the lock file has its turn. A process that died in
 * its turn is found out. Where no lock can be written, nobody waits.
 * @param lock the file; its folder is made where it is missing
 * @throws the signal's reason, where it is aborted while waiting
 */
export async function takeTurn<T>(
  lock: string,
  work: () => Promise<T>,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<T> {
  if (!makeFolder(dirname(lock))) return work();
  while (!begin(lock)) {
    if (isOver(lock)) rmSync(lock, { force: true });
    else await clock.wait(pause, signal);
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** Whether files can be written there. */
function makeFolder(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function begin(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Whether the process whose turn it is has died, or holds it for longer than any login takes. */
function isOver(lock: string): boolean {
  try {
    const holder = Number(readFileSync(lock, 'utf8'));
    if (Date.now() - statSync(lock).mtimeMs > longest) return true;
    // Empty: its process has made it, and not yet written.
    if (holder > 0) process.kill(holder, 0);
    return false;
  } catch (error) {
    return codeOf(error) === 'ESRCH';
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
