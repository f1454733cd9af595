// The types inside a body as a tree: from the body where it was kept, else from the shape that stands for it.
import type { JsonValue } from '../core/json.ts';
import { isJsonArray, isJsonObject, jsonType, parseJson, showValue } from '../core/json.ts';
import { escapeToken } from '../document/json-pointer.ts';
import type { RecordedBody } from '../record/event.ts';

/** The elements of an array are folded into one. */
export type ShapeTree = {
  /** Scalar types, each with a value that has it where one is known. */
  readonly types: Map<string, JsonValue | undefined>;
  members?: Map<string, ShapeTree>;
  element?: ShapeTree;
};

export type ShapeDifference = { readonly at: string; readonly left: string; readonly right: string };

/** Undefined where there is no body, or none that can be read. */
export function shapeTree(body: RecordedBody | undefined): ShapeTree | undefined {
  if (body === undefined) return undefined;
  const parsed = body.text === undefined ? undefined : parseJson(body.text);
  if (parsed?.ok === true) {
    const tree = emptyTree();
    addValue(tree, parsed.value);
    return tree;
  }
  return body.shape === undefined ? undefined : parseShape(body.shape);
}

function emptyTree(): ShapeTree {
  return { types: new Map() };
}

function addValue(tree: ShapeTree, value: JsonValue): void {
  if (isJsonArray(value)) {
    tree.element ??= emptyTree();
    for (const element of value) addValue(tree.element, element);
  } else if (isJsonObject(value)) {
    tree.members ??= new Map();
    for (const [name, member] of Object.entries(value)) {
      const known = tree.members.get(name) ?? emptyTree();
      tree.members.set(name, known);
      addValue(known, member);
    }
  } else if (!tree.types.has(jsonType(value))) tree.types.set(jsonType(value), value);
}

const tokens = /[{}[\],|]|[^{}[\],|]+/g;

/** Reads `[{id:integer,name?:string|null}]`; undefined where names with such characters in them make it unreadable. */
function parseShape(shape: string): ShapeTree | undefined {
  const rest = shape.match(tokens)?.reverse() ?? [];
  const take = (token: string): boolean => {
    if (rest.at(-1) !== token) return false;
    rest.pop();
    return true;
  };
  const parse = (first?: string): ShapeTree | undefined => {
    const tree = emptyTree();
    if (first !== undefined && first !== '') tree.types.set(first, undefined);
    if (first === undefined || first === '' || take('|')) {
      do {
        if (!parsePart(tree)) return undefined;
      } while (take('|'));
    }
    return tree;
  };
  const parsePart = (tree: ShapeTree): boolean => {
    if (take('[')) {
      if (take(']')) {
        tree.element ??= emptyTree();
        return true;
      }
      const element = parse();
      if (element !== undefined) tree.element = element;
      return element !== undefined && take(']');
    }
    if (take('{')) return parseMembers((tree.members ??= new Map()));
    const type = rest.pop();
    if (type === undefined || !/^[a-z.]+$/.test(type)) return false;
    tree.types.set(type, undefined);
    return true;
  };
  const parseMembers = (members: Map<string, ShapeTree>): boolean => {
    if (take('}')) return true;
    do {
      const [, name, type] = /^([^:]+?)\??:([a-z.]*)$/.exec(rest.pop() ?? '') ?? [];
      const member = name === undefined ? undefined : parse(type);
      if (name === undefined || member === undefined) return false;
      members.set(name, member);
    } while (take(','));
    return take('}');
  };
  const tree = parse();
  return rest.length === 0 ? tree : undefined;
}

/**
 * Where two bodies differ in type; `*` in a pointer stands for every element. An empty array says nothing about its
 * elements, and whether a number happens to be whole is no difference.
 */
export function shapeDifferences(left: ShapeTree, right: ShapeTree, at = ''): ShapeDifference[] {
  if (typesOf(left) !== typesOf(right)) return [{ at, left: showTree(left), right: showTree(right) }];
  return [...elementDifferences(left, right, at), ...memberDifferences(left, right, at)];
}

function elementDifferences(
  { element: left }: ShapeTree,
  { element: right }: ShapeTree,
  at: string,
): ShapeDifference[] {
  if (left === undefined || right === undefined || isEmpty(left) || isEmpty(right)) return [];
  return shapeDifferences(left, right, `${at}/*`);
}

function memberDifferences({ members: left }: ShapeTree, { members: right }: ShapeTree, at: string): ShapeDifference[] {
  return [...new Set([...(left?.keys() ?? []), ...(right?.keys() ?? [])])].flatMap((name) => {
    const place = `${at}/${escapeToken(name)}`;
    const ours = left?.get(name);
    const theirs = right?.get(name);
    if (ours !== undefined && theirs !== undefined) return shapeDifferences(ours, theirs, place);
    return [{ at: place, left: showTree(ours), right: showTree(theirs) }];
  });
}

function kinds(tree: ShapeTree): string[] {
  const kinds = [...tree.types.keys()];
  if (tree.members) kinds.push('object');
  if (tree.element) kinds.push('array');
  return kinds;
}

function typesOf(tree: ShapeTree): string {
  const wide = new Set(kinds(tree).map((kind) => (kind === 'integer' ? 'number' : kind)));
  return [...wide].sort().join('|');
}

function isEmpty(tree: ShapeTree): boolean {
  return kinds(tree).length === 0;
}

function showTree(tree: ShapeTree | undefined): string {
  if (tree === undefined) return 'absent';
  const [sample, ...others] = tree.types.values();
  const types = kinds(tree);
  return types.length === 1 && others.length === 0 && sample !== undefined ? showValue(sample) : types.join('|');
}
