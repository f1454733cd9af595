// The grammar of Arazzo 1.1, "Runtime Expressions". Documents of 1.0 are read by it too: their own grammar lets any text
// follow `$inputs.` and its like.
import { didYouMean } from '../core/nearest-name.ts';
import { isOneSlip } from '../core/one-slip.ts';
import type { Expression, ExpressionParts, SyntaxFault } from './expression.ts';

export type Scanned =
  | { readonly ok: true; readonly expression: Expression; readonly end: number }
  | { readonly ok: false; readonly fault: SyntaxFault };

type Scanner = { readonly text: string; at: number };
type Scan = ExpressionParts | SyntaxFault;

const rootNames = [
  '$url',
  '$method',
  '$statusCode',
  '$self',
  '$request',
  '$response',
  '$message',
  '$inputs',
  '$outputs',
  '$steps',
  '$workflows',
  '$sourceDescriptions',
  '$components',
];

const letters = /[A-Za-z]+/y;
const identifier = /[A-Za-z0-9._-]+/y;
const strictIdentifier = /[A-Za-z0-9_-]+/y;
/** RFC 9110 section 5.6.2. */
const headerToken = /[!#$%&'*+\-.^_`|~A-Za-z0-9]+/y;
const characters = /(?:[^"\\{}\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))+/uy;
/** RFC 6901 behind a `#`. Braces are kept out of embedded expressions by whoever cuts those out of their text. */
const pointerText = /#(?:\/(?:[^/~]|~[01])*)*/y;

/** The expression at the beginning of a text, as long as it goes; what follows is for the caller to judge. */
export function scanExpression(text: string): Scanned {
  const scanner: Scanner = { text, at: 1 };
  const scan = text.startsWith('$') ? scanParts(scanner) : { message: 'an expression begins with "$"', offset: 0 };
  if ('message' in scan) return { ok: false, fault: scan };
  return { ok: true, expression: { text: text.slice(0, scanner.at), ...scan }, end: scanner.at };
}

/** Whether a text sets out to be an expression: it begins as one does, or nearly so. What it says may still be wrong. */
export function meansExpression(text: string): boolean {
  const root = /^\$[A-Za-z]+(?=([.#[]?))/.exec(text);
  if (!root) return false;
  if (text.length === root[0].length) return rootNames.includes(root[0]);
  return root[1] !== '' && rootNames.some((name) => name === root[0] || isOneSlip(root[0], name));
}

function scanParts(scanner: Scanner): Scan {
  const root = take(scanner, letters) ?? '';
  switch (root) {
    case 'url':
    case 'method':
    case 'statusCode':
    case 'self':
      return { source: root };
    case 'request':
    case 'response':
      return scanExchangePart(scanner, root);
    case 'inputs':
    case 'outputs':
      return scanNamed(scanner, root);
    case 'steps':
      return scanStep(scanner);
    case 'workflows':
      return scanWorkflow(scanner);
    default:
      return scanRemote(scanner, root);
  }
}

function scanRemote(scanner: Scanner, root: string): Scan {
  if (root === 'message') return scanMessage(scanner);
  if (root === 'components') return scanComponent(scanner);
  if (root === 'sourceDescriptions') {
    const name = part(scanner, strictIdentifier, 'the name of a source description');
    if (typeof name !== 'string') return name;
    const reference = part(scanner, characters, 'an operationId, a workflowId or a field of the source');
    return typeof reference === 'string' ? { source: root, name, reference } : reference;
  }
  return {
    message: `no expression begins with "$${root}"`,
    offset: 0,
    ...remedy(didYouMean(`$${root}`, rootNames) ?? `an expression begins with one of ${rootNames.join(' ')}`),
  };
}

function scanExchangePart(scanner: Scanner, source: 'request' | 'response'): Scan {
  const parts = ['header', 'query', 'path', 'body'];
  const offset = scanner.at + 1;
  const name = part(scanner, letters, `one of ${parts.join(', ')}`);
  if (typeof name !== 'string') return name;
  switch (name) {
    case 'header': {
      const header = part(scanner, headerToken, 'the name of a header');
      return typeof header === 'string' ? { source, part: name, name: header } : header;
    }
    case 'query':
    case 'path': {
      const parameter = part(scanner, characters, 'the name of a parameter');
      return typeof parameter === 'string' ? { source, part: name, name: parameter } : parameter;
    }
    case 'body':
      return withPointer(scanner, { source, part: name });
    default:
      return { message: `a ${source} has no part "${name}"`, offset, ...remedy(didYouMean(name, parts)) };
  }
}

function scanNamed(scanner: Scanner, source: 'inputs' | 'outputs'): Scan {
  const name = part(scanner, identifier, `the name of an ${source.slice(0, -1)}`);
  return typeof name === 'string' ? withPointer(scanner, { source, name }) : name;
}

function scanStep(scanner: Scanner): Scan {
  const stepId = part(scanner, strictIdentifier, 'a stepId');
  if (typeof stepId !== 'string') return stepId;
  const field = scanField(scanner, ['outputs'], `$steps.${stepId}`);
  if (typeof field !== 'string') return field;
  const output = part(scanner, identifier, 'the name of an output');
  return typeof output === 'string' ? withPointer(scanner, { source: 'steps', stepId, output }) : output;
}

function scanWorkflow(scanner: Scanner): Scan {
  const workflowId = part(scanner, strictIdentifier, 'a workflowId');
  if (typeof workflowId !== 'string') return workflowId;
  const field = scanField(scanner, ['inputs', 'outputs'], `$workflows.${workflowId}`);
  if (typeof field !== 'string') return field;
  const name = part(scanner, identifier, `the name of an ${field.slice(0, -1)}`);
  return typeof name === 'string' ? withPointer(scanner, { source: 'workflows', workflowId, field, name }) : name;
}

function scanComponent(scanner: Scanner): Scan {
  const map = scanField(scanner, ['parameters', 'successActions', 'failureActions'], '$components');
  if (typeof map !== 'string') return map;
  const key = part(scanner, identifier, 'the name of a component');
  return typeof key === 'string' ? { source: 'components', map, key } : key;
}

/** AsyncAPI only, so that no more than the outline is judged. */
function scanMessage(scanner: Scanner): Scan {
  const rest = part(scanner, /.+/suy, 'one of header, payload');
  return typeof rest === 'string' ? { source: 'message', rest } : rest;
}

/** `.outputs` and the like: a word out of a few. */
function scanField<Name extends string>(scanner: Scanner, names: readonly Name[], before: string): Name | SyntaxFault {
  const offset = scanner.at + 1;
  const word = part(scanner, letters, names.join(' or '));
  if (typeof word !== 'string') return word;
  const name = names.find((candidate) => candidate === word);
  if (name !== undefined) return name;
  const rest = scanner.text.slice(offset);
  const written = names.length === 1 ? `write "${before}.${names.join('')}.${rest}"` : undefined;
  return {
    message: `${before} is followed by ${names.join(' or ')}, not by "${word}"`,
    offset,
    ...remedy(didYouMean(word, names) ?? written),
  };
}

function withPointer<Parts extends ExpressionParts>(scanner: Scanner, parts: Parts): Parts & { pointer?: string } {
  const pointer = take(scanner, pointerText);
  return pointer === undefined ? parts : { ...parts, pointer: pointer.slice(1) };
}

/** A dot and what follows it. */
function part(scanner: Scanner, pattern: RegExp, what: string): string | SyntaxFault {
  const dot = scanner.text[scanner.at] === '.';
  if (dot) scanner.at += 1;
  const found = dot ? take(scanner, pattern) : undefined;
  return found ?? { message: `expected ${dot ? '' : 'a dot and '}${what}`, offset: scanner.at };
}

function take(scanner: Scanner, pattern: RegExp): string | undefined {
  pattern.lastIndex = scanner.at;
  const found = pattern.exec(scanner.text)?.[0];
  scanner.at += found?.length ?? 0;
  return found;
}

function remedy(text: string | undefined): { readonly remedy?: string } {
  return text === undefined ? {} : { remedy: text };
}
