// The body of a step as far as it is known before any expression is filled in (Arazzo 1.1, "Request Body Object").
import { parseJson } from '../../core/json.ts';
import type { JsonValue } from '../../core/json.ts';
import { isJsonObject } from '../../core/json.ts';
import { parsePointer } from '../../document/json-pointer.ts';
import type { Template } from '../../expression/expression.ts';
import { writtenPattern } from '../../expression/fill-pattern.ts';
import { parseTemplate } from '../../expression/template.ts';
import type { MediaType, Operation } from '../../openapi/contract.ts';
import { matchMediaType } from '../../openapi/match-response.ts';
import { formType, isJsonType, parseMediaType } from '../../openapi/media-type.ts';
import type { PartialValue } from '../../openapi/lint/certain-violations.ts';
import { sourceText } from '../body-source.ts';
import type { Step } from '../description.ts';
import { factsOf } from './expression-facts.ts';
import type { Scene } from './scene.ts';

export function declaredType({ requestBody }: Operation, contentType: string): MediaType | undefined {
  return requestBody && matchMediaType(requestBody.content, contentType).declared;
}

export type PartialBody = {
  readonly value: PartialValue;
  /** Whether the payload is one text: then parts of it have no place of their own. */
  readonly isText: boolean;
};

/** Undefined where too little is known, or the body is neither JSON nor a form; a reason where it should be JSON and is not. */
export function partialBody(scene: Scene, step: Step, contentType: string): PartialBody | string | undefined {
  const body = step.requestBody;
  const type = parseMediaType(contentType)?.essence ?? '';
  if (!body?.payload) return undefined;
  if (type === formType) return fieldsOf(scene, step, body.payload);
  if (!isJsonType(type)) return undefined;
  const text = sourceText(body.payload);
  if (text === undefined) return replaced(scene, step, body.payload, false);
  const json = parseJson(text);
  if (!json.ok) return body.payload.kind === 'literal' ? json.reason : undefined;
  const leaves = parseTemplate(json.value);
  return leaves.ok ? replaced(scene, step, leaves.value, true) : undefined;
}

/** Of a form, the names: whatever a field holds is sent as text, and may be read as the type that is wanted. */
function fieldsOf(scene: Scene, step: Step, payload: Template): PartialBody | undefined {
  const whole = replaced(scene, step, payload, false);
  const form = whole && opened(whole.value);
  if (form?.kind !== 'object') return undefined;
  const members = [...form.members.keys()].map((name) => [name, { kind: 'unknown', text: name }] as const);
  return { value: { kind: 'object', members: new Map<string, PartialValue>(members) }, isText: false };
}

function replaced(scene: Scene, step: Step, payload: Template, isText: boolean): PartialBody | undefined {
  let value: PartialValue | undefined = partialOf(scene, step, payload);
  for (const { target, language, value: given } of step.requestBody?.replacements ?? []) {
    // What other languages than JSON Pointer reach is not followed.
    if (language && language.type !== 'jsonpointer') return undefined;
    const tokens = target === '' ? undefined : parsePointer(target);
    value = tokens && value && put(value, tokens, partialOf(scene, step, given));
  }
  return value && { value, isText };
}

function partialOf(scene: Scene, step: Step, template: Template): PartialValue {
  switch (template.kind) {
    case 'literal':
      return { kind: 'known', value: template.value };
    case 'expression': {
      const facts = factsOf(scene, template.expression, step);
      return { kind: 'unknown', text: template.expression.text, ...facts };
    }
    case 'text':
      return { kind: 'unknown', text: `'${writtenPattern(template)}'`, types: new Set(['string']) };
    case 'array':
      return { kind: 'array', items: template.items.map((item) => partialOf(scene, step, item)) };
    case 'object':
      return {
        kind: 'object',
        members: new Map(template.members.map(([name, member]) => [name, partialOf(scene, step, member)])),
      };
    default:
      return { kind: 'unknown', text: 'a value that is not known yet' };
  }
}

/** Undefined where the place is not known. */
function put(value: PartialValue, [token, ...rest]: readonly string[], given: PartialValue): PartialValue | undefined {
  if (token === undefined) return given;
  const open = opened(value);
  if (open.kind !== 'object') return undefined;
  const inner = open.members.get(token);
  if (!inner && rest.length > 0) return undefined;
  const next = rest.length === 0 ? given : inner && put(inner, rest, given);
  return next && { kind: 'object', members: new Map(open.members).set(token, next) };
}

function opened(value: PartialValue): PartialValue {
  if (value.kind !== 'known' || !isJsonObject(value.value)) return value;
  const members = Object.entries(value.value).map(
    ([name, member]: [string, JsonValue]) => [name, { kind: 'known', value: member }] as const,
  );
  return { kind: 'object', members: new Map<string, PartialValue>(members) };
}
