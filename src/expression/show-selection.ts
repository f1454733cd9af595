import type { Selection, Selector } from './expression.ts';
import { writtenPattern } from './fill-pattern.ts';

/** As a message names it: an expression as it is written, or `jsonpath $.items[0].id of $response.body`. */
export function showSelection(selection: Selection): string {
  return selection.kind === 'selector' ? showSelector(selection.selector) : selection.expression.text;
}

function showSelector({ context, language, pattern }: Selector): string {
  return `${language.type} ${writtenPattern(pattern)} of ${context.text}`;
}
