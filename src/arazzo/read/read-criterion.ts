import type { Expression, ParsedCriterion, PatternLanguage } from '../../expression/expression.ts';
import { parseCondition } from '../../expression/parse-condition.ts';
import { parseText } from '../../expression/template.ts';
import type { Criterion } from '../description.ts';
import type { Part } from './fields.ts';
import { addFault, addSyntaxFault, items, member, readText } from './fields.ts';
import { readLanguage } from './read-language.ts';
import { readExpression } from './read-expression.ts';
import { readObject, shapes } from './shapes.ts';

const types = ['simple', 'regex', 'jsonpath', 'xpath'] as const;

export function readCriteria(part: Part): Criterion[] {
  return items(part).flatMap((item) => readCriterion(item) ?? []);
}

function readCriterion(part: Part): Criterion | undefined {
  if (!readObject(part, shapes.criterion)) return undefined;
  const conditionPart = member(part, 'condition');
  const condition = readText(conditionPart);
  const typePart = member(part, 'type');
  const language = typePart.value === undefined ? ({ type: 'simple' } as const) : readLanguage(typePart, types);
  const context = readExpression(member(part, 'context'));
  if (condition === undefined || language === undefined) return undefined;
  const parsed =
    language.type === 'simple' ? readSimple(conditionPart, condition) : readPattern(part, language, condition, context);
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
  language: PatternLanguage,
  condition: string,
  context: Expression | undefined,
): ParsedCriterion | undefined {
  if (member(part, 'context').value === undefined) {
    addFault(part, 'ARAZZO_SCHEMA', `a criterion of type ${language.type} has no "context"`, {
      remedy: 'add the expression whose value is searched, as in context: $response.body',
    });
  }
  const parsed = parseText(condition);
  if (!parsed.ok) addSyntaxFault(member(part, 'condition'), 'EXPRESSION_SYNTAX', parsed.fault);
  return parsed.ok && context ? { ...language, context, pattern: parsed.value } : undefined;
}
