// What a step sends, against the contracts that judge it before it is sent: only what no value of an expression can mend.
import { didYouMean } from '../../core/nearest-name.ts';
import { formatLocation } from '../../core/source.ts';
import { checkParameterValue } from '../../openapi/check-request.ts';
import { confidenceOf } from '../../openapi/confidence.ts';
import type { MediaType, Operation, Parameter } from '../../openapi/contract.ts';
import { certainViolations } from '../../openapi/lint/certain-violations.ts';
import { stepInto, typesIn, worldsOf } from '../../openapi/lint/schema-worlds.ts';
import type { SchemaViolation } from '../../openapi/schema-violation.ts';
import type { Step, StepParameter, Workflow } from '../description.ts';
import { identityOf } from '../merge.ts';
import { contentTypeOf } from '../body-source.ts';
import { declaredType, partialBody } from './partial-body.ts';
import { allSteps, stepLabel, viewOf } from './scene.ts';
import type { Scene, WorkflowFinding } from './scene.ts';
import { requestHeaders } from './standard-headers.ts';
import type { StepView } from './step-view.ts';

export function checkRequest(scene: Scene, step: Step): WorkflowFinding[] {
  const view = viewOf(scene, step);
  if (view?.policy.request !== 'error') return [];
  // The contract that says most is asked first, then that of the operation itself.
  for (const operation of new Set([view.operations[0] ?? view.operation, view.operation])) {
    const found = [...checkLiterals(view, operation), ...checkBody(scene, view, operation)];
    if (found.length > 0) return found;
  }
  return [];
}

function checkLiterals({ parameters }: StepView, operation: Operation): WorkflowFinding[] {
  return operation.parameters.flatMap((declared) => {
    const given = parameters.find((parameter) => identityOf(parameter) === identityOf(declared));
    if (given?.value.kind !== 'literal') return [];
    const { violations } = checkParameterValue(operation, declared, given.value.value);
    return violations
      .filter(({ severity }) => severity === 'error')
      .map(({ at, expected, actual, contract }): WorkflowFinding => {
        const message = `the ${at ?? declared.name} breaks the contract of ${operation.operationId}`;
        const rule = `${expected}, as ${formatLocation(contract)} says`;
        return {
          rule: 'request-breaks-contract',
          pointer: `${given.pointer}/value`,
          message,
          expected: rule,
          actual,
          remedy: mend,
        };
      });
  });
}

const mend = 'mend it; where a refusal is the test, say x-contract: { request: off } on the step';

function checkBody(scene: Scene, { step }: StepView, operation: Operation): WorkflowFinding[] {
  const body = step.requestBody;
  if (!body) return [];
  const told = (message: string, words: Partial<WorkflowFinding>): WorkflowFinding[] => [
    { rule: 'request-breaks-contract', pointer: body.pointer, at: 'key', message, remedy: mend, ...words },
  ];
  const { operationId, requestBody } = operation;
  if (!requestBody) return told(`${operationId} takes no request body, and ${stepLabel(step)} gives one`, {});
  const contentType = contentTypeOf(body, operation);
  const declared = declaredType(operation, contentType);
  if (!declared) {
    const types = requestBody.content.map(({ mediaType }) => mediaType);
    const near = didYouMean(contentType, types);
    return told(`${operationId} takes no request body of ${contentType}`, {
      ...(body.contentType === undefined ? {} : { pointer: `${body.pointer}/contentType` }),
      expected: `one of ${types.join(', ')}`,
      ...(near === undefined ? {} : { remedy: near }),
    });
  }
  const partial = partialBody(scene, step, contentType);
  if (typeof partial === 'string') {
    const words = { pointer: `${body.pointer}/payload`, expected: `${contentType}: ${partial}` };
    return told(`the payload of ${stepLabel(step)} is not JSON`, words);
  }
  if (!partial || !declared.schema) return [];
  const violations = certainViolations(declared.schema, partial.value);
  return violations
    .filter((violation) => isSure(operation, declared, violation))
    .map((violation) =>
      bodyFinding(step, `${body.pointer}/payload`, violation, { declared, operation, isText: partial.isText }),
    );
}

/** What the contract only guesses would be a warning. */
function isSure(operation: Operation, part: MediaType, { confidence }: SchemaViolation): boolean {
  return (confidence ?? confidenceOf(operation, part)) !== 'inferred';
}

type Judged = { readonly declared: MediaType; readonly operation: Operation; readonly isText: boolean };

