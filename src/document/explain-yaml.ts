// Why a text is no YAML, in words that help: the parser often notices a slip only lines behind it.
import type { YAMLException } from 'js-yaml';
import type { YamlFault } from './yaml-error.ts';

/** The parser's reasons that say little to whoever wrote the file. */
const reasons: Readonly<Record<string, string>> = {
  'tab characters must not be used in indentation': 'tabs are not allowed as indentation',
  'deficient indentation': 'a bracket before this line is not closed',
  'bad indentation of a mapping entry': 'nothing more can stand here',
  'bad indentation of a sequence entry': 'nothing more can stand here',
  'end of the stream or a document separator is expected': 'the document had ended before this',
  'can not read a block mapping entry; a multiline key may not be an implicit key': 'a key without ":"',
  'unexpected end of the stream within a flow collection': 'a bracket is never closed',
  'nesting exceeded maxDepth (500)': 'it is nested more than 500 levels deep',
  'missed comma between flow collection entries': 'a comma or a closing bracket should be here',
};

export function explainYaml(text: string, { reason, mark }: YAMLException): YamlFault {
  const offset = Math.min(mark?.position ?? 0, text.length);
  const quote = openQuote(text, offset);
  if (quote !== undefined) {
    const remedy = `add ${text.charAt(quote)} where the text ends`;
    return { offset: quote, message: 'this quotation mark is never closed', remedy };
  }
  const character = text.charAt(offset);
  const message = (what: string): string => `the text is no YAML: ${what}`;
  if (reason.startsWith('bad indentation') && /[@`%]/.test(character)) {
    return { offset, message: message(`a text cannot begin with ${character}`), remedy: 'put it in quotes' };
  }
  if (reason.startsWith('bad indentation') && /^:\s/.test(text.slice(offset, offset + 2))) {
    return { offset, message: message('a second ":" on this line'), remedy: 'put a text that holds ": " in quotes' };
  }
  if (reason.startsWith('bad indentation') && /['"]/.test(text.charAt(offset - 1))) {
    const remedy = "in single quotes, write an apostrophe as ''; in double ones, a quotation mark as \\\"";
    return { offset, message: message('text behind a closing quotation mark'), remedy };
  }
  return { offset, message: message(reasons[reason] ?? reason), remedy: remedyOf(reason, lineAt(text, offset)) };
}

function remedyOf(reason: string, line: string): string {
  if (reason.startsWith('tab ')) return 'indent with blanks';
  // The commonest slip in a workflow: a text with an expression inside.
  if (/[{[]\s*\$/.test(line)) return "put a text that holds {...} in quotes, as in 'eq.{$inputs.id}'";
  return 'check the indentation, the brackets and the quotes here and on the line before';
}

function lineAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  return text.slice(start, end < 0 ? text.length : end);
}

/**
 * The quotation mark that opens a value and is not closed on its line, on the nearest line before the place where the
 * parser gave up. Quoted text over several lines is rare, and then a slip behind it is taken for one of its mark.
 */
function openQuote(text: string, offset: number): number | undefined {
  const searched = text.slice(0, Math.min(text.length, offset + 1));
  const opening = /(?:^|[:\-[{,] *)(["'])/g;
  for (let end = searched.length, lines = 0; end >= 0 && lines < searchedLines; lines++) {
    const start = searched.lastIndexOf('\n', end - 1) + 1;
    const line = text.slice(start, !text.includes('\n', start) ? text.length : text.indexOf('\n', start));
    opening.lastIndex = 0;
    for (let found = opening.exec(line); found; found = opening.exec(line)) {
      const [whole, quote = ''] = found;
      const at = found.index + whole.length - 1;
      const close = closingQuote(line, at, quote);
      if (close === undefined) return start + at;
      opening.lastIndex = close + 1;
    }
    end = start - 1;
  }
  return undefined;
}

const searchedLines = 50;

/** `''` in single quotes and `\"` in double ones do not close. */
function closingQuote(line: string, open: number, quote: string): number | undefined {
  for (let at = open + 1; at < line.length; at++) {
    if (quote === '"' && line[at] === '\\') at++;
    else if (line[at] === quote) {
      if (quote === '"' || line[at + 1] !== "'") return at;
      at++;
    }
  }
  return undefined;
}
