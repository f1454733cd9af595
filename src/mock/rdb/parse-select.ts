import type { Parsed, SelectItem } from './query.ts';
import { GrammarError, skipBlanks, take, takePart } from './scan.ts';

/** `select=id,title:name`: columns, each with the name it gets in the answer. */
export function parseSelect(text: string): Parsed<readonly SelectItem[]> {
  const cursor = { text, at: 0 };
  const items: SelectItem[] = [];
  try {
    do {
      skipBlanks(cursor);
      const first = takePart(cursor, ',:()!');
      const column = take(cursor, ':') && !cursor.text.startsWith(':', cursor.at) ? takePart(cursor, ',:()!') : first;
      refuseMore(cursor.text.slice(cursor.at), first, column);
      items.push({ column, alias: first });
    } while (take(cursor, ','));
    return { ok: true, value: items };
  } catch (error) {
    if (!(error instanceof GrammarError)) throw error;
    return { ok: false, reason: `select=${text}: ${error.message}` };
  }
}

/** What the grammar has beyond columns, and this mock does not. */
function refuseMore(rest: string, first: string, column: string): void {
  if (rest.startsWith('(') || rest.startsWith('!')) throw new GrammarError('this mock does not embed related rows yet');
  if (rest.startsWith(':')) throw new GrammarError('casts are not offered');
  if (rest.startsWith(')')) throw new GrammarError('a ) closes nothing');
  if (column.includes('->')) throw new GrammarError('JSON paths are not offered');
  if (first === '' || column === '') throw new GrammarError('a column is missing');
}
