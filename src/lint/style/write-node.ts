// A YAML document as text in one style: two columns per level, on one line what is small enough to be read there.
import stringWidth from 'string-width';
import { isAlias, isMap, isScalar, isSeq } from 'yaml';
import type { Alias, Document, ParsedNode, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { StyleRefusal, foldedLines, scalarLines, scalarText } from './scalar-text.ts';
import type { ScalarPlace } from './scalar-text.ts';

/** Columns of a line; and of one that holds more than two levels. */
const width = 120;
const nestedWidth = 100;

export type Written = {
  /** Collections that are never on one line. */
  readonly block: ReadonlySet<ParsedNode>;
  readonly document: Document.Parsed;
};

type Collection = YAMLMap.Parsed | YAMLSeq.Parsed;

export function writeDocument(written: Written, header: readonly string[]): string {
  const { contents, comment } = written.document;
  if (!contents || !isMap(contents)) throw new StyleRefusal('it is no mapping');
  const lines = [...header, ...mapLines(contents, '', written), ...commentLines(comment, '')];
  return `${lines.join('\n')}\n`
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^\n+/, '')
    .replace(/\n+$/, '\n');
}

export function commentLines(comment: string | null | undefined, indent: string): string[] {
  if (comment === null || comment === undefined) return [];
  return comment.split('\n').map((line) => (line === '' ? '' : `${indent}#${line.trimEnd()}`));
}

function mapLines(map: YAMLMap.Parsed, indent: string, written: Written): string[] {
  const lines = map.items.flatMap(({ key, value }, index) => {
    if (!isScalar(key)) throw new StyleRefusal('it has a key that is no text');
    const before = [...(key.spaceBefore === true && index > 0 ? [''] : []), ...commentLines(key.commentBefore, indent)];
    const head = `${indent}${propertiesOf(key, written)}${scalarText(key, { flow: false, key: true }) ?? ''}:`;
    return [...before, ...valueLines(head, value, indent, written)];
  });
  return [...lines, ...commentLines(map.comment, indent)];
}

function seqLines(seq: YAMLSeq.Parsed, indent: string, written: Written): string[] {
  const lines = seq.items.flatMap((item, index) => [
    ...(item.spaceBefore === true && index > 0 ? [''] : []),
    ...(isCollection(item) ? commentLines(item.commentBefore, indent) : []),
    ...itemLines(item, indent, written),
  ]);
  return [...lines, ...commentLines(seq.comment, indent)];
}

/** Behind `- `, a block of keys begins on the same line. */
function itemLines(item: ParsedNode, indent: string, written: Written): string[] {
  const bare = isMap(item) && item.items.length === 1 && isScalar(item.items[0]?.value);
  const line = isCollection(item) && !bare ? lineOf(item, `${indent}-`, written) : undefined;
  if (line !== undefined) return [line];
  if (!isCollection(item)) return valueLines(`${indent}-`, item, indent, written);
  const inside = `${indent}  `;
  const lines = isMap(item) ? mapLines(item, inside, written) : seqLines(item, inside, written);
  const start = lines.findIndex((each) => !each.trimStart().startsWith('#'));
  const comments = lines.slice(0, start).map((comment) => comment.replace(inside, indent));
  const properties = propertiesOf(item, written).trimEnd();
  if (properties !== '' || item.items.length === 0) {
    return [...comments, `${indent}- ${properties}`, ...lines.slice(start)];
  }
  return [...comments, `${indent}- ${(lines[start] ?? '').slice(inside.length)}`, ...lines.slice(start + 1)];
}

/** What stands behind a key or a dash. */
function valueLines(head: string, value: ParsedNode | null, indent: string, written: Written): string[] {
  if (value === null) return [`${head} null`];
  if (isCollection(value)) {
    if (value.items.length === 0) return emptyLines(head, value, indent, written);
    const line = lineOf(value, head, written);
    if (line !== undefined) return [line];
    const inside = `${indent}  `;
    const lines = isMap(value) ? mapLines(value, inside, written) : seqLines(value, inside, written);
    const start = `${head} ${propertiesOf(value, written)}`.trimEnd();
    return [start, ...commentLines(value.commentBefore, inside), ...lines];
  }
  return scalarValueLines(head, value, indent, written);
}

type Leaf = Scalar.Parsed | Alias.Parsed;

