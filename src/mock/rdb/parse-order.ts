import type { OrderTerm, Parsed } from './query.ts';
import type { Cursor } from './scan.ts';
import { GrammarError, skipBlanks, take, takePart } from './scan.ts';

/** `order=position.desc.nullslast,class(grade),id`: the direction is ascending where it is left out. */
export function parseOrder(text: string): Parsed<readonly OrderTerm[]> {
  const cursor = { text, at: 0 };
  const terms: OrderTerm[] = [];
  try {
    do {
      skipBlanks(cursor);
      const named = takeNamed(cursor);
      const words = take(cursor, '.') ? takePart(cursor, ',') || '.' : '';
      terms.push({ ...named, ...readWords(words) });
    } while (take(cursor, ','));
    if (cursor.at < text.length) throw new GrammarError(`"${text.slice(cursor.at)}" is left over`);
    return { ok: true, value: terms };
  } catch (error) {
    if (!(error instanceof GrammarError)) throw error;
    return { ok: false, reason: `order=${text}: ${error.message}` };
  }
}

function takeNamed(cursor: Cursor): Pick<OrderTerm, 'column' | 'of'> {
  const first = takePart(cursor, '.,()');
  if (first === '') throw new GrammarError('a column is missing');
  if (!take(cursor, '(')) return { column: first };
  const column = takePart(cursor, '.,()');
  if (column === '' || !take(cursor, ')')) throw new GrammarError('an embedded column reads table(column)');
  return { column, of: first };
}

const form = /^(?:(asc|desc)(?:\.(nullsfirst|nullslast))?|(nullsfirst|nullslast))?$/;

function readWords(words: string): Pick<OrderTerm, 'direction' | 'nulls'> {
  const found = form.exec(words);
  if (!found) throw new GrammarError('a term reads column.asc or column.desc, then .nullsfirst or .nullslast');
  const nulls = found[2] ?? found[3];
  return {
    direction: found[1] === 'desc' ? 'desc' : 'asc',
    ...(nulls === undefined ? {} : { nulls: nulls === 'nullsfirst' ? ('first' as const) : ('last' as const) }),
  };
}
