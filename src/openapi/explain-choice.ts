// What is wrong with a value that no branch of `oneOf` or `anyOf` allows, or too many: in the words of the branch that was
// meant.
import { isJsonObject, showValue } from '../core/json.ts';
import type { JsonValue } from '../core/json.ts';
import { memberOf } from '../document/json-pointer.ts';
import { discriminatorOf } from './discriminator.ts';
import type { ErrorNode } from './error-nodes.ts';
import { inside } from './resolve-reference.ts';
import type { Place } from './resolve-reference.ts';
import { listAt, targetOf } from './schema-parts.ts';
import type { SchemaViolation } from './schema-violation.ts';

type Explain = (node: ErrorNode) => SchemaViolation[];

/** @param own what the choice's own error says */
export function explainChoice(node: ErrorNode, own: SchemaViolation, explain: Explain): SchemaViolation[] {
  const { error, origin, branches } = node;
  if (origin?.role === 'nullable') return (branches[1] ?? []).flatMap(explain);
  const value = error.data as JsonValue;
  const choice = origin ? listAt(inside(origin.place, error.keyword)) : [];
  const passing = error.params['passingSchemas'];
  if (Array.isArray(passing)) return [tooMany(own, passing, choice, value)];
  const lists = branches.map((branch) => branch.flatMap(explain));
  const meant = origin ? discriminate(origin.place, choice, value) : undefined;
  if (meant?.branch !== undefined) return lists[meant.branch] ?? [own];
  if (meant) return [unknownKind(own, meant)];
  return nearest(own, { lists, choice, value });
}

/** Of a branch, its schema's name; else its place among the others. */
function nameOf(branch: Place | undefined, index: number): string {
  const reference = memberOf(branch?.value, '$ref');
  const title = memberOf(branch?.value, 'title');
  if (typeof reference === 'string') return reference.slice(reference.lastIndexOf('/') + 1);
  return typeof title === 'string' ? title : `number ${index + 1}`;
}

/** @param passing places among the converted branches, each of which stands behind a marker */
function tooMany(
  own: SchemaViolation,
  passing: readonly unknown[],
  choice: readonly Place[],
  value: JsonValue,
): SchemaViolation {
  const names = passing.map((place) => nameOf(choice[(Number(place) - 1) / 2], (Number(place) - 1) / 2));
  const actual = `${names.join(' and ')} allow ${showValue(value)}`;
  return { ...own, title: 'must match exactly one of the schemas of oneOf', expected: 'exactly one schema', actual };
}

type Meant = {
  readonly property: string;
  readonly value: string;
  /** The branch that the value names; absent where it names none. */
  readonly branch?: number;
  readonly names: readonly string[];
};

/** The discriminator says which branch was meant. */
function discriminate(schema: Place, choice: readonly Place[], value: JsonValue): Meant | undefined {
  const discriminator = discriminatorOf(schema);
  const named = discriminator && isJsonObject(value) ? value[discriminator.property] : undefined;
  if (!discriminator || typeof named !== 'string') return undefined;
  const { property, schemas } = discriminator;
  const mapped = schemas.get(named)?.value;
  const branch = mapped === undefined ? -1 : choice.findIndex((part) => (targetOf(part) ?? part).value === mapped);
  const mapping = inside(inside(schema, 'discriminator'), 'mapping').value;
  const names = isJsonObject(mapping) ? Object.keys(mapping) : [...schemas.keys()];
  return { property, value: named, names, ...(branch < 0 ? {} : { branch }) };
}

function unknownKind(own: SchemaViolation, { property, value, names }: Meant): SchemaViolation {
  const expected = `one of ${names.map((name) => JSON.stringify(name)).join(', ')}`;
  return {
    ...own,
    pointer: `${own.pointer}/${property}`,
    keyword: 'discriminator',
    title: `must be ${expected}`,
    expected,
    actual: showValue(value),
  };
}

type Tried = {
  readonly lists: readonly SchemaViolation[][];
  readonly choice: readonly Place[];
  readonly value: JsonValue;
};

/** What no part of a branch comes near to. */
const otherKind: ReadonlySet<string> = new Set(['type', 'const', 'enum', 'false']);

/** The branch that the value came nearest to; all of them in one message where none came nearer than the value itself. */
function nearest(own: SchemaViolation, { lists, choice, value }: Tried): SchemaViolation[] {
  const atOwn = lists.map((list) => list.find(({ pointer }) => pointer === own.pointer));
  if (atOwn.every((violation) => violation !== undefined && otherKind.has(violation.keyword))) {
    const expected = [...new Set(atOwn.map((violation) => violation?.expected ?? ''))].join(' or ');
    return [{ ...own, title: `must be ${expected}`, expected, actual: showValue(value) }];
  }
  const scores = lists.map((list) => scoreOf(own, list));
  const best = scores.reduce((least, score, index) => (isLess(score, scores[least] ?? []) ? index : least), 0);
  const name = nameOf(choice[best], best);
  const which = lists.length > 1 ? ` (by the nearest of ${lists.length} alternatives, ${name})` : '';
  return (lists[best] ?? []).map((violation) => ({ ...violation, expected: violation.expected + which }));
}

/** Smaller is nearer: the right kind of value, the right tag, few faults, deep faults. */
function scoreOf(own: SchemaViolation, list: readonly SchemaViolation[]): readonly number[] {
  const depth = (violation: SchemaViolation): number => violation.pointer.slice(own.pointer.length).split('/').length;
  const isOtherKind = list.some(({ pointer, keyword }) => pointer === own.pointer && keyword === 'type');
  const otherTag = list.filter((violation) => depth(violation) === 2 && /^(?:const|enum)$/.test(violation.keyword));
  return [isOtherKind ? 1 : 0, otherTag.length, list.length, -Math.max(0, ...list.map(depth))];
}

function isLess(left: readonly number[], right: readonly number[]): boolean {
  const place = left.findIndex((figure, index) => figure !== right[index]);
  return place >= 0 && (left[place] ?? 0) < (right[place] ?? 0);
}
