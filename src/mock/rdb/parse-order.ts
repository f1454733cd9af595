import type { OrderTerm, Parsed } from './query.ts';
import { GrammarError, skipBlanks, take, takePart } from './scan.ts';

/** `order=position.desc.nullslast,id`: the direction is ascending where it is left out. */
export function parseOrder(text: string): Parsed<readonly OrderTerm[]> {
  const cursor = { text, at: 0 };
  const terms: OrderTerm[] = [];
  try {
    do {
      skipBlanks(cursor);
      const column = takePart(cursor, '.,');
      const words = take(cursor, '.') ? takePart(cursor, ',') || '.' : '';
      terms.push(readTerm(column, words));
    } while (take(cursor, ','));
    return { ok: true, value: terms };
  } catch (error) {
    if (!(error instanceof GrammarError)) throw error;
    return { ok: false, reason: `order=${text}: ${error.message}` };
  }
}

const form = /^(?:(asc|desc)(?:\.(nullsfirst|nullslast))?|(nullsfirst|nullslast))?$/;

function readTerm(column: string, words: string): OrderTerm {
  if (column === '') throw new GrammarError('a column is missing');
  const found = form.exec(words);
  if (!found) throw new GrammarError('a term reads column.asc or column.desc, then .nullsfirst or .nullslast');
  const nulls = found[2] ?? found[3];
  return {
    column,
    direction: found[1] === 'desc' ? 'desc' : 'asc',
    ...(nulls === undefined ? {} : { nulls: nulls === 'nullsfirst' ? ('first' as const) : ('last' as const) }),
  };
}
