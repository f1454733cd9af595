// One step of a workflow: its parameters and its body, from earlier answers and from the contracts.
import { DescriptionError } from '../../core/errors.ts';
import type { JsonValue } from '../../core/json.ts';
import { isContainer, isJsonArray, isJsonObject, showValue } from '../../core/json.ts';
import { valueAt } from '../../document/json-pointer.ts';
import type { Operation } from '../../openapi/contract.ts';
import { pathParameters } from '../../openapi/operation-index.ts';
import type { OperationIndex } from '../../openapi/operation-index.ts';
import { percentEncode } from '../../openapi/serialize-parameter.ts';
import { fixedValue } from '../../runner/schema-facts.ts';
import { capture, chain, inputNamed } from './chain.ts';
import type { Draft, DraftStep } from './draft.ts';
import { fillBody } from './fill-body.ts';
import {
  bodyOf,
  holdersOf,
  isGivenByEngine,
  layersOf,
  parametersOf,
  placeOfPart,
  schemasOf,
  usualType,
} from './layers.ts';
import type { LayeredBody, LayeredParameter } from './layers.ts';
import { filtersOf, identityOf, isCreating } from './resource.ts';
import { sampleOf } from './sample-value.ts';
import type { Sample } from './sample-value.ts';
import { placeOf } from './schema-view.ts';

/** What a workflow is drawn from. */
export type Drawing = { readonly draft: Draft; readonly operations: OperationIndex };

/**
 * @param earlier the steps whose answers are known by then
 * @throws DescriptionError with NOT_SUPPORTED where its body cannot be written
 */
export function drawStep(
  drawing: Drawing,
  operation: Operation,
  stepId: string,
  earlier: readonly DraftStep[],
): DraftStep {
  const bare: DraftStep = {
    ...{ stepId, operation, path: operation.path, layers: [operation] },
    ...{ parameters: [], payload: undefined, criteria: [], outputs: new Map<string, string>() },
  };
  const path = fillPath(drawing, bare, earlier);
  // Which other contracts speak of the request, its path decides.
  const step: DraftStep = { ...bare, ...layersOf(operation, path, drawing.operations) };
  const filters = operation.method === 'POST' ? undefined : filtersOf(step);
  for (const parameter of parametersOf(step)) {
    if (parameter.name === filters?.parameter.name) addFilters(drawing, step, filters, earlier);
    else if (parameter.in !== 'path' && isDue(step, parameter)) addParameter(drawing, step, parameter, earlier);
  }
  const body = bodyOf(step);
  if (body) addBody(drawing, step, body, earlier);
  return step;
}

