import type { Embedding, Parsed, Rows, SelectedColumn } from './query.ts';
import type { Cursor } from './scan.ts';
import { GrammarError, skipBlanks, take, takePart } from './scan.ts';

export type Selected = Pick<Rows, 'select' | 'embed'>;

const maxDepth = 8;

/** `select=id,title:name,class:class_id!inner(grade)`: columns and embedded rows, each with its name in the answer. */
export function parseSelect(text: string): Parsed<Selected> {
  const cursor = { text, at: 0 };
  try {
    const selected = takeItems(cursor, 0);
    if (cursor.at < text.length) throw new GrammarError('a ) closes nothing');
    return { ok: true, value: selected };
  } catch (error) {
    if (!(error instanceof GrammarError)) throw error;
    return { ok: false, reason: `select=${text}: ${error.message}` };
  }
}

function takeItems(cursor: Cursor, depth: number): Selected {
  if (depth > maxDepth) throw new GrammarError(`embedded rows nest deeper than ${maxDepth}`);
  const select: SelectedColumn[] = [];
  const embed: Embedding[] = [];
  do {
    skipBlanks(cursor);
    const item = takeItem(cursor, depth);
    if ('rows' in item) embed.push(item);
    else select.push(item);
    skipBlanks(cursor);
  } while (take(cursor, ','));
  return { select, embed };
}

function takeItem(cursor: Cursor, depth: number): SelectedColumn | Embedding {
  if (take(cursor, '...')) throw new GrammarError('spread columns are not offered');
  const first = takePart(cursor, ',:()!');
  refuseCast(cursor);
  const name = take(cursor, ':') ? takePart(cursor, ',:()!') : first;
  refuseCast(cursor);
  if (first === '' || name === '') throw new GrammarError('a column is missing');
  if (name.includes('->')) throw new GrammarError('JSON paths are not offered');
  const hints = takeHints(cursor);
  if (!take(cursor, '(')) {
    if (hints.hint !== undefined || hints.inner) throw new GrammarError('only embedded rows take a "!"');
    return { column: name, alias: first };
  }
  if (cursor.text.startsWith(')', cursor.at)) throw new GrammarError(`"${name}()" names no column`);
  const selected = takeItems(cursor, depth + 1);
  if (!take(cursor, ')')) throw new GrammarError(`"${name}(" has no closing )`);
  return { target: name, alias: first, ...hints, rows: { ...selected, where: [], order: [] } };
}

function takeHints(cursor: Cursor): Pick<Embedding, 'hint' | 'inner'> {
  let inner = false;
  let hint: string | undefined;
  while (take(cursor, '!')) {
    const word = takePart(cursor, ',:()!');
    if (word === '') throw new GrammarError('"!" is followed by inner, left, or the name of a constraint');
    if (word === 'inner') inner = true;
    else if (word !== 'left') hint = word;
  }
  return { inner, ...(hint === undefined ? {} : { hint }) };
}

function refuseCast(cursor: Cursor): void {
  if (cursor.text.startsWith('::', cursor.at)) throw new GrammarError('casts are not offered');
}
