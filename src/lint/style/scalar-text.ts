// How a scalar is written: with quotes only where it would be read as something else without them.
import type { Scalar } from 'yaml';
import { plainValue } from '../../document/core-schema.ts';

/** A text that cannot be written in this style; the file is left as it is. */
export class StyleRefusal extends Error {
  override readonly name = 'StyleRefusal';
}

export type ScalarPlace = { readonly flow: boolean; readonly key?: true };

/** On one line; undefined where its text has several. */
export function scalarText(node: Scalar.Parsed, place: ScalarPlace): string | undefined {
  if (isBlock(node)) return undefined;
  if (node.type === 'PLAIN' || node.type === undefined) return plainText(node.source, place);
  const value = String(node.value);
  const raw = sourceOf(node);
  if (/[\n\r]/.test(value) && /[\n\r]/.test(raw)) return undefined;
  if (!unprintable.test(value)) return textOf(value, place, true);
  return node.type === 'QUOTE_DOUBLE' && !raw.includes('\n') ? raw : JSON.stringify(value);
}

/** A number keeps its digits. */
function plainText(source: string, place: ScalarPlace): string {
  const value = place.key === true ? source : plainValue(source);
  if (value === null || typeof value === 'boolean') return String(value);
  return typeof value === 'string' ? textOf(value, place, false) : source;
}

/** The lines of a scalar of several lines; the first holds its header. */
export function scalarLines(node: Scalar.Parsed, indent: string): string[] {
  const token = node.srcToken;
  if (token?.type !== 'block-scalar') return literalLines(String(node.value), indent);
  const header = token.props.find(({ type }) => type === 'block-scalar-header');
  const mark = header && 'source' in header ? header.source : '';
  if (!/^[|>][-+]?$/.test(mark)) throw new StyleRefusal('it has a block of text that says how far it is indented');
  const lines = token.source.replace(/\n$/, '').split('\n');
  const first = lines.find((line) => line.trim() !== '') ?? '';
  const depth = first.length - first.trimStart().length;
  return [mark, ...lines.map((line) => (line.trim() === '' ? '' : indent + line.slice(depth)))];
}

/** Prose that was written over several lines, folded anew. */
export function foldedLines(node: Scalar.Parsed, indent: string, width: number): string[] | undefined {
  const text = String(node.value);
  if (!/[\n\r]/.test(sourceOf(node)) || !/^\S(?:.*\S)?$/.test(text) || / {2}/.test(text)) return undefined;
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || indent.length + last.length + word.length >= width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return ['>-', ...lines.map((line) => indent + line)];
}

function literalLines(text: string, indent: string): string[] {
  const body = text.replace(/\n$/, '');
  if (/^\s|[ \t\r]$|\n$|[ \t]\n/.test(body) || body === '') {
    throw new StyleRefusal('it has a text of several lines with spaces at their ends');
  }
  const lines = body.split('\n').map((line) => (line === '' ? '' : indent + line));
  return [text.endsWith('\n') ? '|' : '|-', ...lines];
}

function isBlock({ type }: Scalar.Parsed): boolean {
  return type === 'BLOCK_FOLDED' || type === 'BLOCK_LITERAL';
}

function sourceOf({ srcToken, source }: Scalar.Parsed): string {
  return srcToken && 'source' in srcToken ? srcToken.source : source;
}

const unprintable = /[\p{Cc}\u2028\u2029\ufeff]/u;
/** What begins something else, or ends the text, where it has no quotes (YAML 1.2.2, section 7.3.3). */
const indicator = /^[,[\]{}#&*!|>'"%@`]|^[-?:](?:\s|$)|^(?:---|\.\.\.)|: |:$| #|^\s|\s$|^$/;
const flowIndicator = /[,[\]{}]|^[-?:][,[\]{}]|^[-?:]|:[,[\]{}]/;
/** What older readers (YAML 1.1) take for something else, or looks like a number or a date: its quotes stay. */
const ambiguous = /^(?:y|n|yes|no|on|off|=)$|^(?![0-9]+\.[0-9]+\.[0-9]+$)[-+]?[0-9][0-9_,.:tz\s-]*$/i;

function textOf(value: string, place: ScalarPlace, quoted: boolean): string {
  if (!isMisread(value, place) && !(quoted && isDoubtful(value, place))) return value;
  if (value.includes("'") && !/["\\]/.test(value)) return `"${value}"`;
  return `'${value.replaceAll("'", "''")}'`;
}

/** Whether it would be something else without quotes. */
function isMisread(value: string, { flow, key }: ScalarPlace): boolean {
  if (indicator.test(value) || (flow && flowIndicator.test(value))) return true;
  return key !== true && typeof plainValue(value) !== 'string';
}

/** Whether quotes that were there stay, though this reader does not need them. */
function isDoubtful(value: string, { key }: ScalarPlace): boolean {
  if (ambiguous.test(value)) return true;
  return key === true && (value === '<<' || typeof plainValue(value) !== 'string');
}
