// The grammar of Arazzo 1.1, "Runtime Expressions". Documents of 1.0 are read by it too: their own grammar lets any text
// follow `$inputs.` and its like.
import { didYouMean } from '../core/nearest-name.ts';
import { isOneSlip } from '../core/one-slip.ts';
import type { Expression, ExpressionParts, SyntaxFault } from './expression.ts';

export type Scanned =
  | { readonly ok: true; readonly expression: Expression; readonly end: number }
  | { readonly ok: false; readonly fault: SyntaxFault };

type Scanner = { readonly text: string; at: number };
type Scan = (ExpressionParts & Pick<Expression, 'spelling'>) | SyntaxFault;

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
  if (root === 'sourceDescriptions') return scanSource(scanner);
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
    case 'header':
    case 'headers': {
      const header = part(scanner, headerToken, 'the name of a header');
      if (typeof header !== 'string') return header;
      // An official example has `$response.headers.Location`, and there is nothing else that it could mean.
      const slip = name === 'headers' ? { spelling: `$${source}.header.${header}` } : {};
      return { source, part: 'header', name: header, ...slip };
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
  const field = scanField(scanner, ['inputs', 'outputs', 'steps'], `$workflows.${workflowId}`);
  if (typeof field !== 'string') return field;
  if (field === 'steps') return scanStepOfWorkflow(scanner, workflowId);
  const name = part(scanner, identifier, `the name of an ${field.slice(0, -1)}`);
  return typeof name === 'string' ? withPointer(scanner, { source: 'workflows', workflowId, field, name }) : name;
}

/** Not in the grammar; the specification's own tests have it, beside a `dependsOn` of the same form. */
function scanStepOfWorkflow(scanner: Scanner, workflowId: string): Scan {
  const step = scanStep(scanner);
  if (!('stepId' in step) || step.source !== 'steps') return step;
  const { stepId, output: name, pointer } = step;
  const found = { source: 'workflows', workflowId, stepId, field: 'outputs', name } as const;
  return pointer === undefined ? found : { ...found, pointer };
}

function scanComponent(scanner: Scanner): Scan {
  const map = scanField(scanner, ['parameters', 'successActions', 'failureActions'], '$components');
  if (typeof map !== 'string') return map;
  const key = part(scanner, identifier, 'the name of a component');
  return typeof key === 'string' ? { source: 'components', map, key } : key;
}

/** The message that a step over AsyncAPI sends or receives. */
function scanMessage(scanner: Scanner): Scan {
  const field = scanField(scanner, ['header', 'payload', 'body'], '$message');
  if (typeof field !== 'string') return field;
  if (field !== 'header') return withPointer(scanner, { source: 'message', part: field });
  const name = part(scanner, headerToken, 'the name of a header');
  return typeof name === 'string' ? { source: 'message', part: field, name } : name;
}

const resultOfAnother =
  /^(?<workflowId>[A-Za-z0-9_-]+)(?:\.steps\.(?<stepId>[A-Za-z0-9_-]+))?\.(?<field>inputs|outputs)\.(?<name>[A-Za-z0-9._-]+)(?:#(?<pointer>(?:\/(?:[^/~]|~[01])*)*))?$/u;

/**
 * `$sourceDescriptions.<name>.<rest>`. The grammar leaves the rest open: an operationId, a workflowId or a field. What
 * has the form of a workflow's result behind `$workflows.` is read as that of a workflow of this source.
 */
function scanSource(scanner: Scanner): Scan {
  const name = part(scanner, strictIdentifier, 'the name of a source description');
  if (typeof name !== 'string') return name;
  const reference = part(scanner, characters, 'an operationId, a workflowId or a field of the source');
  if (typeof reference !== 'string') return reference;
  const result = resultOfAnother.exec(reference)?.groups;
  const { workflowId, stepId, field, name: output, pointer } = result ?? {};
  if (workflowId === undefined || output === undefined || (stepId !== undefined && field === 'inputs')) {
    return { source: 'sourceDescriptions', name, reference };
  }
  const what = { home: name, workflowId, field: field === 'inputs' ? 'inputs' : 'outputs', name: output } as const;
  return {
    source: 'workflows',
    ...what,
    ...(stepId === undefined ? {} : { stepId }),
    ...(pointer === undefined ? {} : { pointer }),
  };
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
