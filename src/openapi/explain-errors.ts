// From the validator's heap of errors to what a person can act on: one branch of a choice instead of all, and one
// message for the same fault over many rows.
import { describeError, describeUndeclared, otherPropertyRule } from './describe-error.ts';
import type { KeywordError } from './describe-error.ts';
import type { Origin } from './convert-schema.ts';
import type { Misnamed } from './discriminator.ts';
import { showValue } from '../core/json.ts';
import { escapeToken } from '../document/json-pointer.ts';
import { isUndeclared, readNodes } from './error-nodes.ts';
import type { ErrorNode, Origins } from './error-nodes.ts';
import { explainChoice } from './explain-choice.ts';
import { foldRows } from './fold-rows.ts';
import { inside } from './resolve-reference.ts';
import { declaredProperties, targetOf } from './schema-parts.ts';
import type { SchemaViolation } from './schema-violation.ts';
import { isExpected, isUndeclaredViolation, undeclaredKeyword, withoutEchoes } from './undeclared.ts';

/** What was broken, and apart from it which properties no schema declares. */
export type Explained = {
  readonly violations: readonly SchemaViolation[];
  readonly undeclared: readonly SchemaViolation[];
};

export function explainErrors(errors: readonly KeywordError[], origins: Origins): Explained {
  const all = readNodes(errors, origins).flatMap(violationsOf);
  const violations = withoutRepeats(all.filter((violation) => !isUndeclaredViolation(violation)));
  const undeclared = withoutEchoes(all.filter(isUndeclaredViolation), violations);
  return { violations: foldRows(violations), undeclared: foldRows(undeclared) };
}

/**
 * The undeclared properties alone.
 * @param broken the other faults of the value, which are known already
 */
export function explainUndeclared(
  errors: readonly KeywordError[],
  origins: Origins,
  broken: readonly SchemaViolation[],
): SchemaViolation[] {
  return foldRows(withoutEchoes(readNodes(errors, origins).flatMap(undeclaredOf), broken));
}

/**
 * Values whose discriminator names a schema that does not allow them.
 * @param broken the other faults, of which these would be echoes
 */
export function explainMisnamed(
  misnamed: readonly Misnamed[],
  origins: Origins,
  broken: readonly SchemaViolation[],
): SchemaViolation[] {
  const found = misnamed.flatMap((one) => {
    const isEcho = broken.some(({ pointer }) => pointer === one.pointer || pointer.startsWith(`${one.pointer}/`));
    if (isEcho) return [];
    return one.rule.isChoice ? [misnamedViolation(one)] : explainErrors(one.errors, origins).violations;
  });
  // A schema that names another one judges the same value twice.
  const once = new Map(found.map((violation) => [`${violation.pointer} ${violation.schemaPointer}`, violation]));
  return foldRows([...once.values()]);
}

function misnamedViolation({ rule, pointer, named, fitting }: Misnamed): SchemaViolation {
  const expected = fitting.map((name) => JSON.stringify(name)).join(' or ');
  return {
    pointer: `${pointer}/${escapeToken(rule.property)}`,
    keyword: 'discriminator',
    title: 'must name the schema that fits',
    expected: expected === '' ? 'the name of a schema that fits' : expected,
    actual: showValue(named),
    schemaPointer: `${rule.place.pointer}/discriminator`,
    schemaDocument: rule.place.document,
  };
}

/** In a choice, those of the branch that has no other fault. */
function undeclaredOf(node: ErrorNode): SchemaViolation[] {
  if (node.branches.length === 0) return isUndeclared(node) ? violationsOf(node) : [];
  const chosen = node.branches.find((branch) => branch.length > 0 && branch.every(isUndeclaredOnly));
  return (chosen ?? []).flatMap(undeclaredOf);
}

function isUndeclaredOnly(node: ErrorNode): boolean {
  if (node.branches.length === 0) return isUndeclared(node);
  return node.branches.some((branch) => branch.length > 0 && branch.every(isUndeclaredOnly));
}

/** That a value is none of those listed says already that it is of another type. */
function withoutRepeats(violations: readonly SchemaViolation[]): SchemaViolation[] {
  const schemaOf = ({ pointer, schemaPointer }: SchemaViolation): string =>
    `${pointer} ${schemaPointer.slice(0, schemaPointer.lastIndexOf('/'))}`;
  const listed = new Set(violations.filter(({ keyword }) => keyword === 'enum' || keyword === 'const').map(schemaOf));
  return violations.filter((violation) => violation.keyword !== 'type' || !listed.has(schemaOf(violation)));
}

function violationsOf(node: ErrorNode): SchemaViolation[] {
  const { error, origin } = node;
  // `if` says again what then or else said, and propertyNames what the names' own schema said.
  if (error.keyword === 'if' || error.keyword === 'propertyNames' || origin?.role === 'contains') return [];
  if (origin && isUndeclared(node)) return isExpected(error, origin) ? [] : [undeclaredViolation(error, origin)];
  const own = violationOf(error, origin);
  return node.branches.length === 0 ? [own] : explainChoice(node, own, violationsOf);
}

function violationOf(error: KeywordError, origin: Origin | undefined): SchemaViolation {
  const { keyword } = error;
  const never = origin?.role === 'never';
  const confidence = confidenceOf(error, origin);
  const closed = keyword === 'unevaluatedProperties' && origin ? [...declaredProperties(origin.place)] : undefined;
  return {
    ...describeError(error, never),
    ...(closed ? { expected: otherPropertyRule(closed) } : {}),
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
    keyword: undeclaredKeyword,
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
