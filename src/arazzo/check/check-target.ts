// That what a step carries out exists, and is given what it requires.
import { didYouMean } from '../../core/nearest-name.ts';
import { isJsonArray, isJsonObject } from '../../core/json.ts';
import type { JsonValue } from '../../core/json.ts';
import { valueAt } from '../../document/json-pointer.ts';
import type { Operation, Parameter, SchemaReference } from '../../openapi/contract.ts';
import type { Check } from './check-expression.ts';
import type { Reference, Step, StepTarget, Workflow } from '../description.ts';
import { addFault, partAt } from '../read/fields.ts';
import type { Link } from '../link.ts';
import { operationsNamed, resolveOperation, resolveWorkflow } from '../link.ts';
import { identityOf, mergeParameters } from '../merge.ts';

export function checkOperation(check: Check, step: Step): void {
  const { target } = step;
  if (target.type === 'workflow' || target.type === 'message') return;
  if (target.type === 'operation') checkSpelling(check, target.operation);
  const operation = resolveOperation(check.link, target);
  if (!operation) {
    addOperationNotFound(check, target);
    return;
  }
  checkParameters(check, step, operation);
  const { requestBody } = step;
  const empty = !requestBody || (requestBody.payload === undefined && requestBody.replacements.length === 0);
  if (operation.requestBody?.required !== true || !empty || step.policy?.request === 'off') return;
  const message = `${operation.operationId} requires a request body, and step "${step.stepId}" gives none`;
  addFault(partAt(check.reading, step.pointer), 'BODY_REQUIRED', message, { remedy: 'add requestBody with a payload' });
}

/** The workflow of a step: it exists, takes these inputs and gets those that it requires. */
export function checkCall(check: Check, step: Step, reference: Reference): void {
  const workflow = findWorkflow(check, reference);
  if (!workflow) return;
  const { inputs, workflowId } = workflow;
  for (const { name, pointer } of step.parameters) {
    if (!inputs.names || inputs.names.includes(name)) continue;
    const remedy = didYouMean(name, inputs.names) ?? `its inputs: ${inputs.names.join(', ') || 'none'}`;
    const message = `workflow "${workflowId}" has no input "${name}"`;
    addFault(partAt(check.reading, `${pointer}/name`), 'REFERENCE_NOT_FOUND', message, { remedy });
  }
  for (const name of inputs.required) {
    const given = step.parameters.some((parameter) => parameter.name === name);
    if (given || Object.hasOwn(inputs.defaults, name) || inputs.from.has(name)) continue;
    const message = `workflow "${workflowId}" requires the input "${name}", and step "${step.stepId}" does not give it`;
    const remedy = `add a parameter "${name}"`;
    addFault(partAt(check.reading, step.pointer), 'INPUT_INVALID', message, { remedy });
  }
}

/** The workflow, or undefined with a fault. */
export function findWorkflow(check: Check, reference: Reference): Workflow | undefined {
  const { link, reading } = check;
  const found = resolveWorkflow(link, reference)?.workflow;
  if (found || !isSourceKnown(check, reference, 'arazzo')) return found;
  const home = reference.source === undefined ? link : link.descriptions.get(reference.source);
  const ids = home?.description.workflows.map(({ workflowId }) => workflowId) ?? [];
  const message = `no workflow "${reference.id}" in ${home?.description.document.file ?? ''}`;
  const elsewhere = 'one of another file is written $sourceDescriptions.<name>.<workflowId>';
  const remedy = didYouMean(reference.id, ids) ?? `its workflows: ${ids.join(', ')}; ${elsewhere}`;
  addFault(partAt(reading, reference.pointer), 'WORKFLOW_NOT_FOUND', message, { remedy });
  return undefined;
}

type Named = { readonly source?: string; readonly pointer: string };

/** With several sources that have operations, the one that is meant MUST be named (Arazzo 1.1, Step Object `operationId`). */
export function checkSpelling({ link, reading }: Check, { source, id, pointer }: Reference): void {
  if (source !== undefined) return;
  const names = link.description.sourceDescriptions.map(({ name }) => name).filter((name) => !isArazzo(link, name));
  if (names.length < 2) return;
  const owners = [...link.contracts].filter(([, { operations }]) => operations.some((one) => one.operationId === id));
  const meant = owners.length > 0 ? owners.map(([name]) => name) : names;
  const written = meant.map((name) => `$sourceDescriptions.${name}.${id}`).join(' or ');
  addFault(
    partAt(reading, pointer),
    'ARAZZO_SCHEMA',
    'with several source descriptions, an operation is named together with its own',
    {
      expected: '$sourceDescriptions.<name>.<operationId>',
      actual: `"${id}"`,
      remedy: `write ${written}`,
    },
  );
}

function isArazzo({ description, descriptions }: Link, name: string): boolean {
  const declared = description.sourceDescriptions.find((source) => source.name === name)?.type;
  return declared === 'arazzo' || descriptions.has(name);
}

