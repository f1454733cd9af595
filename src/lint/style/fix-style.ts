// One style for workflow documents. That a document means the same as before is made sure of, not assumed.
import { isMap, parseDocument } from 'yaml';
import { arrange } from './arrange.ts';
import type { Arranged } from './arrange.ts';
import { differenceOf } from './same-meaning.ts';
import { StyleRefusal } from './scalar-text.ts';
import { commentLines, writeDocument } from './write-node.ts';

export type Fixed =
  | {
      readonly kind: 'fixed';
      /** The same text where nothing had to change. */
      readonly text: string;
      /** Objects whose keys were put in order. */
      readonly ordered: number;
      /** Members that said nothing, and braces around a whole expression. */
      readonly removed: number;
    }
  | {
      readonly kind: 'refused';
      /** Why the text is left as it is. */
      readonly reason: string;
    };

/**
 * @param text of a workflow document in YAML that has no faults
 * @param file as messages name it
 */
export function fixStyle(text: string, file: string): Fixed {
  const mark = text.startsWith('\ufeff') ? '\ufeff' : '';
  const crlf = text.includes('\r\n');
  const plain = text.slice(mark.length).replaceAll('\r\n', '\n');
  try {
    const { text: fixed, arranged } = rewrite(plain);
    const reason = differenceOf(plain, fixed, { file, edits: arranged.edits });
    if (reason !== undefined) return { kind: 'refused', reason };
    if (rewrite(fixed).text !== fixed) return { kind: 'refused', reason: 'it would change again at the next time' };
    const { ordered, edits } = arranged;
    const written = mark + (crlf ? fixed.replaceAll('\n', '\r\n') : fixed);
    return { kind: 'fixed', text: written, ordered, removed: edits.size };
  } catch (error) {
    if (error instanceof StyleRefusal) return { kind: 'refused', reason: error.message };
    throw error;
  }
}

function rewrite(text: string): { readonly text: string; readonly arranged: Arranged } {
  const document = parseDocument(text, { keepSourceTokens: true, uniqueKeys: false, logLevel: 'silent' });
  const [error] = document.errors;
  if (error) throw new StyleRefusal(`it cannot be written anew: ${error.message.split('\n')[0] ?? error.code}`);
  if (document.directives.docStart === true && /^%/m.test(text)) throw new StyleRefusal('it has directives');
  const header = commentLines(document.commentBefore, '');
  const { contents } = document;
  const first = contents && isMap(contents) ? contents.items[0]?.key : undefined;
  const above = first?.commentBefore;
  // What stands at the top of the file stays there, whichever key comes first.
  if (first) first.commentBefore = null;
  const arranged = arrange(document);
  const lines = [...header, ...(header.length > 0 ? [''] : []), ...commentLines(above, '')];
  return { text: writeDocument({ document, block: arranged.block }, lines), arranged };
}
