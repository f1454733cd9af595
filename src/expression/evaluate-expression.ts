import { headerValue } from '../core/http.ts';
import type { JsonObject, JsonValue } from '../core/json.ts';
import { isJsonArray, isJsonObject, jsonType } from '../core/json.ts';
import { formatPointer, memberOf, parsePointer } from '../document/json-pointer.ts';
import type { Expression, Lookup } from './expression.ts';
import type { Scope, ScopeExchange } from './scope.ts';

/** The value that an expression refers to, with its JSON type (Arazzo 1.1, "Runtime Expressions"). Never throws. */
export function evaluateExpression(expression: Expression, scope: Scope): Lookup {
  const base = evaluateBase(expression, scope);
  if (!base.found || !('pointer' in expression)) return base;
  return lookUp(base.value, tokensOf(expression, expression.pointer), nameOf(expression));
}

/** Walks down from a value; `name` is what the reason calls it. */
export function lookUp(value: JsonValue, path: readonly (string | number)[], name: string): Lookup {
  let found = value;
  for (const [depth, token] of path.entries()) {
    const next = memberOf(found, String(token));
    if (next === undefined) {
      const absent = formatPointer(path.slice(0, depth + 1));
      const parent = formatPointer(path.slice(0, depth));
      return missing(`${name} has no ${formatPointer(path)}: ${whyAbsent(found, absent, parent)}`);
    }
    found = next;
  }
  return { found: true, value: found };
}

const shownMembers = 6;

function whyAbsent(holder: JsonValue, absent: string, parent: string): string {
  if (isJsonArray(holder)) return `${absent} is missing, ${whyNoItem(holder, absent.slice(parent.length + 1), parent)}`;
  if (isJsonObject(holder)) {
    const names = Object.keys(holder);
    if (names.length === 0) return `${absent} is missing, the object is empty`;
    const more = names.length > shownMembers ? ` and ${names.length - shownMembers} more` : '';
    return `${absent} is missing, the object has ${names.slice(0, shownMembers).join(', ')}${more}`;
  }
  const type = jsonType(holder);
  const article = type === 'null' ? '' : type === 'integer' ? 'an ' : 'a ';
  return `${parent === '' ? 'it' : parent} is ${article}${type}`;
}

/** Most often the list was taken for its first item. */
function whyNoItem(list: readonly JsonValue[], name: string, parent: string): string {
  const [first] = list;
  if (first === undefined) return 'the array is empty';
  const count = `the array has ${list.length} ${list.length === 1 ? 'item' : 'items'}`;
  const isInFirst = lookUp(first, parsePointer(`/${name}`) ?? [], '').found;
  return isInFirst ? `${count}; is ${parent}/0/${name} meant?` : count;
}

const pointerTokens = new WeakMap<Expression, readonly string[]>();

function tokensOf(expression: Expression, pointer: string): readonly string[] {
  let tokens = pointerTokens.get(expression);
  if (!tokens) pointerTokens.set(expression, (tokens = parsePointer(pointer) ?? []));
  return tokens;
}

function nameOf(expression: Expression): string {
  if (expression.source === 'request' || expression.source === 'response') return `the ${expression.source} body`;
  return expression.text.slice(0, expression.text.indexOf('#'));
}

function evaluateBase(expression: Expression, scope: Scope): Lookup {
  switch (expression.source) {
    case 'inputs':
      return member(scope.inputs, expression.name, `there is no input "${expression.name}"`);
    case 'outputs':
      return member(scope.outputs, expression.name, `there is no output "${expression.name}"`);
    case 'steps':
    case 'stepOutputs':
      return evaluateStep(expression, scope);
    case 'workflows':
      return evaluateResult(expression, scope);
    case 'sourceDescriptions':
      return evaluateSource(expression.name, expression.reference, scope);
    case 'components':
      return missing('a component is not a value');
    case 'message':
      return missing('there is no message: AsyncAPI is not supported');
    default:
      return evaluateCurrent(expression, scope);
  }
}