function bodyFinding(step: Step, payload: string, violation: SchemaViolation, judged: Judged): WorkflowFinding {
  const { pointer, keyword, expected, actual, schemaPointer, schemaDocument } = violation;
  const { operation, isText } = judged;
  const rule = formatLocation((schemaDocument ?? operation.contract.document).locate(schemaPointer));
  const place = pointer === '' ? '' : ` at ${pointer}`;
  // What is missing has no place of its own.
  const shown = keyword === 'required' ? pointer.slice(0, pointer.lastIndexOf('/')) : pointer;
  return {
    rule: 'request-breaks-contract',
    pointer: isText ? payload : payload + shown,
    ...(shown === '' || isText ? {} : { at: 'key' }),
    message: `the payload of ${stepLabel(step)} breaks the contract of ${operation.operationId}${place}`,
    expected: `${expected}, as ${rule} says`,
    actual,
    remedy: remedyFor(violation),
  };
}

function remedyFor({ pointer, keyword, actual, declared }: SchemaViolation): string {
  const name = pointer.slice(pointer.lastIndexOf('/') + 1);
  if (keyword === 'additionalProperties') return didYouMean(name, declared ?? []) ?? mend;
  const [, braced] = /^'\{(\$[^{}]*)\}', which is string$/u.exec(actual) ?? [];
  return braced === undefined ? mend : `write ${braced} without braces, which keeps its type`;
}

/** Parameters that nobody declares, of the step and of the workflow. */
export function checkUndeclaredParameters(scene: Scene): WorkflowFinding[] {
  const { workflow } = scene;
  const views = allSteps(workflow).flatMap((step) => viewOf(scene, step) ?? []);
  const own = views.flatMap((view) =>
    view.step.parameters.flatMap((parameter) => notSent(view.step, parameter) ?? undeclared(parameter, [view])),
  );
  return [...own, ...commonUndeclared(workflow, views)];
}

/** An address that is given is whole: its path and its query are the service's. */
function notSent(step: Step, { name, in: place, pointer }: StepParameter): WorkflowFinding | undefined {
  if (!step.address || place === 'header' || place === 'cookie') return undefined;
  const message = `the ${place ?? ''} parameter "${name}" of ${stepLabel(step)} is not sent, since x-url gives the whole address`;
  return { rule: 'parameter-not-sent', pointer: `${pointer}/name`, message, remedy: 'remove it, or x-url' };
}

/** Of the workflow's, those that not one of its operations declares. */
function commonUndeclared({ parameters, steps }: Workflow, views: readonly StepView[]): WorkflowFinding[] {
  const called = steps.filter(({ target }) => target.type !== 'workflow').length;
  if (called === 0 || views.length < called) return [];
  return parameters.flatMap((parameter) => undeclared(parameter, views));
}

function undeclared(parameter: StepParameter, views: readonly StepView[]): WorkflowFinding[] {
  const { name, in: place, pointer } = parameter;
  const declared = views.flatMap(({ operations }) => operations.flatMap(({ parameters }) => parameters));
  // A step that sends what is not allowed on purpose says so.
  if (views.some(({ policy }) => policy.request === 'off') || isWelcome(parameter, declared, views)) return [];
  const names = [...new Set(declared.filter((known) => known.in === place).map((known) => known.name))];
  const elsewhere = declared.find((known) => known.name === name);
  const meant = didYouMean(name, names) ?? (elsewhere && `the contract has "${name}" with in: ${elsewhere.in}`);
  const ids = [...new Set(views.map(({ operation }) => operation.operationId))].join(', ');
  const message = `${ids} declares no ${place ?? ''} parameter "${name}"`;
  const expected = meant === undefined && names.length > 0 ? { expected: `one of ${names.join(', ')}` } : {};
  const remedy = meant ?? 'remove it, or declare it in the contract';
  return [{ rule: 'parameter-not-declared', pointer: `${pointer}/name`, message, ...expected, remedy }];
}

/** Declared, common to all requests, a credential, or one of the names that an open object stands for. */
function isWelcome(parameter: StepParameter, declared: readonly Parameter[], views: readonly StepView[]): boolean {
  const { in: place } = parameter;
  const name = parameter.name.toLowerCase();
  if (place === undefined || place === 'querystring') return true;
  if (place === 'header' && requestHeaders.has(name)) return true;
  if (declared.some((known) => identityOf(known) === identityOf(parameter))) return true;
  if (place === 'query' && declared.some((known) => known.in === place && takesAnyName(known))) return true;
  return views.some(({ operations }) => operations.flatMap(credentialNames).includes(name));
}

/** An object that is written as one parameter for each of its members, and lets any member be. */
function takesAnyName({ style, explode, schema }: Parameter): boolean {
  if (style !== 'form' || !explode || !schema) return false;
  const worlds = worldsOf(schema);
  return typesIn(worlds).has('object') && stepInto(worlds, 'any name').kind !== 'impossible';
}

function credentialNames({ security, contract }: Operation): string[] {
  return security.flat().flatMap((name) => {
    const scheme = contract.securitySchemes.get(name);
    return scheme?.type === 'apiKey' ? [scheme.name.toLowerCase()] : [];
  });
}
