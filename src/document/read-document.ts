// The home of the YAML parser: text in, a value with positions out.
import { LineCounter, isMap, isPair, isScalar, isSeq, parseDocument, stringify } from 'yaml';
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
 * @throws DescriptionError with YAML_SYNTAX, one fault per error (duplicate keys and alias bombs among them)
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
  if (document.errors.length > 0) throw new DescriptionError(document.errors.map((error) => yamlFault(error, at)));
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

function yamlFault(error: YAMLError, at: (offset: number) => SourceLocation): Fault {
  const remedy = error.code === 'DUPLICATE_KEY' ? { remedy: 'keep one of the two, or rename it' } : {};
  return { code: 'YAML_SYNTAX', message: error.message, location: at(error.pos[0]), ...remedy };
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
