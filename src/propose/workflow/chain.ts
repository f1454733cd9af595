// Values that an earlier step's answer gives.
import type { JsonObject, JsonValue } from '../../core/json.ts';
import { isJsonArray, isJsonObject, isSame } from '../../core/json.ts';
import type { OperationIndex } from '../../openapi/operation-index.ts';
import type { Place } from '../../openapi/resolve-reference.ts';
import { namesOf } from '../names.ts';
import type { Draft, DraftStep } from './draft.ts';
import { findProperty } from './find-property.ts';
import type { Found } from './find-property.ts';
import { answersOf, isBodyOptional, parametersOf } from './layers.ts';
import { identityOf, isCreating, resourceOf } from './resource.ts';
import { partsOf, typesOf } from './schema-view.ts';

export type Need = {
  readonly name: string;
  readonly place: 'path' | 'query' | 'header' | 'cookie' | 'body';
  /** Of the step that needs it; parameters that have no value yet stand in it as `{name}`. */
  readonly path: string;
  readonly schemas: readonly Place[];
};

/** Words that mean something else in every answer. */
const general = new Set([
  'name',
  'title',
  'type',
  'kind',
  'status',
  'state',
  'code',
  'message',
  'value',
  'data',
  'key',
]);

/**
 * The expression of the value, captured where it comes from: of several steps the nearest that creates, then the latest.
 * Undefined where no earlier answer is declared to have it.
 */
export function chain(need: Need, earlier: readonly DraftStep[], operations: OperationIndex): string | undefined {
  const sources = earlier.flatMap((step) => {
    const found = foundIn(step, need);
    return found && isOfType(need, found) ? [{ step, found }] : [];
  });
  const creating = sources.filter(({ step }) => isCreating(step, operations));
  const source = creating.at(-1) ?? sources.at(-1);
  return source && capture(source.step, source.found);
}

function foundIn(step: DraftStep, { name, place, path }: Need): Found | undefined {
  const isBelow = place !== 'body' && path.startsWith(`${step.path}/{${name}}`);
  const own =
    isBelow || isNamedAfter(name, step) ? (findProperty(answersOf(step), name) ?? identityOf(step)) : undefined;
  if (own) return own;
  if (name.toLowerCase() === 'id' || (general.has(name) && !isBelow)) return undefined;
  // What the caller chose himself comes back, and says nothing.
  return place === 'body' && chose(step.payload, name) ? undefined : findProperty(answersOf(step), name);
}

/** `course_id` and `courseId` are of what a POST to `/courses` creates. */
function isNamedAfter(name: string, { operation, path }: DraftStep): boolean {
  const plain = /^(.+?)_?id$/i.exec(name)?.[1]?.replaceAll('_', '').toLowerCase();
  return operation.method === 'POST' && plain === namesOf(resourceOf(path)).one.toLowerCase();
}

function chose(payload: JsonValue | undefined, name: string): boolean {
  const object = isJsonArray(payload) ? payload[0] : payload;
  return isJsonObject(object) && Object.hasOwn(object, name);
}

/** A text of a path may hold a number; a member of a body must be of its own type. */
function isOfType({ place, schemas }: Need, { schema }: Found): boolean {
  const given = typesOf(partsOf(schema));
  if (given.has('object') || given.has('array')) return false;
  if (place !== 'body' || given.size === 0) return true;
  return schemas.every((needed) => {
    const types = typesOf(partsOf(needed));
    return (
      types.size === 0 || [...given].some((type) => types.has(type) || (type === 'integer' && types.has('number')))
    );
  });
}

/** The expression of an output of the step, which captures it from now on. */
export function capture(step: DraftStep, { pointer }: Pick<Found, 'pointer'>): string {
  const expression = `$response.body#${pointer}`;
  let [name] = [...step.outputs].find(([, value]) => value === expression) ?? [];
  if (name === undefined) {
    name = freeName(camelCase(pointer.slice(pointer.lastIndexOf('/') + 1)), step.outputs);
    step.outputs.set(name, expression);
    askForBody(step);
  }
  return `$steps.${step.stepId}.outputs.${name}`;
}

/** The name of an input with this schema; one that is there already serves as well. */
export function inputNamed({ inputs }: Draft, wanted: string, schema: JsonObject): string {
  const base = camelCase(wanted);
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${base}${number}`;
    const known = inputs.get(name);
    if (known !== undefined && !isSame(known, schema)) continue;
    inputs.set(name, schema);
    return name;
  }
}

function freeName(name: string, taken: ReadonlyMap<string, unknown>): string {
  for (let number = 1; ; number++) {
    const free = number === 1 ? name : `${name}${number}`;
    if (!taken.has(free)) return free;
  }
}

/** `verification_id` is `verificationId`. */
function camelCase(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  return (
    words.map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join('') || 'value'
  );
}

/** Where a body comes only if it is asked for (RFC 7240), it is asked for. */
function askForBody(step: DraftStep): void {
  const prefer = parametersOf(step).find(
    ({ name, in: place }) => place === 'header' && name.toLowerCase() === 'prefer',
  );
  const given = step.parameters.some(({ name }) => name.toLowerCase() === 'prefer');
  if (!prefer || given || !isBodyOptional(step)) return;
  step.parameters.push({ name: prefer.name, in: 'header', value: 'return=representation' });
}
