// From the validator's heap of errors to what a person can act on: one branch of a choice instead of all, and one
// message for the same fault over many rows.
import { isJsonObject, showValue } from '../core/json.ts';
import type { JsonValue } from '../core/json.ts';
import type { SourceDocument } from '../core/source.ts';
import type { Origin } from './convert-schema.ts';
import { unescapeToken } from '../document/json-pointer.ts';
import { describeError, describeUndeclared } from './describe-error.ts';
import type { KeywordError } from './describe-error.ts';
import { inside } from './resolve-reference.ts';
import type { Place } from './resolve-reference.ts';
import { declaredProperties, targetOf } from './schema-parts.ts';

/** One broken rule of a schema. */
export type SchemaViolation = {
  /** JSON Pointer into the value; to where the missing part should be. */
  readonly pointer: string;
  readonly keyword: string;
  /** The rule as a sentence: `must be integer`. */
  readonly title: string;
  readonly expected: string;
  /** With its type, shortened. */
  readonly actual: string;
  /** JSON Pointer to the keyword in `schemaDocument`. */
  readonly schemaPointer: string;
  readonly schemaDocument?: SourceDocument;
  /** The nearest `x-confidence` around the rule, if any. */
  readonly confidence?: string;
  /** How often, where the same rule was broken in more than 20 elements; `pointer` is the first of `places`. */
  readonly count?: number;
  readonly places?: readonly string[];
  /** The properties that the schemas around an undeclared one declare. */
  readonly declared?: readonly string[];
};

export type Origins = WeakMap<object, Origin>;

/** An error, and the errors of each branch where it closes a choice. */
type Node = { readonly error: KeywordError; readonly origin: Origin | undefined; readonly branches: readonly Node[][] };

const foldAbove = 20;

/** What was broken, and apart from it which properties no schema declares. */
export type Explained = {
  readonly violations: readonly SchemaViolation[];
  readonly undeclared: readonly SchemaViolation[];
};

/** @param origins where each part of the converted schema came from */
export function explainErrors(errors: readonly KeywordError[], origins: Origins): Explained {
  const all = readNodes(errors, origins).flatMap(violationsOf);
  const violations = all.filter(({ keyword }) => keyword !== undeclared);
  const leftOver = all.filter(({ keyword }) => keyword === undeclared);
  return { violations: foldRows(violations), undeclared: foldRows(leftOver.filter((one) => !isEcho(one, violations))) };
}

/** The undeclared properties alone, of a value whose other faults are known already. */
export function explainUndeclared(errors: readonly KeywordError[], origins: Origins): SchemaViolation[] {
  return foldRows(readNodes(errors, origins).flatMap(undeclaredOf));
}

/** In a choice, those of the branch that has no other fault. */
function undeclaredOf(node: Node): SchemaViolation[] {
  if (node.branches.length === 0) return isUndeclared(node) ? [violationOf(node)] : [];
  const chosen = node.branches.find((branch) => branch.length > 0 && branch.every(isUndeclaredOnly));
  return (chosen ?? []).flatMap(undeclaredOf);
}

function isUndeclaredOnly(node: Node): boolean {
  if (node.branches.length === 0) return isUndeclared(node);
  return node.branches.some((branch) => branch.length > 0 && branch.every(isUndeclaredOnly));
}

const undeclared = 'undeclared';

/** Whether a property was only left over, and no rule of the contract forbids it. */
function isUndeclared({ error, origin }: Node): boolean {
  return (
    error.keyword === 'unevaluatedProperties' &&
    origin !== undefined &&
    inside(origin.place, 'unevaluatedProperties').value === undefined
  );
}

/** A schema that was broken declares nothing to the validator: its own properties are then left over. */
function isEcho({ pointer, declared = [] }: SchemaViolation, violations: readonly SchemaViolation[]): boolean {
  const cut = pointer.lastIndexOf('/');
  if (!declared.includes(unescapeToken(pointer.slice(cut + 1)))) return false;
  const object = pointer.slice(0, cut);
  return violations.some((violation) => violation.pointer === object || violation.pointer.startsWith(`${object}/`));
}

