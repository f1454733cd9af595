// String literals of MySQL (MySQL 8.4 Reference Manual, section 11.1.1).

const escapes: Readonly<Record<string, string>> = { 0: '\0', b: '\b', n: '\n', r: '\r', t: '\t', Z: '\u001a' };

/** Whether it stands in quotes. */
export function isText(literal: string): boolean {
  return /^(['"]).*\1$/s.test(literal);
}

/** What a literal's inside says: `it''s` and `it\'s` are `it's`. */
export function unescapeText(inside: string): string {
  return inside.replaceAll(/\\(.)|''/gs, (_, escaped?: string) =>
    escaped === undefined ? "'" : (escapes[escaped] ?? escaped),
  );
}
