import type { JsonValue } from '../core/json.ts';
import { isJsonArray, isJsonObject, jsonType } from '../core/json.ts';

/** Deeper than this, and wider, a shape says no more. */
const depthLimit = 12;
const membersLimit = 200;
const elementsLimit = 1000;

type Shape = {
  readonly scalars: Set<string>;
  members: Map<string, Shape> | undefined;
  element: Shape | undefined;
  cut: boolean;
};

const emptyShape = (): Shape => ({ scalars: new Set(), members: undefined, element: undefined, cut: false });

/**
 * The types inside a value, as in `[{id:integer,name:string|null}]`: members in alphabetical order, the elements of an
 * array as one, a member that some objects of an array lack with a `?`.
 */
export function shapeOf(value: JsonValue): string {
  const shape = emptyShape();
  add(shape, value, 0);
  return render(shape);
}

function add(shape: Shape, value: JsonValue, depth: number): void {
  if (depth > depthLimit) shape.cut = true;
  else if (isJsonArray(value)) {
    shape.element ??= emptyShape();
    for (const element of value.slice(0, elementsLimit)) add(shape.element, element, depth + 1);
  } else if (isJsonObject(value)) addMembers(shape, value, depth);
  else shape.scalars.add(jsonType(value));
}

function addMembers(shape: Shape, value: Readonly<Record<string, JsonValue>>, depth: number): void {
  const first = shape.members === undefined;
  const members = (shape.members ??= new Map<string, Shape>());
  const names = Object.keys(value).slice(0, membersLimit);
  for (const name of names) {
    let member = members.get(name);
    if (member === undefined) {
      members.set(name, (member = emptyShape()));
      if (!first) member.scalars.add('?');
    }
    add(member, value[name] ?? null, depth + 1);
  }
  if (first || names.length === members.size) return;
  for (const [name, member] of members) if (!Object.hasOwn(value, name)) member.scalars.add('?');
}

function render(shape: Shape): string {
  const parts: string[] = [];
  if (shape.members) {
    const members = [...shape.members].sort(([left], [right]) => (left < right ? -1 : 1));
    parts.push(
      `{${members.map(([name, member]) => `${name}${member.scalars.has('?') ? '?' : ''}:${render(member)}`).join(',')}}`,
    );
  }
  if (shape.element) parts.push(`[${render(shape.element)}]`);
  parts.push(...[...shape.scalars].filter((scalar) => scalar !== '?').sort());
  if (shape.cut) parts.push('...');
  return parts.join('|');
}