/** The path with those values in it that are known before the run; a template means what was created before, if it can. */
function fillPath(drawing: Drawing, step: DraftStep, earlier: readonly DraftStep[]): string {
  let { path } = step;
  const created = earlier.filter((other) => isCreating(other, drawing.operations));
  for (const parameter of parametersOf(step).filter((declared) => declared.in === 'path')) {
    const texts = created.map((other) => pathParameters(step.operation, other.path).get(parameter.name));
    const same = texts.findLast((text) => text !== undefined && !/[{$]/.test(text));
    if (same !== undefined) step.parameters.push({ name: parameter.name, in: 'path', value: same });
    const value = same ?? addParameter(drawing, { ...step, path }, parameter, earlier);
    const isKnown = !isContainer(value) && !String(value).startsWith('$');
    if (isKnown) path = path.replace(`{${parameter.name}}`, percentEncode(String(value)));
  }
  return path;
}

/** Headers of one value are filled in while the workflow runs, where the named operation declares them. */
function isDue({ operation }: DraftStep, parameter: LayeredParameter): boolean {
  if (!parameter.required || isGivenByEngine(operation, parameter)) return false;
  const [{ operation: owner, part }] = parameter.declared;
  return owner !== operation || part.in !== 'header' || !part.schema || fixedValue(part.schema) === undefined;
}

function addParameter(
  { draft, operations }: Drawing,
  step: DraftStep,
  parameter: LayeredParameter,
  earlier: readonly DraftStep[],
): JsonValue {
  const { name, in: place } = parameter;
  const schemas = schemasOf(parameter).map(placeOf);
  const value =
    chain({ name, place, path: step.path, schemas }, earlier, operations) ?? sampleParameter(draft, step, parameter);
  step.parameters.push({ name, in: place, value });
  return value;
}

function sampleParameter(draft: Draft, step: DraftStep, parameter: LayeredParameter): JsonValue {
  const { name, in: place } = parameter;
  const sample = sampleOf(holdersOf(parameter), schemasOf(parameter));
  if (sample) {
    if (sample.made.length > 0) draft.invented.push(`${step.stepId}  ${place} ${name}  ${showValue(sample.value)}`);
    return sample.value;
  }
  const input = inputNamed(draft, name, { type: 'string' });
  draft.notes.push(
    `${step.stepId}: no value for the ${place} parameter "${name}" is known; give the input "${input}" a default`,
  );
  return `$inputs.${input}`;
}

/** The name that carries the run's mark: where an answer has no id, what was created is known by it. */
export function markedMember({ payload }: DraftStep): readonly [name: string, text: string] | undefined {
  const one = isJsonArray(payload) ? payload[0] : payload;
  for (const [name, value] of isJsonObject(one) ? Object.entries(one) : []) {
    if (typeof value === 'string' && value.includes('{$inputs.')) return [name, value];
  }
  return undefined;
}

/** What was created before is addressed by its id, or its name; compulsory filters have a value in any case. */
function addFilters(
  drawing: Drawing,
  step: DraftStep,
  filters: NonNullable<ReturnType<typeof filtersOf>>,
  earlier: readonly DraftStep[],
): void {
  const { parameter, equals } = filters;
  const created = earlier.findLast((other) => other.path === step.path && isCreating(other, drawing.operations));
  const identity = created && identityOf(created);
  if (created && identity) {
    const value = { [identity.name]: `${equals}{${capture(created, identity)}}` };
    step.parameters.push({ name: parameter.name, in: 'query', value });
    return;
  }
  const marked = created && markedMember(created);
  if (marked) {
    const [name, text] = marked;
    step.parameters.push({ name: parameter.name, in: 'query', value: { [name]: `${equals}${text}` } });
  } else if (parameter.required) {
    const value = sampleParameter(drawing.draft, step, parameter);
    step.parameters.push({ name: parameter.name, in: 'query', value });
  }
}

function addBody(
  { draft, operations }: Drawing,
  step: DraftStep,
  body: LayeredBody,
  earlier: readonly DraftStep[],
): void {
  const isRange = body.mediaType.includes('*');
  const schemas = body.declared.flatMap(({ part }) => part.schema ?? []);
  const sample = sampleBody(step, body, isRange ? 'application/json' : body.mediaType);
  if (!sample) return;
  const { value, made } = sample;
  const contentType = isRange ? anyTypeOf(value) : body.mediaType;
  for (const pointer of made) draft.invented.push(`${step.stepId}  body ${pointer || '/'}  ${showAt(value, pointer)}`);
  step.payload = value;
  if (contentType !== usualType(step.operation)) step.contentType = contentType;
  fillBody({ draft, operations, earlier }, step, schemas.map(placeOf));
}

/** Where the contract takes any media type. */
function anyTypeOf(value: JsonValue): string {
  return typeof value === 'string' ? 'text/plain' : 'application/json';
}

/** Undefined where the body is better left out: it is not compulsory, and no example shows it. */
function sampleBody(
  step: DraftStep,
  { mediaType, required, declared }: LayeredBody,
  contentType: string,
): Sample | undefined {
  const { operationId, contract } = step.operation;
  if (contentType.startsWith('multipart/')) {
    if (!required) return undefined;
    const message = `${operationId} takes a body of ${contentType}, which is not written here`;
    throw new DescriptionError([{ code: 'NOT_SUPPORTED', message, remedy: 'leave this operation out' }]);
  }
  const holders = declared.map(({ operation, part }) => placeOfPart(operation, part));
  const schemas = declared.flatMap(({ part }) => part.schema ?? []);
  const sample = sampleOf(holders, schemas);
  if (!required && (sample === undefined || sample.made.length > 0)) return undefined;
  if (sample) return sample;
  if (schemas.length === 0) return { value: contentType.endsWith('json') ? {} : 'example', made: [''] };
  const message = `no body for ${operationId} could be made that keeps its schema`;
  const remedy = `give the media type ${mediaType} an example in ${contract.document.file}`;
  throw new DescriptionError([{ code: 'NOT_SUPPORTED', message, remedy }]);
}

function showAt(value: JsonValue, pointer: string): string {
  return showValue(valueAt(value, pointer));
}
