import { createReadStream, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Mask } from '../core/secrets.ts';

/** Where a secret stands in a file that was written, and never the secret itself. Lines count from 1. */
export type Leak = { readonly file: string; readonly line: number };

/** Bytes that are read at once: their lines are looked at together, and one by one only where something is found. */
const readAtOnce = 65_536;

/**
 * Megabytes of a report page that are its program and its style, and hold nothing of a run; but among their numbers and
 * colours any code of six digits may be found.
 */
const reportProgram = /^\s*<(?:script|link|style)[^>]*\s(?:src|href)="data:/;

/**
 * Searches every file of a folder, however deep, for every known secret in every encoding.
 * @returns the lines with a secret, in the order of the files' names
 */
export async function scanSecrets(folder: string, mask: Mask): Promise<Leak[]> {
  if (mask.size === 0) return [];
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const leaks: Leak[] = [];
  for (const file of files) leaks.push(...(await scanFile(file, mask)));
  return leaks;
}

async function scanFile(file: string, mask: Mask): Promise<Leak[]> {
  const leaks: Leak[] = [];
  let line = 1;
  const scan = (text: string): void => {
    const clean = mask.mask(text) === text;
    for (const part of text.split('\n')) {
      if (!clean && !reportProgram.test(part) && mask.mask(part) !== part) leaks.push({ file, line });
      line += 1;
    }
  };
  let unfinished: string[] = [];
  for await (const chunk of createReadStream(file, { encoding: 'utf8', highWaterMark: readAtOnce })) {
    const text = String(chunk);
    const end = text.lastIndexOf('\n');
    unfinished.push(end < 0 ? text : text.slice(0, end));
    if (end < 0) continue;
    scan(unfinished.join(''));
    unfinished = [text.slice(end + 1)];
  }
  scan(unfinished.join(''));
  return leaks;
}