/** Markers open a choice and part its branches; the choice's own error closes it. */
function readNodes(errors: readonly KeywordError[], origins: Origins): Node[] {
  const top: Node[] = [];
  const open: Node[][][] = [];
  for (const error of errors) {
    const origin = typeof error.parentSchema === 'object' ? origins.get(error.parentSchema) : undefined;
    const choice = open.at(-1);
    if (origin?.role === 'marker') {
      if (origin.branch === 0 || !choice) open.push([[]]);
      else choice.push([]);
      continue;
    }
    const closes = error.keyword === 'anyOf' || error.keyword === 'oneOf';
    const branches = closes ? (open.pop() ?? []) : [];
    (open.at(-1)?.at(-1) ?? top).push({ error, origin, branches });
  }
  return top;
}

function violationsOf(node: Node): SchemaViolation[] {
  const { error, origin } = node;
  // `if` says again what then or else said, and propertyNames what the names' own schema said.
  if (error.keyword === 'if' || error.keyword === 'propertyNames' || origin?.role === 'contains') return [];
  return node.branches.length === 0 ? [violationOf(node)] : explainChoice(node);
}

function violationOf(node: Node): SchemaViolation {
  const { error, origin } = node;
  if (origin && isUndeclared(node)) return undeclaredViolation(error, origin);
  const { keyword } = error;
  const never = origin?.role === 'never';
  const confidence = confidenceOf(error, origin);
  return {
    ...describeError(error, never),
    keyword: never ? 'false' : keyword,
    schemaPointer: origin === undefined || never ? (origin?.place.pointer ?? '') : `${origin.place.pointer}/${keyword}`,
    ...(origin === undefined ? {} : { schemaDocument: origin.place.document }),
    ...(confidence === undefined ? {} : { confidence }),
  };
}

function undeclaredViolation(error: KeywordError, { place, confidence }: Origin): SchemaViolation {
  const declared = [...declaredProperties(place)];
  const schema = targetOf(place) ?? place;
  return {
    ...describeUndeclared(error, declared),
    keyword: undeclared,
    schemaPointer: schema.pointer,
    schemaDocument: schema.document,
    declared,
    ...(confidence === undefined ? {} : { confidence }),
  };
}

/** A missing property is as sure as the property's own declaration. */
function confidenceOf(error: KeywordError, origin: Origin | undefined): string | undefined {
  const missing = error.keyword === 'required' ? error.params['missingProperty'] : undefined;
  if (typeof missing === 'string' && origin) {
    const own = inside(inside(inside(origin.place, 'properties'), missing), 'x-confidence').value;
    if (typeof own === 'string') return own;
  }
  return origin?.confidence;
}

function explainChoice(node: Node): SchemaViolation[] {
  const { error, origin, branches } = node;
  const own = violationOf(node);
  if (origin?.role === 'nullable') return (branches[1] ?? []).flatMap(violationsOf);
  const place = origin && inside(origin.place, error.keyword);
  const passing = error.params['passingSchemas'];
  if (Array.isArray(passing)) return [tooMany(own, error, passing.length)];
  const lists = branches.map((branch) => branch.flatMap(violationsOf));
  const discriminated = origin && place ? discriminate(origin.place, place, error.data as JsonValue) : undefined;
  if (discriminated?.branch !== undefined) return lists[discriminated.branch] ?? [own];
  if (discriminated) return [unknownKind(own, discriminated)];
  return nearest(own, lists, error.data as JsonValue);
}

function tooMany(own: SchemaViolation, error: KeywordError, count: number): SchemaViolation {
  const actual = `${count} of them allow ${showValue(error.data as JsonValue)}`;
  return { ...own, title: 'must match exactly one of the schemas of oneOf', expected: 'exactly one schema', actual };
}

