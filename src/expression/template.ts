// Values with expressions inside: Arazzo 1.1, "Runtime Expressions". A string that is wholly an expression keeps the JSON
// type of what it refers to; `{$...}` inside text becomes text; every other brace and dollar stays as it is.
import type { JsonObject, JsonValue } from '../core/json.ts';
import { isJsonArray, isJsonObject } from '../core/json.ts';
import { evaluateExpression } from './evaluate-expression.ts';
import { evaluateSelector } from './evaluate-selector.ts';
import type { Expression, FileContent, Lookup, Parsed, ParsedCriterion, Selection, Template } from './expression.ts';
import { navigationsIn } from './render-condition.ts';
import { parseExpression } from './parse-expression.ts';
import { meansExpression } from './scan-expression.ts';
import type { Scope } from './scope.ts';
import { showSelection } from './show-selection.ts';
import { textOf } from './text-of.ts';

/**
 * Parsed once, when the document is read. A string that sets out to be an expression and is none is a fault: sent as it
 * stands, it would fail far from its cause. Names of members are never expressions.
 */
export function parseTemplate(value: JsonValue): Parsed<Template> {
  if (typeof value === 'string') return parseString(value);
  if (isJsonArray(value)) return parseItems(value);
  if (isJsonObject(value)) return parseMembers(value);
  return { ok: true, value: literal(value) };
}

/** A string on its own: one expression, a text with some inside, or a literal. */
export function parseString(text: string): Parsed<Template> {
  if (!text.startsWith('$')) return parseText(text);
  const parsed = parseExpression(text);
  if (parsed.ok) return { ok: true, value: { kind: 'expression', expression: parsed.value } };
  return meansExpression(text) ? parsed : parseText(text);
}

/** A text in which only `{$...}` is an expression, as in the conditions of `regex` and `jsonpath`. */
export function parseText(text: string): Parsed<Template> {
  const parts: (string | Expression)[] = [];
  let from = 0;
  let close = -1;
  for (let open = text.indexOf('{$'); open !== -1; open = text.indexOf('{$', open + 1)) {
    if (close < open) close = text.indexOf('}', open);
    if (close === -1) break;
    const next = text.indexOf('{', open + 1);
    if (next !== -1 && next < close) continue; // a brace is no part of an expression
    const inside = text.slice(open + 1, close);
    const parsed = parseExpression(inside);
    if (parsed.ok) {
      parts.push(text.slice(from, open), parsed.value);
      from = close + 1;
    } else if (meansExpression(inside)) {
      return { ok: false, fault: { ...parsed.fault, offset: open + 1 + parsed.fault.offset } };
    }
  }
  if (parts.length === 0) return { ok: true, value: literal(text) };
  return { ok: true, value: { kind: 'text', parts: [...parts, text.slice(from)].filter((part) => part !== '') } };
}

/** The files of a value, by what stands in their place. */
export type Files = Map<JsonValue, FileContent>;

/**
 * Not found as soon as one part of it is not: the reason begins with that part.
 * @param files where given, a file becomes an object that is a key of this map; else its text
 */
export function evaluateTemplate(template: Template, scope: Scope, files?: Files): Lookup {
  switch (template.kind) {
    case 'literal':
      return { found: true, value: template.value };
    case 'expression':
    case 'selector':
      return evaluateNamed(template, scope);
    case 'file':
      return files ? standIn(template.file, files) : readText(template.file);
    case 'text':
      return evaluateText(template.parts, scope);
    case 'array': {
      const found = evaluateAll(template.items, scope, files);
      return Array.isArray(found) ? { found: true, value: found } : found;
    }
    case 'object': {
      const names = template.members.map(([name]) => name);
      const values = template.members.map(([, member]) => member);
      const found = evaluateAll(values, scope, files);
      if (!Array.isArray(found)) return found;
      return { found: true, value: Object.fromEntries(names.map((name, index) => [name, found[index] ?? null])) };
    }
  }
}

type Missing = Extract<Lookup, { readonly found: false }>;

