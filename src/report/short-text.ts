// Values, conditions and expressions in few words, for people who read a workflow.
import { writeJson } from '../core/json.ts';
import type { JsonValue } from '../core/json.ts';
import { isJsonArray, isJsonObject } from '../core/json.ts';
import type { Condition, Expression, Navigation, Operand, Template } from '../expression/expression.ts';
import { writtenPattern } from '../expression/fill-pattern.ts';
import { renderCondition } from '../expression/render-condition.ts';

/** How an expression is named. */
export type Say = (expression: Expression) => string;

/** As its author wrote it. */
export const fullExpression: Say = ({ text }) => text;

/** `status`, `body/0/id`, `header ETag`, `$create.id`; what begins elsewhere stays as it is. */
export const shortExpression: Say = (expression) => {
  switch (expression.source) {
    case 'statusCode':
      return 'status';
    case 'request':
    case 'response': {
      const of = expression.source === 'request' ? 'request ' : '';
      if (expression.part === 'body') return `${of}body${expression.pointer ?? ''}`;
      return `${of}${expression.part} ${expression.name}`;
    }
    case 'steps': {
      const pointer = expression.pointer === undefined ? '' : `#${expression.pointer}`;
      return `$${expression.stepId}.${expression.output}${pointer}`;
    }
    default:
      return expression.text;
  }
};

/** A value with expressions inside, on one line: `{ name: x, id: $create.id }`. */
export function shortTemplate(template: Template, say: Say): string {
  switch (template.kind) {
    case 'literal':
      return shortValue(template.value);
    case 'expression':
      return say(template.expression);
    case 'text':
      return shortString(
        template.parts.map((part) => (typeof part === 'string' ? part : `{${say(part)}}`)).join(''),
        /[,:[\]"']|^\s|\s$/,
      );
    case 'selector': {
      const { language, pattern, context } = template.selector;
      return `${language.type} ${writtenPattern(pattern)} of ${say(context)}`;
    }
    case 'bytes':
      return `${template.size} bytes`;
    case 'file':
      return `the file ${template.file.path}`;
    case 'array':
      return `[${template.items.map((item) => shortTemplate(item, say)).join(', ')}]`;
    case 'object':
      return braced(template.members.map(([name, member]) => `${shortString(name)}: ${shortTemplate(member, say)}`));
  }
}

export function shortValue(value: JsonValue): string {
  if (typeof value === 'string') return shortString(value);
  if (isJsonArray(value)) return `[${value.map(shortValue).join(', ')}]`;
  if (!isJsonObject(value)) return writeJson(value);
  return braced(Object.entries(value).map(([name, member]) => `${shortString(name)}: ${shortValue(member)}`));
}

export function shortCondition(condition: Condition, say: Say): string {
  return renderCondition(renamed(condition, say));
}

/** The same condition, its expressions under other names. */
function renamed(condition: Condition, say: Say): Condition {
  switch (condition.kind) {
    case 'operand':
      return { ...condition, operand: renamedOperand(condition.operand, say) };
    case 'comparison': {
      const [left, right] = [renamedOperand(condition.left, say), renamedOperand(condition.right, say)];
      return { ...condition, left, right };
    }
    case 'not':
      return { ...condition, condition: renamed(condition.condition, say) };
    case 'and':
    case 'or':
      return { ...condition, left: renamed(condition.left, say), right: renamed(condition.right, say) };
  }
}

function renamedOperand(operand: Operand, say: Say): Operand {
  if ('literal' in operand) return operand;
  const named: Navigation = { ...operand, expression: { ...operand.expression, text: say(operand.expression) } };
  return named;
}

function braced(members: readonly string[]): string {
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

/** In quotes only where it would be taken for something else. */
function shortString(text: string, needsQuotes = /^$|[,:{}[\]"']|^\s|\s$|^(?:true|false|null|[-+.0-9]+)$/): string {
  return needsQuotes.test(text) ? `'${text}'` : text;
}
