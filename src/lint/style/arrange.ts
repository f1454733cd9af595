// Puts the keys of each object in order, and takes away what says nothing. The document's nodes are changed in place.
import { isAlias, isMap, isScalar, isSeq, visit } from 'yaml';
import type { Document, ParsedNode, YAMLMap } from 'yaml';
import { escapeToken } from '../../document/json-pointer.ts';
import { parseSelection } from '../../expression/parse-expression.ts';
import { objectStyles, rankOf } from './objects.ts';
import type { Child, ObjectName } from './objects.ts';

export type Arranged = {
  /** By JSON Pointer: the text that stands there now, or undefined where the member was removed. */
  readonly edits: ReadonlyMap<string, string | undefined>;
  /** How many objects had their keys in another order. */
  readonly ordered: number;
  /** Collections that are never on one line. */
  readonly block: ReadonlySet<ParsedNode>;
};

type Pair = YAMLMap.Parsed['items'][number];
type State = {
  readonly edits: Map<string, string | undefined>;
  readonly block: Set<ParsedNode>;
  /** What each alias stands for. */
  readonly targets: ReadonlyMap<ParsedNode, unknown>;
  ordered: number;
};
/** `shared`: an anchor is at the node or above it, so that it is read in other places too. */
type Place = { readonly pointer: string; readonly shared: boolean };

export function arrange(document: Document.Parsed): Arranged {
  const state: State = { edits: new Map(), block: new Set(), targets: targetsOf(document), ordered: 0 };
  arrangeObject(document.contents, 'document', { pointer: '', shared: false }, state);
  return state;
}

function arrangeObject(node: ParsedNode | null, name: ObjectName, place: Place, state: State): void {
  if (node === null || !isMap(node)) return;
  const style = objectStyles[name];
  const shared = isShared(node, place);
  if (style.block === true) state.block.add(node);
  for (const pair of [...node.items]) {
    const key = keyOf(pair);
    const inner = { pointer: `${place.pointer}/${escapeToken(key)}`, shared };
    if (!shared && isRedundant(pair, name, key)) {
      state.edits.set(inner.pointer, undefined);
      node.items.splice(node.items.indexOf(pair), 1);
      continue;
    }
    const child = style.children?.[key];
    if (child) arrangeChild(pair.value, child, inner, state);
    if (name === 'criterion' && key === 'context') removeBraces(pair.value, inner, state);
  }
  orderKeys(node, name, state);
}

function isShared(node: ParsedNode, { shared }: Place): boolean {
  return shared || (!isAlias(node) && node.anchor !== undefined);
}

function arrangeChild(node: ParsedNode | null, child: Child, place: Place, state: State): void {
  if ('object' in child) arrangeObject(node, child.object, place, state);
  else if ('list' in child) arrangeList(node, child.list, place, state);
  else arrangeMap(node, child.map, place, state);
}

const longLists: ReadonlySet<ObjectName> = new Set(['workflow', 'step', 'sourceDescription']);

function arrangeList(node: ParsedNode | null, name: ObjectName, place: Place, state: State): void {
  if (node === null || !isSeq(node)) return;
  if (longLists.has(name)) state.block.add(node);
  const shared = isShared(node, place);
  node.items.forEach((item, index) => {
    arrangeObject(item, name, { pointer: `${place.pointer}/${index}`, shared }, state);
  });
}

function arrangeMap(node: ParsedNode | null, name: ObjectName, place: Place, state: State): void {
  if (node === null || !isMap(node)) return;
  if (name !== 'output') state.block.add(node);
  const shared = isShared(node, place);
  for (const pair of node.items) {
    const inner = { pointer: `${place.pointer}/${escapeToken(keyOf(pair))}`, shared };
    arrangeObject(pair.value, name, inner, state);
    if (name === 'output') removeBraces(pair.value, inner, state);
  }
}

function keyOf({ key }: Pair): string {
  return isScalar(key) ? (typeof key.value === 'string' ? key.value : key.source) : '';
}

/** `type: simple`, and lists without entries where that is as good as no list. A comment keeps them, and an anchor. */
function isRedundant({ key, value }: Pair, name: ObjectName, text: string): boolean {
  if (value === null || isAlias(value) || value.anchor !== undefined) return false;
  if ([key.commentBefore, value.commentBefore, value.comment].some(Boolean)) return false;
  if (isScalar(value)) return name === 'criterion' && text === 'type' && value.value === 'simple';
  return isSeq(value) && value.items.length === 0 && objectStyles[name].emptyLists?.includes(text) === true;
}

/** `'{$response.body}'` is `$response.body` where only an expression can stand. */
function removeBraces(node: ParsedNode | null, { pointer, shared }: Place, state: State): void {
  if (node === null || shared || !isScalar(node) || node.anchor !== undefined || typeof node.value !== 'string') return;
  const [, inner] = /^\{(\$[^{}]*)\}$/.exec(node.value) ?? [];
  if (inner === undefined || !parseSelection(inner).ok) return;
  node.value = inner;
  node.source = inner;
  node.type = 'QUOTE_SINGLE';
  state.edits.set(pointer, inner);
}

function orderKeys(map: YAMLMap.Parsed, name: ObjectName, state: State): void {
  const style = objectStyles[name];
  const before = [...map.items];
  const after = [...before].sort((left, right) => rankOf(keyOf(left), style) - rankOf(keyOf(right), style));
  if (after.every((pair, index) => pair === before[index]) || parts(before, after, state)) return;
  map.items = after;
  state.ordered++;
}

/** Whether an alias would come to stand before its anchor. */
function parts(before: readonly Pair[], after: readonly Pair[], { targets }: State): boolean {
  return after.some((early, index) =>
    after.slice(index + 1).some((late) => {
      if (before.indexOf(late) > before.indexOf(early)) return false;
      const inside = nodesOf(late);
      return [...nodesOf(early)].some((node) => inside.has(targets.get(node as ParsedNode)));
    }),
  );
}

function nodesOf(pair: Pair): Set<unknown> {
  const nodes = new Set<unknown>();
  for (const part of [pair.key, pair.value]) {
    if (part) visit(part, { Node: (_, node) => void nodes.add(node) });
  }
  return nodes;
}

function targetsOf(document: Document.Parsed): Map<ParsedNode, unknown> {
  const targets = new Map<ParsedNode, unknown>();
  visit(document, {
    Alias: (_, alias) => {
      targets.set(alias as ParsedNode, alias.resolve(document));
    },
  });
  return targets;
}
