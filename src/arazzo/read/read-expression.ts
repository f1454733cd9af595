import type { Expression } from '../../expression/expression.ts';
import { parseSelection } from '../../expression/parse-expression.ts';
import type { Part } from './fields.ts';
import { addSyntaxFault, addWrongType } from './fields.ts';

/** A bare expression, as contexts and outputs have; braces around the whole are let pass. */
export function readExpression(part: Part, parse = parseSelection): Expression | undefined {
  const text = part.value;
  if (text === undefined) return undefined;
  if (typeof text !== 'string') {
    addWrongType(part, 'a runtime expression');
    return undefined;
  }
  const braced = text.startsWith('{$') && text.endsWith('}');
  const parsed = parse(braced ? text.slice(1, -1) : text);
  if (parsed.ok) return parsed.value;
  addSyntaxFault(part, 'EXPRESSION_SYNTAX', parsed.fault);
  return undefined;
}
