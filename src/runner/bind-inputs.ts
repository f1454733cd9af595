// Inputs: what the caller gives, the schema's defaults, and `x-from` (docs: the extensions of Arazzo that are ours).
import type { InputSource, Inputs, Row, Workflow } from '../arazzo/description.ts';
import type { Fault } from '../core/errors.ts';
import { DescriptionError } from '../core/errors.ts';
import { isJsonObject } from '../core/json.ts';
import type { JsonObject, JsonValue } from '../core/json.ts';
import { didYouMean } from '../core/nearest-name.ts';
import type { SourceDocument } from '../core/source.ts';
import { escapeToken, parsePointer } from '../document/json-pointer.ts';
import { evaluateTemplate } from '../expression/template.ts';
import { textOf } from '../expression/text-of.ts';
import type { Scope } from '../expression/scope.ts';
import type { SchemaViolation } from '../openapi/validate-value.ts';
import { fillDefaults } from '../openapi/fill-defaults.ts';
import { placeAt } from '../openapi/resolve-reference.ts';
import { percentEncode } from '../openapi/serialize-parameter.ts';
import { validateInputs } from '../openapi/validate-value.ts';
import { secretKind } from './find-secrets.ts';
import type { Ports, Values } from './ports.ts';
import type { Progress } from './workflow-run.ts';

/** A workflow that can only be called: an input that it requires has no value of its own, and none by a row. */
export function isBuildingBlock(workflow: Workflow, given: JsonObject, rows?: readonly Row[]): boolean {
  const sets = rows?.map(({ inputs }) => ({ ...inputs, ...given })) ?? [given];
  return sets.every((inputs) => missingInputs(workflow, inputs).length > 0);
}

function missingInputs({ inputs }: Workflow, given: JsonObject): readonly string[] {
  return inputs.required.filter(
    (name) => !Object.hasOwn(given, name) && !Object.hasOwn(inputs.defaults, name) && !inputs.from.has(name),
  );
}

/** What is wrong with the inputs that a caller gives; the schema's defaults stand in for those that are absent. */
function checkInputs(workflow: Workflow, given: JsonObject, document?: SourceDocument): Fault[] {
  const { inputs, workflowId } = workflow;
  const at = (name: string | undefined): Pick<Fault, 'location'> => {
    const pointer = name === undefined ? inputs.pointer : `${inputs.pointer}/properties/${escapeToken(name)}`;
    return document ? { location: document.locate(pointer) } : {};
  };
  const missing = missingInputs(workflow, given).map((name): Fault => {
    const remedy = `give it with --input ${name}=..., or give its schema a default or an x-from`;
    return {
      code: 'INPUT_INVALID',
      message: `workflow "${workflowId}" needs the input "${name}"`,
      ...at(name),
      remedy,
    };
  });
  const names = inputs.names ?? Object.keys(given);
  const unknown = Object.keys(given).filter((name) => !names.includes(name));
  return [
    ...missing,
    ...unknown.map((name): Fault => {
      const remedy = didYouMean(name, names);
      const message = `workflow "${workflowId}" has no input "${name}"`;
      return { code: 'INPUT_INVALID', message, ...at(undefined), ...(remedy === undefined ? {} : { remedy }) };
    }),
    ...violatedInputs(workflow, given).map(({ name, fault }): Fault => {
      // From a command line everything comes as text.
      const isText = name !== undefined && typeof given[name] === 'string' && fault.expected !== 'string';
      const remedy = isText ? { remedy: `on a command line, what is no text is written --input ${name}:=...` } : {};
      return { ...fault, ...at(name), ...remedy };
    }),
  ];
}

/** Inputs that break their schema, each with its name; one that is missing is not told of here. */
export function violatedInputs(
  { inputs, workflowId }: Workflow,
  given: JsonObject,
): { readonly name: string | undefined; readonly fault: Fault }[] {
  return findViolations(inputs, given).map(({ pointer, title, expected, actual }) => {
    const name = parsePointer(pointer)?.[0];
    const subject = name === undefined ? 'the inputs' : `the input "${name}"`;
    const isSecret = name === undefined ? inputs.secret.size > 0 : inputs.secret.has(name);
    const message = `${subject} of workflow "${workflowId}": ${title}`;
    const shown = isSecret ? 'not shown, it is secret' : actual;
    return { name, fault: { code: 'INPUT_INVALID', message, expected, actual: shown } };
  });
}

