// What the small grammars of the query string share: quoted names and values, and lists of them.

/** A grammar was broken; caught at the parser's door and given back as a reason. */
export class GrammarError extends Error {
  override readonly name = 'GrammarError';
}

/** A place in a text that moves on as parts are read. */
export type Cursor = { readonly text: string; at: number };

export function skipBlanks(cursor: Cursor): void {
  while (cursor.text[cursor.at] === ' ') cursor.at += 1;
}

/** Moves past a token where it stands here. */
export function take(cursor: Cursor, token: string): boolean {
  if (!cursor.text.startsWith(token, cursor.at)) return false;
  cursor.at += token.length;
  return true;
}

/** A `"quoted"` part with backslash escapes, or everything up to one of the closing characters. */
export function takePart(cursor: Cursor, closing: string): string {
  if (!take(cursor, '"')) {
    const start = cursor.at;
    while (cursor.at < cursor.text.length && !closing.includes(cursor.text.charAt(cursor.at))) cursor.at += 1;
    return cursor.text.slice(start, cursor.at);
  }
  let part = '';
  while (!take(cursor, '"')) {
    if (cursor.at >= cursor.text.length) throw new GrammarError('a quoted value has no closing "');
    if (cursor.text[cursor.at] === '\\') cursor.at += 1;
    part += cursor.text.charAt(cursor.at);
    cursor.at += 1;
  }
  return part;
}

/** `a,"b c",d` to its parts, blanks before each left out. */
export function takeList(cursor: Cursor, closing: string): string[] {
  const parts: string[] = [];
  do {
    skipBlanks(cursor);
    parts.push(takePart(cursor, `,${closing}`));
  } while (take(cursor, ','));
  return parts;
}

/** A whole text as a list of names, as in `columns="a","b"`. */
export function parseNames(text: string): string[] {
  const cursor = { text, at: 0 };
  const names = takeList(cursor, '');
  if (cursor.at < text.length || names.includes('')) throw new GrammarError(`"${text}" is not a list of columns`);
  return names;
}
