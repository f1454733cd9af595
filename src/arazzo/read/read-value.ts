// Values, outputs and references: the texts of a document that hold expressions.
import { isJsonArray, isJsonObject } from '../../core/json.ts';
import type { Selection, Template } from '../../expression/expression.ts';
import { parseExpression } from '../../expression/parse-expression.ts';
import { arrayOf, objectOf, parseString } from '../../expression/template.ts';
import type { Output, Reference } from '../description.ts';
import type { Part } from './fields.ts';
import { addFault, addSyntaxFault, items, members, readText } from './fields.ts';
import { readExpression } from './read-expression.ts';
import { isOwnValue, readOwnValue } from './read-file.ts';
import { isSelector, readSelector } from './read-selector.ts';

const nothing: Template = { kind: 'literal', value: null };

/**
 * A parameter's value, a payload, a replacement: with a fault for each expression, selector and file in it that is wrong.
 * Names of members are never expressions.
 */
export function readTemplate(part: Part): Template {
  const { value } = part;
  if (value === undefined) return nothing;
  if (typeof value === 'string') {
    const parsed = parseString(value);
    if (parsed.ok) return parsed.value;
    addSyntaxFault(part, 'EXPRESSION_SYNTAX', parsed.fault);
    return nothing;
  }
  if (isJsonArray(value)) return arrayOf(items(part).map(readTemplate));
  if (!isJsonObject(value)) return { kind: 'literal', value };
  if (isOwnValue(part)) return readOwnValue(part) ?? nothing;
  if (isSelector(part)) return readSelection(part) ?? nothing;
  return objectOf(members(part).map(([name, inner]) => [name, readTemplate(inner)]));
}

function readSelection(part: Part): Selection | undefined {
  const selector = readSelector(part);
  return selector && { kind: 'selector', selector };
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
    const value = readOutput(output);
    return value === undefined ? [] : [{ name, value, pointer: output.pointer }];
  });
}

/** An expression or a Selector Object. */
function readOutput(part: Part): Selection | undefined {
  if (!isJsonObject(part.value)) {
    const expression = readExpression(part);
    return expression && { kind: 'expression', expression };
  }
  if (part.reading.version === '1.1') return readSelection(part);
  const remedy = 'write arazzo: 1.1.0 at the top of the document';
  addFault(part, 'ARAZZO_SCHEMA', 'selector objects came with Arazzo 1.1', { remedy });
  return undefined;
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
