// The part of a request body that is the same on every visit of a step.
import type { StepBody } from '../arazzo/description.ts';
import type { JsonValue } from '../core/json.ts';
import { parseJson } from '../core/json.ts';
import type { Template } from '../expression/expression.ts';
import { parseTemplate } from '../expression/template.ts';
import type { MediaType, Operation } from '../openapi/contract.ts';

export type BodyPlan = {
  readonly contentType: string;
  readonly form: 'json' | 'urlencoded' | 'text' | 'multipart';
  readonly payload: Template | undefined;
  /** The payload is a text that is JSON only when its expressions are filled in. */
  readonly isJsonText: boolean;
  /** What replacements start from where no payload is given. */
  readonly base: JsonValue;
  readonly body: StepBody;
  /** What the contract says of a body of this type. */
  readonly declared?: MediaType;
};

export function planBody(body: StepBody, operation: Operation): BodyPlan {
  const contentType = body.contentType ?? defaultContentType(operation);
  const form = formOf(contentType);
  const declared = operation.requestBody?.content.find(({ mediaType }) => mediaType === essence(contentType));
  const said = declared === undefined ? {} : { declared };
  const base = declared?.example ?? {};
  const plan = { contentType, form, payload: body.payload, isJsonText: false, base, body, ...said };
  const text = form === 'json' && body.payload ? sourceText(body.payload) : undefined;
  if (text === undefined) return plan;
  // JSON given as text: where it is JSON before its expressions are filled in, they are filled in leaf by leaf, so that
  // quotes inside a value cannot break it; else the text is filled in and parsed.
  const json = parseJson(text);
  const leaves = json.ok ? parseTemplate(json.value) : undefined;
  return leaves?.ok ? { ...plan, payload: leaves.value } : { ...plan, isJsonText: true };
}

function defaultContentType(operation: Operation): string {
  const [only, second] = operation.requestBody?.content ?? [];
  return only && !second && !only.mediaType.includes('*') ? only.mediaType : 'application/json';
}

function essence(contentType: string): string {
  return (contentType.split(';', 1)[0] ?? '').trim().toLowerCase();
}

function formOf(contentType: string): BodyPlan['form'] {
  const type = essence(contentType);
  if (type === 'application/json' || type.endsWith('+json')) return 'json';
  if (type === 'application/x-www-form-urlencoded') return 'urlencoded';
  return type.startsWith('multipart/') ? 'multipart' : 'text';
}

/** The text of a payload that was written as one string; undefined for a tree and for a single expression. */
function sourceText(payload: Template): string | undefined {
  if (payload.kind === 'literal') return typeof payload.value === 'string' ? payload.value : undefined;
  if (payload.kind !== 'text') return undefined;
  return payload.parts.map((part) => (typeof part === 'string' ? part : `{${part.text}}`)).join('');
}