function findViolations(inputs: Inputs, given: JsonObject): SchemaViolation[] {
  if (!inputs.schema) return [];
  const violations = validateInputs(inputs.schema, withDefaults(inputs, given));
  // What is missing is told in better words, or will come by x-from.
  return violations.filter(({ keyword, pointer }) => {
    const [name, deeper] = parsePointer(pointer) ?? [];
    return keyword !== 'required' || name === undefined || deeper !== undefined || !inputs.required.includes(name);
  });
}

/**
 * All inputs but the codes, which are fetched when a step first uses them. Secret ones are made unreadable at once.
 * @throws DescriptionError with INPUT_INVALID or VARIABLE_NOT_SET
 */
export function bindInputs(
  workflow: Workflow,
  given: JsonObject,
  ports: Pick<Ports, 'hide'> & { readonly values: Omit<Values, 'code'> },
  document: SourceDocument,
): JsonObject {
  const { inputs } = workflow;
  const found: Record<string, JsonValue> = { ...inputs.defaults };
  const faults: Fault[] = [];
  for (const [name, source] of inputs.from) {
    if (Object.hasOwn(given, name)) continue;
    const value = valueFrom(source, ports.values);
    if (value !== undefined) found[name] = value;
    else if (source.source === 'env' && inputs.required.includes(name) && !Object.hasOwn(found, name)) {
      const message = `the environment variable ${source.name} is not set`;
      const remedy = `set ${source.name} in the environment or in .env, or give --input ${name}=...`;
      faults.push({ code: 'VARIABLE_NOT_SET', message, location: document.locate(source.pointer), remedy });
    }
  }
  Object.assign(found, given);
  Object.assign(found, withDefaults(inputs, found));
  for (const name of inputs.secret) {
    const value = found[name];
    if (value !== undefined && value !== '') ports.hide?.(textOf(value), secretKind(name));
  }
  faults.push(...checkInputs(workflow, found, document));
  if (faults.length > 0) throw new DescriptionError(faults);
  return found;
}

/** Those of the properties, and of the properties of objects that are given. */
function withDefaults({ schema, defaults }: Inputs, given: JsonObject): JsonObject {
  const found = { ...defaults, ...given };
  const filled = schema ? fillDefaults(placeAt(schema.document, schema.pointer), found) : found;
  return isJsonObject(filled) ? filled : found;
}

function valueFrom(source: InputSource, values: Omit<Values, 'code'>): string | undefined {
  switch (source.source) {
    case 'env':
      return values.env(source.name);
    case 'run.mark':
      return values.mark;
    case 'run.seed':
      return values.seed;
    case 'sms-code':
      return undefined;
  }
}

/**
 * The scope with the codes that a step uses. A code is asked for once, and again after an exchange that may have caused
 * a newer one to be sent: the latest whose URL or body names the address.
 * @throws GatewayError with CODE_NOT_RECEIVED
 */
export async function bindCodes(progress: Progress, names: readonly string[], signal: AbortSignal): Promise<Scope> {
  for (const name of names) {
    const source = progress.run.workflow.inputs.from.get(name);
    if (source?.source !== 'sms-code' || Object.hasOwn(progress.run.inputs, name)) continue;
    const address = evaluateTemplate(source.to, progress.scope);
    if (!address.found) continue;
    const to = textOf(address.value);
    const since = lastCause(progress, to);
    const known = progress.codes.get(name);
    if (known?.to === to && known.since === since) continue;
    const code = await progress.ports.values.code(to, since, signal);
    progress.ports.hide?.(code, 'code');
    progress.codes.set(name, { to, since });
    progress.scope = { ...progress.scope, inputs: { ...progress.scope.inputs, [name]: code } };
  }
  return progress.scope;
}

function lastCause(progress: Progress, address: string): number {
  const encoded = percentEncode(address);
  const cause = progress.causes.findLast(({ request }) => {
    const body = typeof request.body === 'string' ? request.body : '';
    return [request.url, body].some((text) => text.includes(address) || text.includes(encoded));
  });
  return cause?.startedAt ?? progress.startedAt;
}
