import { formatPointer, parsePointer } from '../document/json-pointer.ts';
import type { Expression, Parsed, SyntaxFault } from './expression.ts';
import { scanExpression } from './scan-expression.ts';

/** Reads a text that is one runtime expression and nothing else (Arazzo 1.1, "Runtime Expressions"). */
export function parseExpression(text: string): Parsed<Expression> {
  const scanned = scanExpression(text);
  if (!scanned.ok) return scanned;
  if (scanned.end < text.length) return { ok: false, fault: unexpectedRest(scanned.expression, text) };
  return { ok: true, value: scanned.expression };
}

/**
 * As parseExpression, and `.member` and `[n]` behind `$response.body` and `$message.payload` are read as its pointer: the specification's own
 * examples write outputs and contexts so, though its grammar does not know it.
 */
export function parseSelection(text: string): Parsed<Expression> {
  const scanned = scanExpression(text);
  if (!scanned.ok || scanned.end === text.length) return parseExpression(text);
  const { expression, end } = scanned;
  const path = parseNavigation(text.slice(end));
  if (!path || !isBody(expression) || expression.pointer !== undefined) return parseExpression(text);
  const pointer = formatPointer(path);
  return { ok: true, value: { ...expression, text, pointer, spelling: `${expression.text}#${pointer}` } };
}

/**
 * As parseSelection, for the context of a Selector Object: `$steps.<stepId>.outputs` means all outputs of the step as one
 * object. The grammar wants the name of an output there; an official example of Arazzo 1.1 selects from all of them.
 */
export function parseContext(text: string): Parsed<Expression> {
  const [, stepId] = /^\$steps\.([A-Za-z0-9_-]+)\.outputs$/.exec(text) ?? [];
  if (stepId === undefined) return parseSelection(text);
  return { ok: true, value: { text, source: 'stepOutputs', stepId, spelling: `${text}.<name>` } };
}

/** `.member[0]` as its parts; undefined where it is anything else. */
export function parseNavigation(text: string): (string | number)[] | undefined {
  const path: (string | number)[] = [];
  const part = /\.([A-Za-z0-9_-]+)|\[(0|[1-9][0-9]*)\]/y;
  while (part.lastIndex < text.length) {
    const found = part.exec(text);
    if (!found) return undefined;
    path.push(found[1] ?? Number(found[2]));
  }
  return path;
}

type BodyExpression = Extract<Expression, { readonly part: 'body' | 'payload' }>;

function isBody(expression: Expression): expression is BodyExpression {
  return 'part' in expression && (expression.part === 'body' || expression.part === 'payload');
}

function unexpectedRest(expression: Expression, text: string): SyntaxFault {
  const offset = expression.text.length;
  const rest = text.slice(offset);
  const path = parseNavigation(rest) ?? (/^\/[^#]*$/.test(rest) ? parsePointer(rest) : undefined);
  const takesPointer = isBody(expression) || ['inputs', 'outputs', 'steps', 'workflows'].includes(expression.source);
  const written = takesPointer && path ? { remedy: `write "${expression.text}#${formatPointer(path)}"` } : {};
  return { message: `"${rest}" behind ${expression.text} is not part of an expression`, offset, ...written };
}