type Discriminated = {
  readonly property: string;
  readonly value: string;
  /** The branch that the value names; absent where it names none. */
  readonly branch?: number;
  readonly names: readonly string[];
};

/** The discriminator says which branch was meant (OpenAPI 3.0.4 section 4.7.25); it never decides what is valid. */
function discriminate(schema: Place, choice: Place, value: JsonValue): Discriminated | undefined {
  const discriminator = inside(schema, 'discriminator');
  const property = inside(discriminator, 'propertyName').value;
  if (typeof property !== 'string' || !isJsonObject(value)) return undefined;
  const named = value[property];
  if (typeof named !== 'string') return undefined;
  const mapping = inside(discriminator, 'mapping').value;
  const mapped = isJsonObject(mapping) ? mapping[named] : undefined;
  const wanted = typeof mapped === 'string' ? mapped : named;
  const references = Array.isArray(choice.value)
    ? choice.value.map((_, index) => inside(inside(choice, index), '$ref').value)
    : [];
  const branch = references.findIndex((reference) => reference === wanted || lastToken(reference) === wanted);
  const names = isJsonObject(mapping) ? Object.keys(mapping) : references.map(lastToken);
  return { property, value: named, names, ...(branch < 0 ? {} : { branch }) };
}

function lastToken(reference: JsonValue | undefined): string {
  return typeof reference === 'string' ? reference.slice(reference.lastIndexOf('/') + 1) : '';
}

function unknownKind(own: SchemaViolation, { property, value, names }: Discriminated): SchemaViolation {
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

/** The branch that the value came nearest to; all of them in one message where none came nearer than the value itself. */
function nearest(own: SchemaViolation, lists: readonly SchemaViolation[][], value: JsonValue): SchemaViolation[] {
  const atOwn = lists.map((list) => list.find((violation) => violation.pointer === own.pointer));
  const far = lists.every((list, index) => {
    const first = atOwn[index];
    return first !== undefined && (first.keyword === 'type' || list.length === 1);
  });
  if (far) {
    const expected = [...new Set(atOwn.map((violation) => violation?.expected ?? ''))].join(' or ');
    return [{ ...own, title: `must be ${expected}`, expected, actual: showValue(value) }];
  }
  const [best = []] = [...lists].sort((left, right) => compareScores(scoreOf(own, left), scoreOf(own, right)));
  return best.map((violation) => ({
    ...violation,
    expected: `${violation.expected} (by the nearest of ${lists.length} alternatives)`,
  }));
}

/** Smaller is nearer: the right kind of value, the right tag, few faults, deep faults. */
function scoreOf(own: SchemaViolation, list: readonly SchemaViolation[]): readonly number[] {
  const depth = (violation: SchemaViolation): number => violation.pointer.slice(own.pointer.length).split('/').length;
  const otherKind = list.some(({ pointer, keyword }) => pointer === own.pointer && keyword === 'type');
  const otherTag = list.filter((violation) => depth(violation) === 2 && /^(?:const|enum)$/.test(violation.keyword));
  return [otherKind ? 1 : 0, otherTag.length, list.length, -Math.max(0, ...list.map(depth))];
}

function compareScores(left: readonly number[], right: readonly number[]): number {
  for (let index = 0; index < left.length; index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The same rule broken in many elements becomes one violation that counts them. */
function foldRows(violations: readonly SchemaViolation[]): SchemaViolation[] {
  if (violations.length <= foldAbove) return [...violations];
  const groups = new Map<string, SchemaViolation[]>();
  for (const violation of violations) {
    const key = `${violation.pointer.replaceAll(/\/\d+(?=\/|$)/g, '/*')} ${violation.schemaPointer} ${violation.keyword}`;
    const group = groups.get(key);
    if (group) group.push(violation);
    else groups.set(key, [violation]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined || group.length <= foldAbove) return group;
    const places = group.slice(0, 3).map(({ pointer }) => pointer);
    return [{ ...first, title: `${first.title} (${group.length} times)`, count: group.length, places }];
  });
}
