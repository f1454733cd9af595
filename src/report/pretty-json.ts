/**
 * JSON text with a line per member, indented by two. Works on the text, so that no digit of a number is lost.
 * @param text valid JSON
 */
export function prettyJson(text: string): string {
  let pretty = '';
  let indent = '';
  for (const [token] of text.matchAll(tokens)) {
    if (token === '{' || token === '[') {
      indent += '  ';
      pretty += `${token}\n${indent}`;
    } else if (token === '}' || token === ']') {
      indent = indent.slice(2);
      pretty += `\n${indent}${token}`;
    } else if (token === ',') pretty += `,\n${indent}`;
    else if (token === ':') pretty += ': ';
    else pretty += token.replaceAll(/\s+/g, (space, at) => (at === 0 || token.startsWith('"') ? space : ''));
  }
  return pretty;
}

/** Empty objects and arrays, strings, punctuation, all else but white space. */
const tokens = /\{\s*\}|\[\s*\]|"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;