function scalarValueLines(head: string, value: Leaf, indent: string, written: Written): string[] {
  const comments = commentLines(value.comment, indent);
  const [trail] = comments.length === 1 ? comments : [];
  const start = `${head} ${propertiesOf(value, written)}`;
  const [first = '', ...others] = leafLines(value, start, indent);
  return [
    ...commentLines(value.commentBefore, indent),
    ...(trail === undefined ? comments : []),
    `${start}${first}${trail === undefined ? '' : ` ${trail.trimStart()}`}`,
    ...others,
  ];
}

function leafLines(value: Leaf, start: string, indent: string): string[] {
  if (isAlias(value)) return [`*${value.source}`];
  const text = scalarText(value, { flow: false });
  if (text === undefined) return scalarLines(value, `${indent}  `);
  const folded = stringWidth(start + text) > width ? foldedLines(value, `${indent}  `, width) : undefined;
  return folded ?? [text];
}

function emptyLines(head: string, value: Collection, indent: string, written: Written): string[] {
  const comments = [...commentLines(value.commentBefore, indent), ...commentLines(value.comment, indent)];
  return [...comments, `${head} ${propertiesOf(value, written)}${isMap(value) ? '{}' : '[]'}`];
}

/** The whole line, where the collection fits on it. */
function lineOf(value: Collection, head: string, written: Written): string | undefined {
  if (needsLines(value, head, written)) return undefined;
  const text = flowText(value, written);
  const [comment, ...more] = commentLines(value.comment, '');
  if (text === undefined || more.length > 0) return undefined;
  const line = `${head} ${propertiesOf(value, written)}${text}`;
  if (stringWidth(line) > (depthOf(value) > 2 ? nestedWidth : width)) return undefined;
  return comment === undefined ? line : `${line} ${comment}`;
}

function needsLines(value: Collection, head: string, written: Written): boolean {
  if (written.block.has(value) || (value.items.length > 1 && isListed(value))) return true;
  // What stands above an item of a list is written there.
  if (isGiven(value.commentBefore) && !head.endsWith('-')) return true;
  return value.flow !== true && isGiven(value.comment);
}

function isGiven(comment: string | null | undefined): boolean {
  return comment !== undefined && comment !== null && comment !== '';
}

/** A list with a collection in it, or a map with several: one below the other is easier to read. */
function isListed(value: Collection): boolean {
  if (isSeq(value)) return value.items.some(isCollection);
  return value.items.filter((pair) => pair.value !== null && isCollection(pair.value)).length > 1;
}

/** Undefined where something in it needs a line of its own. */
function flowText(node: ParsedNode | null, written: Written): string | undefined {
  if (node === null) return 'null';
  if (isAlias(node)) return `*${node.source}`;
  if (isScalar(node)) return scalarText(node, { flow: true });
  const parts: string[] = [];
  for (const item of node.items) {
    const part = 'key' in item ? flowPair(item, written) : flowPart(item, { flow: true }, written);
    if (part === undefined) return undefined;
    parts.push(part);
  }
  if (parts.length === 0) return isMap(node) ? '{}' : '[]';
  return isMap(node) ? `{ ${parts.join(', ')} }` : `[${parts.join(', ')}]`;
}

function flowPair({ key, value }: YAMLMap.Parsed['items'][number], written: Written): string | undefined {
  const name = flowPart(key, { flow: true, key: true }, written);
  const text = flowPart(value, { flow: true }, written);
  return name === undefined || text === undefined ? undefined : `${name}: ${text}`;
}

function flowPart(node: ParsedNode | null, place: ScalarPlace, written: Written): string | undefined {
  if (node !== null && (isGiven(node.comment) || isGiven(node.commentBefore) || written.block.has(node)))
    return undefined;
  const text = node !== null && isScalar(node) ? scalarText(node, place) : flowText(node, written);
  return text === undefined || node === null ? text : propertiesOf(node, written) + text;
}

/** Anchor and tag, where they are written, with a blank behind each. */
function propertiesOf(node: ParsedNode, { document }: Written): string {
  if (isAlias(node)) return '';
  const anchor = node.anchor === undefined ? '' : `&${node.anchor} `;
  return node.tag === undefined ? anchor : `${anchor}${document.directives.tagString(node.tag)} `;
}

function depthOf(node: ParsedNode | null): number {
  if (node === null || !isCollection(node)) return 0;
  const inner = node.items.map((item) => ('key' in item ? depthOf(item.value) : depthOf(item)));
  return 1 + Math.max(0, ...inner);
}

function isCollection(node: ParsedNode): node is Collection {
  return isMap(node) || isSeq(node);
}