/** Of another workflow: an input or output, or an output of one of its steps. */
function evaluateResult(
  { workflowId, home, stepId, field, name }: Extract<Expression, { readonly source: 'workflows' }>,
  scope: Scope,
): Lookup {
  const workflow = scope.workflows.get(home === undefined ? workflowId : `$sourceDescriptions.${home}.${workflowId}`);
  if (!workflow) return missing(`workflow "${workflowId}" has not run`);
  if (stepId === undefined) {
    return member(workflow[field], name, `workflow "${workflowId}" has no ${field.slice(0, -1)} "${name}"`);
  }
  const step = `step "${stepId}" of workflow "${workflowId}"`;
  const outputs = workflow.steps?.get(stepId);
  return outputs ? member(outputs, name, `${step} has no output "${name}"`) : missing(`${step} has not run`);
}

function evaluateSource(name: string, reference: string, scope: Scope): Lookup {
  const source = scope.sources.get(name);
  if (!source) return missing(`there is no source description "${name}"`);
  if (reference === 'url' || reference === 'type') return { found: true, value: source[reference] };
  return missing(`"${reference}" of source description "${name}" is not a value`);
}

function evaluateStep(
  expression: Extract<Expression, { readonly source: 'steps' | 'stepOutputs' }>,
  scope: Scope,
): Lookup {
  const { stepId } = expression;
  const outputs = scope.steps.get(stepId);
  if (!outputs) return missing(`step "${stepId}" has not run`);
  if (expression.source === 'stepOutputs') return { found: true, value: outputs };
  const { output } = expression;
  const why = scope.absent?.get(`${stepId}.${output}`);
  const reason = `step "${stepId}" has no output "${output}"`;
  return member(outputs, output, why === undefined ? reason : `${reason}: ${why}`);
}

type PartExpression = Extract<Expression, { readonly source: 'request' | 'response' }>;
type CurrentExpression = Extract<Expression, { readonly source: 'url' | 'method' | 'statusCode' | 'self' }>;

function evaluateCurrent(expression: CurrentExpression | PartExpression, scope: Scope): Lookup {
  if (expression.source === 'self') {
    return scope.self === undefined ? missing('the document has no $self') : { found: true, value: scope.self };
  }
  if (!scope.exchange) return missing('there is no exchange yet');
  const { request, response } = scope.exchange.exchange;
  switch (expression.source) {
    case 'url':
      return { found: true, value: request.url };
    case 'method':
      return { found: true, value: request.method };
    case 'statusCode':
      return { found: true, value: response.status };
    default:
      return evaluatePart(expression, scope.exchange);
  }
}

function evaluatePart(expression: PartExpression, scope: ScopeExchange): Lookup {
  const { source } = expression;
  switch (expression.part) {
    case 'header': {
      const value = headerValue(scope.exchange[source].headers, expression.name);
      return value === undefined ? missing(`the ${source} has no header "${expression.name}"`) : { found: true, value };
    }
    case 'body': {
      const value = source === 'request' ? scope.requestBody : scope.responseBody;
      return value === undefined ? missing(whyNoBody(source, scope)) : { found: true, value };
    }
    default: {
      if (source === 'response') return missing(`a response has no ${expression.part} parameters`);
      const value = scope[expression.part].get(expression.name);
      return value === undefined
        ? missing(`the request has no ${expression.part} parameter "${expression.name}"`)
        : { found: true, value };
    }
  }
}

function whyNoBody(source: PartExpression['source'], { exchange }: ScopeExchange): string {
  const { body } = exchange[source];
  if (source === 'response' && exchange.response.unread) return 'the response body cannot be read';
  return body === undefined || body.length === 0 ? `the ${source} has no body` : `the ${source} body cannot be read`;
}

function member(holder: JsonObject, name: string, reason: string): Lookup {
  const value = memberOf(holder, name);
  return value === undefined ? missing(reason) : { found: true, value };
}

function missing(reason: string): Lookup {
  return { found: false, reason };
}