function evaluateAll(templates: readonly Template[], scope: Scope, files: Files | undefined): JsonValue[] | Missing {
  const values: JsonValue[] = [];
  for (const template of templates) {
    const found = evaluateTemplate(template, scope, files);
    if (!found.found) return found;
    values.push(found.value);
  }
  return values;
}

/** One value out of something; the reason does not name it. */
export function evaluateSelection(selection: Selection, scope: Scope): Lookup {
  return selection.kind === 'selector'
    ? evaluateSelector(selection.selector, scope)
    : evaluateExpression(selection.expression, scope);
}

/** The parts of a template that find nothing, each with its reason. */
export function unresolvedIn(template: Template, scope: Scope): { readonly part: string; readonly reason: string }[] {
  switch (template.kind) {
    case 'array':
      return template.items.flatMap((item) => unresolvedIn(item, scope));
    case 'object':
      return template.members.flatMap(([, member]) => unresolvedIn(member, scope));
    case 'text':
      return template.parts.flatMap((part) =>
        typeof part === 'string' ? [] : unresolvedIn({ kind: 'expression', expression: part }, scope),
      );
    case 'expression':
    case 'selector': {
      const found = evaluateSelection(template, scope);
      return found.found ? [] : [{ part: showSelection(template), reason: found.reason }];
    }
    default: {
      const found = evaluateTemplate(template, scope);
      return found.found ? [] : [{ part: 'the file', reason: found.reason }];
    }
  }
}

export function expressionsIn(template: Template): Expression[] {
  switch (template.kind) {
    case 'literal':
    case 'file':
      return [];
    case 'expression':
      return [template.expression];
    case 'selector':
      return [template.selector.context, ...expressionsIn(template.selector.pattern)];
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

function evaluateNamed(selection: Selection, scope: Scope): Lookup {
  const found = evaluateSelection(selection, scope);
  return found.found ? found : { found: false, reason: `${showSelection(selection)}: ${found.reason}` };
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function readText({ path, bytes }: FileContent): Lookup {
  try {
    return { found: true, value: utf8.decode(bytes) };
  } catch {
    return { found: false, reason: `${path} is not text in UTF-8` };
  }
}

function standIn(file: FileContent, files: Files): Lookup {
  const value = { 'x-file': file.path };
  files.set(value, file);
  return { found: true, value };
}

function evaluateText(parts: readonly (string | Expression)[], scope: Scope): Lookup {
  let text = '';
  for (const part of parts) {
    if (typeof part === 'string') {
      text += part;
      continue;
    }
    const found = evaluateNamed({ kind: 'expression', expression: part }, scope);
    if (!found.found) return found;
    text += textOf(found.value);
  }
  return { found: true, value: text };
}

function parseItems(values: readonly JsonValue[]): Parsed<Template> {
  const items: Template[] = [];
  for (const value of values) {
    const parsed = parseTemplate(value);
    if (!parsed.ok) return parsed;
    items.push(parsed.value);
  }
  return { ok: true, value: arrayOf(items) };
}

function parseMembers(value: JsonObject): Parsed<Template> {
  const members: [string, Template][] = [];
  for (const [name, member] of Object.entries(value)) {
    const parsed = parseTemplate(member);
    if (!parsed.ok) return parsed;
    members.push([name, parsed.value]);
  }
  return { ok: true, value: objectOf(members) };
}

export function arrayOf(items: readonly Template[]): Template {
  const values = items.flatMap((item) => (item.kind === 'literal' ? [item.value] : []));
  return values.length === items.length ? literal(values) : { kind: 'array', items };
}

export function objectOf(members: readonly (readonly [name: string, value: Template])[]): Template {
  const values = members.flatMap(([name, member]) =>
    member.kind === 'literal' ? [[name, member.value] as const] : [],
  );
  return values.length === members.length ? literal(Object.fromEntries(values)) : { kind: 'object', members };
}

function literal(value: JsonValue): Template {
  return { kind: 'literal', value };
}
