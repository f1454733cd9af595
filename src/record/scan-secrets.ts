import { closeSync, openSync, readSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
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
export function scanSecrets(folder: string, mask: Mask): Leak[] {
  if (mask.size === 0) return [];
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const leaks: Leak[] = [];
  for (const file of files) leaks.push(...scanFile(file, mask));
  return leaks;
}

function scanFile(file: string, mask: Mask): Leak[] {
  const leaks: Leak[] = [];
  let line = 1;
  for (const text of wholeLines(file)) {
    const clean = mask.mask(text) === text;
    for (const part of text.split('\n')) {
      if (!clean && !reportProgram.test(part) && mask.mask(part) !== part) leaks.push({ file, line });
      line += 1;
    }
  }
  return leaks;
}

/** The text of a file in pieces that end where a line ends, without that end: a secret never lies across two of them. */
function* wholeLines(file: string): Generator<string> {
  const buffer = Buffer.alloc(readAtOnce);
  const decoder = new StringDecoder('utf8');
  const descriptor = openSync(file, 'r');
  try {
    let unfinished = '';
    for (let bytes = readSync(descriptor, buffer); bytes > 0; bytes = readSync(descriptor, buffer)) {
      const text = decoder.write(buffer.subarray(0, bytes));
      const end = text.lastIndexOf('\n');
      if (end >= 0) yield unfinished + text.slice(0, end);
      unfinished = end < 0 ? unfinished + text : text.slice(end + 1);
    }
    yield unfinished + decoder.end();
  } finally {
    closeSync(descriptor);
  }
}