/** Whether a reference's source was read as such a document; a fault where it never could be. */
export function isSourceKnown(
  { link, reading }: Check,
  { source, pointer }: Named,
  type: 'openapi' | 'arazzo' | 'asyncapi',
): boolean {
  if (source === undefined) return true;
  const { sourceDescriptions } = link.description;
  const part = partAt(reading, pointer);
  if (!sourceDescriptions.some(({ name }) => name === source)) {
    const names = sourceDescriptions.map(({ name }) => name);
    const remedy = didYouMean(source, names) ?? `known: ${names.join(', ')}`;
    addFault(part, 'REFERENCE_NOT_FOUND', `there is no source description "${source}"`, { remedy });
    return false;
  }
  const maps: Record<typeof type, ReadonlyMap<string, unknown>> = {
    openapi: link.contracts,
    arazzo: link.descriptions,
    asyncapi: link.messages ?? new Map<string, unknown>(),
  };
  const { [type]: wanted, ...others } = maps;
  if (Object.values<ReadonlyMap<string, unknown>>(others).some((other) => other.has(source))) {
    const expected = { openapi: 'an OpenAPI', arazzo: 'an Arazzo', asyncapi: 'an AsyncAPI' }[type] + ' description';
    addFault(part, 'REFERENCE_NOT_FOUND', `source description "${source}" is not ${expected}`, { expected });
  }
  // Where none has it, its file was not found, and whoever looked for it said so.
  return wanted.has(source);
}

type OperationTarget = Extract<StepTarget, { readonly type: 'operation' | 'operationPath' }>;

function addOperationNotFound(check: Check, target: OperationTarget): void {
  const { link, reading } = check;
  const isPath = target.type === 'operationPath';
  const { source, id, pointer } = isPath
    ? { source: target.source, id: `#${target.operationPointer}`, pointer: target.pointer }
    : { source: target.operation.source, ...target.operation };
  if (!isSourceKnown(check, { ...(source === undefined ? {} : { source }), pointer }, 'openapi')) return;
  const part = partAt(reading, pointer);
  const entries = [...link.contracts].filter(([name]) => source === undefined || name === source);
  // Where several have it, `checkSpelling` has said that one is named.
  if (entries.length === 0 || (!isPath && operationsNamed(link, target.operation).length > 1)) return;
  const operations = entries.flatMap(([, contract]) => contract.operations);
  const known = operations.map((operation) => (isPath ? `#${operation.pointer}` : operation.operationId));
  const files = entries.map(([, contract]) => contract.document.file).join(' or ');
  const remedy = didYouMean(id, known);
  const message = `no operation "${id}" in ${files}`;
  addFault(part, 'OPERATION_NOT_FOUND', message, remedy === undefined ? {} : { remedy });
}

function checkParameters(check: Check, step: Step, operation: Operation): void {
  const given = new Map(
    mergeParameters(check.workflow.parameters, step.parameters).map((item) => [identityOf(item), item]),
  );
  const declared = new Set(operation.parameters.map(identityOf));
  for (const parameter of operation.parameters) {
    if (!parameter.required || given.has(identityOf(parameter)) || isFilledIn(parameter, operation, step)) continue;
    // Without a value for its place in the path no request can be built, not even an invalid one.
    if (step.policy?.request === 'off' && parameter.in !== 'path') continue;
    // The whole query string may hold it: what is sent is checked.
    if (parameter.in === 'query' && [...given.values()].some((item) => item.in === 'querystring')) continue;
    const strangers = [...given.values()].filter((item) => item.in === parameter.in && !declared.has(identityOf(item)));
    const meant = strangers.find((item) => didYouMean(item.name, [parameter.name]) !== undefined);
    const message = `${operation.operationId} requires the ${parameter.in} parameter "${parameter.name}", and step "${step.stepId}" does not give it`;
    const pointer = meant ? `${meant.pointer}/name` : step.pointer;
    const remedy = meant
      ? `did you mean "${parameter.name}"?`
      : `add a parameter "${parameter.name}" with in: ${parameter.in}`;
    addFault(partAt(check.reading, pointer), 'PARAMETER_MISSING', message, { remedy });
  }
}

/**
 * Given by the engine: what OpenAPI keeps for itself, credentials, headers of which the contract allows one value, and
 * what stands in an address already.
 */
function isFilledIn(parameter: Parameter, operation: Operation, { address }: Step): boolean {
  if (address && (parameter.in === 'path' || parameter.in === 'query')) return true;
  const name = parameter.name.toLowerCase();
  if (parameter.in === 'header') {
    if (['accept', 'content-type', 'authorization'].includes(name)) return true;
    if (parameter.schema && hasOneValue(parameter.schema)) return true;
  }
  return operation.security.flat().some((schemeName) => {
    const scheme = operation.contract.securitySchemes.get(schemeName);
    return scheme?.type === 'apiKey' && scheme.in === parameter.in && scheme.name.toLowerCase() === name;
  });
}

function hasOneValue({ document, pointer }: SchemaReference): boolean {
  let schema: JsonValue | undefined = valueAt(document.value, pointer);
  for (let hops = 0; hops < 10 && isJsonObject(schema); hops++) {
    const reference: JsonValue | undefined = schema['$ref'];
    if (typeof reference !== 'string' || !reference.startsWith('#')) break;
    schema = valueAt(document.value, reference.slice(1));
  }
  if (!isJsonObject(schema)) return false;
  const values = schema['enum'];
  return schema['const'] !== undefined || (isJsonArray(values) && values.length === 1);
}
