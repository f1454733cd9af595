// Values, outputs and references: the texts of a document that hold expressions.
import type { JsonValue } from '../core/json.ts';
import { isJsonArray, isJsonObject } from '../core/json.ts';
import type { Expression, Template } from '../expression/expression.ts';
import { parseExpression, parseSelection } from '../expression/parse-expression.ts';
import { parseTemplate } from '../expression/template.ts';
import type { Output, Reference } from './description.ts';
import type { Part } from './fields.ts';
import { addFault, addSyntaxFault, addWrongType, items, member, members, readText } from './fields.ts';
import { addNotSupported, isLaterExtension, shapes } from './shapes.ts';

const nothing: Template = { kind: 'literal', value: null };

/** A parameter's value, a payload, a replacement: with a fault for each expression in it that is none. */
export function readTemplate(part: Part): Template {
  if (part.value === undefined) return nothing;
  const faults = part.reading.faults.length;
  refuseSpecialObjects(part);
  if (part.reading.faults.length > faults) return nothing;
  const parsed = parseTemplate(part.value);
  if (parsed.ok) return parsed.value;
  addTextFaults(part);
  return nothing;
}

/** A bare expression, as contexts and outputs have; braces around the whole are let pass. */
export function readExpression(part: Part): Expression | undefined {
  const text = part.value;
  if (text === undefined) return undefined;
  if (typeof text !== 'string') {
    addWrongType(part, 'a runtime expression');
    return undefined;
  }
  const braced = text.startsWith('{$') && text.endsWith('}');
  const parsed = parseSelection(braced ? text.slice(1, -1) : text);
  if (parsed.ok) return parsed.value;
  addSyntaxFault(part, 'EXPRESSION_SYNTAX', parsed.fault);
  return undefined;
}

const namePattern = /^[A-Za-z0-9._-]+$/;

/** Names of outputs and keys of components. */
export function checkName(part: Part, name: string, what: string): void {
  if (namePattern.test(name)) return;
  const expected = 'letters, digits, ".", "-" and "_"';
  addFault(part, 'ARAZZO_SCHEMA', `"${name}" cannot name ${what}`, { at: 'key', expected, actual: `"${name}"` });
}

export function readOutputs(part: Part): Output[] {
  return members(part).flatMap(([name, output]): Output[] => {
    checkName(output, name, 'an output');
    if (refuseSelector(output)) return [];
    const value = readExpression(output);
    return value === undefined ? [] : [{ name, value, pointer: output.pointer }];
  });
}

/** A workflowId or operationId: plain, or `$sourceDescriptions.<source>.<id>`. */
export function readReference(part: Part): Reference | undefined {
  const text = readText(part);
  if (text === undefined || text === '') {
    if (text === '') addFault(part, 'ARAZZO_SCHEMA', 'the reference is empty');
    return undefined;
  }
  if (!text.startsWith('$')) return { id: text, pointer: part.pointer };
  const parsed = parseExpression(text);
  if (parsed.ok && parsed.value.source === 'sourceDescriptions') {
    return { source: parsed.value.name, id: parsed.value.reference, pointer: part.pointer };
  }
  // An id may look like a result.
  if (parsed.ok && parsed.value.source === 'workflows' && parsed.value.home !== undefined) {
    const source = parsed.value.home;
    return { source, id: text.slice(`$sourceDescriptions.${source}.`.length), pointer: part.pointer };
  }
  const fault = parsed.ok ? { message: 'not a reference to another document', offset: 0 } : parsed.fault;
  const remedy = 'write the id alone, or $sourceDescriptions.<name>.<id>';
  addSyntaxFault(part, 'EXPRESSION_SYNTAX', { ...fault, remedy });
  return undefined;
}

export function readReferences(part: Part): Reference[] {
  return items(part).flatMap((item) => readReference(item) ?? []);
}

/** Selector Objects and `x-file`, `x-literal` would be sent as if they were data. */
function refuseSpecialObjects(part: Part): void {
  if (isJsonArray(part.value)) for (const item of items(part)) refuseSpecialObjects(item);
  if (!isJsonObject(part.value) || refuseSelector(part)) return;
  const names = Object.keys(part.value);
  if (names.length === 1 && names.every(isLaterExtension)) addNotSupported(part, names.join(''));
  else for (const name of names) refuseSpecialObjects(member(part, name));
}

/** Selector Object (Arazzo 1.1): an object is one where it has exactly its members and a context that sets out to be an expression. */
function refuseSelector(part: Part): boolean {
  if (!isJsonObject(part.value)) return false;
  const names = Object.keys(part.value).filter((name) => !name.startsWith('x-'));
  const selector = names.length === 3 && shapes.selector.required.every((name) => names.includes(name));
  if (selector && part.reading.version === '1.1' && isDollarText(part.value['context'])) {
    addFault(part, 'NOT_SUPPORTED', 'selector objects are not supported yet', {
      remedy: 'write an expression with a JSON Pointer, as in $response.body#/items/0/id',
    });
    return true;
  }
  return false;
}

function isDollarText(value: JsonValue | undefined): boolean {
  return typeof value === 'string' && value.startsWith('$');
}

/** Each text on its own, so that one wrong expression does not hide another. */
function addTextFaults(part: Part): void {
  if (isJsonArray(part.value)) for (const item of items(part)) addTextFaults(item);
  else if (isJsonObject(part.value)) for (const [, inner] of members(part)) addTextFaults(inner);
  else if (typeof part.value === 'string') {
    const parsed = parseTemplate(part.value);
    if (!parsed.ok) addSyntaxFault(part, 'EXPRESSION_SYNTAX', parsed.fault);
  }
}
