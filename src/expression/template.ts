// Values with expressions inside: Arazzo 1.1, "Runtime Expressions". A string that is wholly an expression keeps the JSON
// type of what it refers to; `{$...}` inside text becomes text; every other brace and dollar stays as it is.
import type { JsonObject, JsonValue } from '../core/json.ts';
import { isJsonArray, isJsonObject, writeJson } from '../core/json.ts';
import { escapeToken } from '../document/json-pointer.ts';
import { evaluateExpression } from './evaluate-expression.ts';
import type { Expression, Lookup, Parsed, ParsedCriterion, SyntaxFault, Template } from './expression.ts';
import { navigationsIn } from './render-condition.ts';
import { parseExpression } from './parse-expression.ts';
import { meansExpression } from './scan-expression.ts';
import type { Scope } from './scope.ts';

/**
 * Parsed once, when the document is read. A string that sets out to be an expression and is none is a fault: sent as it
 * stands, it would fail far from its cause. The fault names the place inside the value by `pointer`.
 */
export function parseTemplate(value: JsonValue): Parsed<Template> {
  if (typeof value === 'string') return parseString(value);
  if (isJsonArray(value)) return parseItems(value);
  if (isJsonObject(value)) return parseMembers(value);
  return literal(value);
}

/** A text in which only `{$...}` is an expression, as in the conditions of `regex` and `jsonpath`. */
export function parseText(text: string): Parsed<Template> {
  const parts: (string | Expression)[] = [];
  let from = 0;
  for (let open = text.indexOf('{$'); open !== -1; open = text.indexOf('{$', open + 1)) {
    const close = text.indexOf('}', open);
    if (close === -1) break;
    const inside = text.slice(open + 1, close);
    const parsed = parseExpression(inside);
    if (parsed.ok) {
      parts.push(text.slice(from, open), parsed.value);
      from = close + 1;
    } else if (meansExpression(inside)) {
      return { ok: false, fault: { ...parsed.fault, offset: open + 1 + parsed.fault.offset } };
    }
  }
  if (parts.length === 0) return literal(text);
  return { ok: true, value: { kind: 'text', parts: [...parts, text.slice(from)].filter((part) => part !== '') } };
}

/** Not found as soon as one expression is not: the reason begins with that expression. */
export function evaluateTemplate(template: Template, scope: Scope): Lookup {
  switch (template.kind) {
    case 'literal':
      return { found: true, value: template.value };
    case 'expression':
      return evaluateNamed(template.expression, scope);
    case 'text':
      return evaluateText(template.parts, scope);
    case 'array': {
      const items: JsonValue[] = [];
      for (const item of template.items) {
        const found = evaluateTemplate(item, scope);
        if (!found.found) return found;
        items.push(found.value);
      }
      return { found: true, value: items };
    }
    case 'object': {
      const members: [string, JsonValue][] = [];
      for (const [name, member] of template.members) {
        const found = evaluateTemplate(member, scope);
        if (!found.found) return found;
        members.push([name, found.value]);
      }
      return { found: true, value: Object.fromEntries(members) };
    }
  }
}

/** As a text holds it: strings as they are, everything else as JSON. */
export function textOf(value: JsonValue): string {
  return typeof value === 'string' ? value : writeJson(value);
}

export function expressionsIn(template: Template): Expression[] {
  switch (template.kind) {
    case 'literal':
      return [];
    case 'expression':
      return [template.expression];
    case 'text':
      return template.parts.filter((part) => typeof part !== 'string');
    case 'array':
      return template.items.flatMap(expressionsIn);
    case 'object':
      return template.members.flatMap(([, member]) => expressionsIn(member));
  }
}

export function expressionsInCriterion(criterion: ParsedCriterion): Expression[] {
  if (criterion.type === 'simple') return navigationsIn(criterion.condition).map(({ expression }) => expression);
  return [criterion.context, ...expressionsIn(criterion.pattern)];
}

function evaluateNamed(expression: Expression, scope: Scope): Lookup {
  const found = evaluateExpression(expression, scope);
  return found.found ? found : { found: false, reason: `${expression.text}: ${found.reason}` };
}

function evaluateText(parts: readonly (string | Expression)[], scope: Scope): Lookup {
  let text = '';
  for (const part of parts) {
    if (typeof part === 'string') {
      text += part;
      continue;
    }
    const found = evaluateNamed(part, scope);
    if (!found.found) return found;
    text += textOf(found.value);
  }
  return { found: true, value: text };
}

function parseString(text: string): Parsed<Template> {
  if (!text.startsWith('$')) return parseText(text);
  const parsed = parseExpression(text);
  if (parsed.ok) return { ok: true, value: { kind: 'expression', expression: parsed.value } };
  return meansExpression(text) ? parsed : parseText(text);
}

function parseItems(values: readonly JsonValue[]): Parsed<Template> {
  const items: Template[] = [];
  for (const [index, value] of values.entries()) {
    const parsed = parseTemplate(value);
    if (!parsed.ok) return inside(parsed.fault, index);
    items.push(parsed.value);
  }
  if (items.every((item) => item.kind === 'literal')) return literal(values);
  return { ok: true, value: { kind: 'array', items } };
}

function parseMembers(value: JsonObject): Parsed<Template> {
  const members: [string, Template][] = [];
  for (const [name, member] of Object.entries(value)) {
    const parsed = parseTemplate(member);
    if (!parsed.ok) return inside(parsed.fault, name);
    members.push([name, parsed.value]);
  }
  if (members.every(([, member]) => member.kind === 'literal')) return literal(value);
  return { ok: true, value: { kind: 'object', members } };
}

function inside(fault: SyntaxFault, token: string | number): Parsed<Template> {
  return { ok: false, fault: { ...fault, pointer: `/${escapeToken(token)}${fault.pointer ?? ''}` } };
}

function literal(value: JsonValue): Parsed<Template> {
  return { ok: true, value: { kind: 'literal', value } };
}
