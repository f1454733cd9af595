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
      const words: string[] = [];
      while (take(cursor, '.')) words.push(takePart(cursor, '.,'));
      terms.push(readTerm(column, words));
    } while (take(cursor, ','));
    return { ok: true, value: terms };
  } catch (error) {
    if (!(error instanceof GrammarError)) throw error;
    return { ok: false, reason: `order=${text}: ${error.message}` };
  }
}

function readTerm(column: string, words: readonly string[]): OrderTerm {
  if (column === '') throw new GrammarError('a column is missing');
  const [first = '', second = ''] = words;
  const directed = first === 'asc' || first === 'desc';
  const nulls = directed ? second : first;
  if (words.length > (directed ? 2 : 1) || !['', 'nullsfirst', 'nullslast'].includes(nulls)) {
    throw new GrammarError('a term reads column.asc or column.desc, then .nullsfirst or .nullslast');
  }
  return {
    column,
    direction: first === 'desc' ? 'desc' : 'asc',
    ...(nulls === '' ? {} : { nulls: nulls === 'nullsfirst' ? ('first' as const) : ('last' as const) }),
  };
}
