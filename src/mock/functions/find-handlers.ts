// What lies in the folder of functions: `<name>.js`, `.mjs` or `.cjs`, or a folder `<name>` with a package.
import type { Stats } from 'node:fs';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { isJsonObject, parseJson } from '../../core/json.ts';
import { namePattern } from '../name-pattern.ts';

/** Files below a folder by their paths in it, with what tells whether one has changed. Packages that were installed are one. */
export type Listing = ReadonlyMap<string, string>;

/** Links are followed. */
export function listFiles(folder: string): Listing {
  const files = new Map<string, string>();
  const seen = new Set<string>();
  const walk = (path: string): void => {
    for (const entry of readdirSync(join(folder, path))) {
      const at = path === '' ? entry : `${path}${sep}${entry}`;
      const stat = entry.startsWith('.') ? undefined : statOf(join(folder, at));
      if (stat === undefined) continue;
      const place = `${stat.dev}:${stat.ino}`;
      if (!stat.isDirectory() || entry === 'node_modules') files.set(at, `${place}:${stat.mtimeMs}:${stat.size}`);
      else if (!seen.has(place)) {
        seen.add(place);
        walk(at);
      }
    }
  };
  walk('');
  return files;
}

export function isSameListing(one: Listing, other: Listing): boolean {
  return one.size === other.size && [...one].every(([file, stamp]) => other.get(file) === stamp);
}

/** The handlers' files by the names of their functions; a file wins over a folder. */
export function findHandlers(folder: string, files: Listing): Map<string, string> {
  const handlers = new Map<string, string>();
  for (const name of [...files.keys()].map((file) => nameOf(file))) {
    const file = namePattern.test(name) && !handlers.has(name) ? handlerOf(folder, name, files) : undefined;
    if (file !== undefined) handlers.set(name, join(folder, file));
  }
  return handlers;
}

/** Of files that Node loads, in the order in which they win. */
export const extensions = ['.js', '.mjs', '.cjs'];

function nameOf(file: string): string {
  const [first = '', ...rest] = file.split(sep);
  const extension = rest.length === 0 ? extensions.find((end) => first.endsWith(end)) : undefined;
  return extension === undefined ? first : first.slice(0, -extension.length);
}

function handlerOf(folder: string, name: string, files: Listing): string | undefined {
  const main = files.has(join(name, 'package.json')) ? mainOf(join(folder, name, 'package.json')) : undefined;
  const index = extensions.map((end) => join(name, `index${end}`));
  const named = main === undefined ? [] : ['', ...extensions, `${sep}index.js`].map((end) => join(name, main + end));
  const found = [...extensions.map((end) => name + end), ...named, ...index].find((file) => files.has(file));
  // A package whose main is gone is a function that fails, and says so.
  return found ?? named[0];
}

function mainOf(file: string): string | undefined {
  const parsed = parseJson(readFileSync(file, 'utf8'));
  const main = parsed.ok && isJsonObject(parsed.value) ? parsed.value['main'] : undefined;
  return typeof main === 'string' && main !== '' ? main : undefined;
}

/** Undefined where it is gone, or a link that leads nowhere. */
function statOf(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false });
}
