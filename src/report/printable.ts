const unprintable = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu;
const short = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

/** Text of a server or a file, safe on a terminal and on one line: control and direction characters become escapes. */
export function printable(text: string): string {
  return text.replace(
    unprintable,
    (character) => short.get(character) ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
