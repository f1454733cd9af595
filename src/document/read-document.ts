// The home of the YAML parser: text in, a value with positions out.
import { LineCounter, isMap, isPair, isScalar, isSeq, parseDocument, stringify, visit } from 'yaml';
import type { Document, Node, YAMLError } from 'yaml';
import { DescriptionError } from '../core/errors.ts';
import type { Fault } from '../core/errors.ts';
import type { JsonValue } from '../core/json.ts';
import { parseJson } from '../core/json.ts';
import type { SourceDocument, SourceLocation } from '../core/source.ts';
import { parsePointer } from './json-pointer.ts';

/**
 * Reads YAML 1.2 or JSON. JSON is read by the faster parser, and its positions only when a message needs one.
 * @param file as a person names it in messages
 * @throws DescriptionError with YAML_SYNTAX: every key that is there twice, and the first place that does not parse
 */
export function readDocument(text: string, file: string): SourceDocument {
  const json = /^\s*[{[]/.test(text) ? parseJson(text) : undefined;
  if (json?.ok) {
    let positions: Positions | undefined;
    return {
      file,
      text,
      value: json.value,
      locate: (pointer, part) => (positions ??= parsePositions(text, file)).locate(pointer, part),
    };
  }
  const positions = parsePositions(text, file);
  return { file, text, value: positions.value(), locate: positions.locate };
}

/** A value as YAML text, for files that are written for a person. */
export function writeYaml(value: JsonValue): string {
  return stringify(value, { lineWidth: 120 });
}

type Positions = { readonly value: () => JsonValue; readonly locate: SourceDocument['locate'] };

function parsePositions(text: string, file: string): Positions {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, merge: true, stringKeys: true, prettyErrors: false });
  const at = (offset: number): SourceLocation => {
    const { line, col } = lineCounter.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  if (document.errors.length > 0) throw new DescriptionError(yamlFaults(document, text, at));
  return {
    value: () => {
      try {
        return (document.toJS({ maxAliasCount: 1000 }) ?? null) as JsonValue;
      } catch (error) {
        // The parser refuses documents whose aliases would grow without bound.
        const message = error instanceof Error ? error.message : String(error);
        throw new DescriptionError([{ code: 'YAML_SYNTAX', message, location: at(0) }]);
      }
    },
    locate: (pointer, part) => at(findOffset(document, parsePointer(pointer) ?? [], part ?? 'value')),
  };
}

type At = (offset: number) => SourceLocation;

/** Behind the first place that does not parse, every other complaint is only its echo. */
function yamlFaults(document: Document, text: string, at: At): Fault[] {
  const twice = document.errors
    .filter(({ code }) => code === 'DUPLICATE_KEY')
    .map((error) => keyTwice(error, text, at));
  const broken = document.errors.find(({ code }) => code !== 'DUPLICATE_KEY');
  return broken ? [brokenText(broken, document, text, at)] : twice;
}

function keyTwice({ pos }: YAMLError, text: string, at: At): Fault {
  const [key = ''] = /^[^\s:,}]+/.exec(text.slice(pos[0])) ?? [];
  const message = `the key ${key} is here a second time`;
  return { code: 'YAML_SYNTAX', message, location: at(pos[0]), remedy: 'keep one of the two, or rename it' };
}

function brokenText(error: YAMLError, document: Document, text: string, at: At): Fault {
  const quote = /^Missing closing ['"]/.test(error.message) ? openQuote(document, error.pos[0]) : undefined;
  if (quote !== undefined) {
    const message = 'this quotation mark is never closed';
    return {
      code: 'YAML_SYNTAX',
      message,
      location: at(quote),
      remedy: `add ${text.charAt(quote)} where the text ends`,
    };
  }
  const { line } = at(error.pos[0]);
  const message = `the text is no YAML: ${error.message.charAt(0).toLowerCase()}${error.message.slice(1)}`;
  return {
    code: 'YAML_SYNTAX',
    message,
    location: at(error.pos[0]),
    remedy: remedyOf(error, text.split('\n')[line - 1] ?? ''),
  };
}

/** Where the quoted text begins that runs to the place where its end was missed. */
function openQuote(document: Document, end: number): number | undefined {
  let start: number | undefined;
  visit(document, {
    Scalar: (_, { type, range }) => {
      if (type?.startsWith('QUOTE_') === true && range && range[0] < end && end <= range[2]) start = range[0];
    },
  });
  return start;
}

function remedyOf({ code }: YAMLError, line: string): string {
  if (code === 'TAB_AS_INDENT') return 'indent with blanks';
  // The commonest slip in a workflow: a text with an expression inside.
  if (/[{[]\s*\$/.test(line)) return "put a text that holds {...} in quotes, as in 'eq.{$inputs.id}'";
  return 'check the indentation, the brackets and the quotes here and on the line before';
}

/** Walks down as far as the document goes, through aliases, so that a missing part points at its parent. */
function findOffset(document: Document, tokens: readonly string[], part: 'key' | 'value'): number {
  let node: unknown = document.contents;
  let offset = offsetOf(node) ?? 0;
  tokens.forEach((token, depth) => {
    const pair = childOf(document, node, token);
    node = pair?.value;
    const last = depth === tokens.length - 1;
    const found = last && part === 'key' ? offsetOf(pair?.key) : undefined;
    offset = found ?? offsetOf(node) ?? offsetOf(pair?.key) ?? offset;
  });
  return offset;
}

function childOf(document: Document, node: unknown, token: string): { key?: unknown; value: unknown } | undefined {
  const target = resolveAlias(document, node);
  if (isSeq(target)) return { value: target.items[Number(token)] };
  if (!isMap(target)) return undefined;
  const pair = target.items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === token);
  if (pair) return { key: pair.key, value: pair.value };
  for (const item of target.items) {
    if (!isScalar(item.key) || item.key.value !== '<<') continue;
    const merged = childOf(document, item.value, token);
    if (merged) return merged;
  }
  return undefined;
}

function resolveAlias(document: Document, node: unknown): unknown {
  const alias = node as { resolve?: (document: Document) => Node | undefined } | null | undefined;
  return typeof alias?.resolve === 'function' ? alias.resolve(document) : node;
}

function offsetOf(node: unknown): number | undefined {
  return (node as { range?: readonly number[] | null } | null | undefined)?.range?.[0];
}
