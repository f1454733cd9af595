import { isJsonObject } from '../core/json.ts';
import type { Expression, ParsedCriterion } from '../expression/expression.ts';
import { parseCondition } from '../expression/parse-condition.ts';
import { parseText } from '../expression/template.ts';
import type { Criterion } from './description.ts';
import type { Part } from './fields.ts';
import { addFault, addSyntaxFault, items, member, readChoice, readText } from './fields.ts';
import { readExpression } from './read-value.ts';
import { readObject, shapes } from './shapes.ts';

const types = ['simple', 'regex', 'jsonpath', 'xpath'] as const;

export function readCriteria(part: Part): Criterion[] {
  return items(part).flatMap((item) => readCriterion(item) ?? []);
}

function readCriterion(part: Part): Criterion | undefined {
  if (!readObject(part, shapes.criterion)) return undefined;
  const conditionPart = member(part, 'condition');
  const condition = readText(conditionPart);
  const type = readType(member(part, 'type'));
  const context = readExpression(member(part, 'context'));
  if (condition === undefined || type === undefined) return undefined;
  const parsed = type === 'simple' ? readSimple(conditionPart, condition) : readPattern(part, type, condition, context);
  return parsed && { condition, parsed, pointer: part.pointer };
}

function readSimple(part: Part, condition: string): ParsedCriterion | undefined {
  const parsed = parseCondition(condition);
  if (parsed.ok) return { type: 'simple', condition: parsed.value };
  addSyntaxFault(part, 'CONDITION_SYNTAX', parsed.fault);
  return undefined;
}

function readPattern(
  part: Part,
  type: 'regex' | 'jsonpath',
  condition: string,
  context: Expression | undefined,
): ParsedCriterion | undefined {
  if (member(part, 'context').value === undefined) {
    addFault(part, 'ARAZZO_SCHEMA', `a criterion of type ${type} has no "context"`, {
      remedy: 'add the expression whose value is searched, as in context: $response.body',
    });
  }
  const parsed = parseText(condition);
  if (!parsed.ok) addSyntaxFault(member(part, 'condition'), 'EXPRESSION_SYNTAX', parsed.fault);
  return parsed.ok && context ? { type, context, pattern: parsed.value } : undefined;
}

/** Undefined after a fault. */
function readType(part: Part): 'simple' | 'regex' | 'jsonpath' | undefined {
  if (part.value === undefined) return 'simple';
  if (isJsonObject(part.value)) return readExpressionType(part);
  const type = readChoice(part, types);
  if (type === 'xpath') addXPathFault(part);
  return type === 'xpath' ? undefined : type;
}

/** Expression Type Object: a type together with the version of its language. */
function readExpressionType(part: Part): 'jsonpath' | undefined {
  if (!readObject(part, shapes.expressionType)) return undefined;
  const type = readChoice(member(part, 'type'), ['jsonpath', 'xpath']);
  if (type === 'xpath') {
    readChoice(member(part, 'version'), ['xpath-10', 'xpath-20', 'xpath-30', 'xpath-31']);
    addXPathFault(part);
    return undefined;
  }
  const version = readChoice(member(part, 'version'), ['rfc9535', 'draft-goessner-dispatch-jsonpath-00']);
  if (version === 'draft-goessner-dispatch-jsonpath-00') {
    const remedy = 'write type: jsonpath, which is RFC 9535';
    addFault(part, 'NOT_SUPPORTED', 'the draft of JSONPath is not supported', { remedy });
  }
  return type !== undefined && version === 'rfc9535' ? type : undefined;
}

function addXPathFault(part: Part): void {
  addFault(part, 'NOT_SUPPORTED', 'XPath is not supported yet', { remedy: 'use jsonpath or regex' });
}
