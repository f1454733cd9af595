// What a step creates, and which operations address it afterwards.
import type { Operation } from '../../openapi/contract.ts';
import type { OperationIndex } from '../../openapi/operation-index.ts';
import { inside } from '../../openapi/resolve-reference.ts';
import { validateValue } from '../../openapi/validate-value.ts';
import { examplesOf } from '../../openapi/lint/check-examples.ts';
import { isJsonObject } from '../../core/json.ts';
import { namesOf } from '../names.ts';
import { findProperty } from './find-property.ts';
import type { Found } from './find-property.ts';
import { answersOf, declaresStatus, holdersOf, layersOf, parametersOf, schemasOf } from './layers.ts';
import type { Layered, LayeredParameter } from './layers.ts';
import { partsOf, placeOf, typesOf } from './schema-view.ts';

/** The operation that deletes what another one creates. */
export type Deletion = {
  readonly layered: Layered;
  /** The parameter of the path that names the one; undefined: filters do. */
  readonly parameter: string | undefined;
};

/** The last segment of a path that is no parameter: `pets` of `/pets/{petId}`. */
export function resourceOf(path: string): string {
  const segments = path.split('/').filter((segment) => segment !== '' && !segment.includes('{'));
  return segments.at(-1) ?? '';
}

/** DELETE on the same path with filters, or on the path and one parameter more; what the same contract has goes first. */
export function deletionOf(creating: Layered, operations: OperationIndex): Deletion | undefined {
  const { path, operation } = creating;
  if (operation.method !== 'POST') return undefined;
  const all = bestOf(operations.byRequest('DELETE', path), operation);
  const one = bestOf(operations.byRequest('DELETE', `${path}/{id}`), operation);
  const ofAll = all && deletionOfAll(layersOf(all, path, operations));
  const ofOne = one && deletionOfOne(one, creating, operations);
  const isOneCloser = one?.contract === operation.contract && all?.contract !== operation.contract;
  return isOneCloser ? (ofOne ?? ofAll) : (ofAll ?? ofOne);
}

function deletionOfAll(layered: Layered): Deletion | undefined {
  return filtersOf(layered) && { layered, parameter: undefined };
}

function deletionOfOne(one: Operation, { path, operation }: Layered, operations: OperationIndex): Deletion | undefined {
  const parameter = parameterBehind(one.path, operation.path, path);
  return parameter === undefined
    ? undefined
    : { layered: layersOf(one, `${path}/{${parameter}}`, operations), parameter };
}

/** The one beside the operation itself, if there is one; else the most particular. */
function bestOf(found: readonly Operation[], beside: Operation): Operation | undefined {
  const own = found.filter(({ contract }) => contract === beside.contract);
  return own.find(({ path }) => path.startsWith(beside.path)) ?? own[0] ?? found[0];
}

/** `petId` where a template is the path and one parameter more. */
function parameterBehind(template: string, ...paths: readonly string[]): string | undefined {
  const [, parent, name] = /^(.*)\/\{([^{}/]+)\}$/.exec(template) ?? [];
  return parent !== undefined && paths.some((path) => sameShape(parent, path)) ? name : undefined;
}

/** Two templates may name their parameters differently. */
function sameShape(left: string, right: string): boolean {
  const shape = (path: string): string => path.replaceAll(/\{[^{}]*\}/g, '{}');
  return shape(left) === shape(right);
}

/** Whether a step makes something that was not there before. */
export function isCreating(layered: Layered, operations: OperationIndex): boolean {
  if (layered.operation.method !== 'POST') return false;
  if (declaresStatus(layered, '201')) return true;
  return identityOf(layered) !== undefined && deletionOf(layered, operations) !== undefined;
}

/** The property of an answer that names what it speaks of. */
export function identityOf(layered: Layered): (Found & { readonly name: string }) | undefined {
  const { one } = namesOf(resourceOf(layered.path));
  const stem = one.charAt(0).toLowerCase() + one.slice(1);
  const answers = answersOf(layered);
  for (const name of ['id', '_id', 'uuid', `${stem}Id`, `${stem}_id`, `${stem}ID`]) {
    const found = findProperty(answers, name);
    if (found) return { ...found, name };
  }
  return undefined;
}

/** How a query of free names is written, that chooses among all that a path holds. */
export type Filters = { readonly parameter: LayeredParameter; readonly equals: string };

/** A query parameter that is an object of any names, and takes the name of a column with a plain or an `eq.` value. */
export function filtersOf(layered: Layered): Filters | undefined {
  for (const parameter of parametersOf(layered)) {
    if (parameter.in !== 'query') continue;
    const schemas = schemasOf(parameter);
    const isFree = schemas.some((schema) => {
      const parts = partsOf(placeOf(schema));
      const further = parts.map((part) => inside(part, 'additionalProperties').value);
      return typesOf(parts).has('object') && further.some((value) => value === true || isJsonObject(value));
    });
    if (!isFree || schemas.length === 0) continue;
    const fits = (text: string): boolean =>
      schemas.every((schema) => validateValue(schema, { id: text }, 'request').length === 0);
    // The examples say how a value is meant; where none does, the schema decides.
    const shown = holdersOf(parameter)
      .flatMap(examplesOf)
      .flatMap(({ value }) => Object.values(isJsonObject(value.value) ? value.value : {}));
    const isOperator = shown.some(
      (value) => typeof value === 'string' && /^(?:eq|neq|gte?|lte?|like|in|is)\./.test(value),
    );
    const equals = (isOperator ? ['eq.', ''] : ['', 'eq.']).find((prefix) => fits(`${prefix}1`));
    if (equals !== undefined) return { parameter, equals };
  }
  return undefined;
}
