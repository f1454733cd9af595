// The part of a request body that is the same on every visit of a step.
import type { Replacement, StepBody } from '../arazzo/description.ts';
import { contentTypeOf, sourceText } from '../arazzo/body-source.ts';
import type { JsonValue } from '../core/json.ts';
import { parseJson } from '../core/json.ts';
import type { SelectorLanguage, Template } from '../expression/expression.ts';
import { parseTemplate } from '../expression/template.ts';
import type { MediaType, Operation } from '../openapi/contract.ts';
import { isBytesType, isJsonType, isXmlType } from '../openapi/media-type.ts';

export type BodyPlan = {
  readonly contentType: string;
  readonly form: 'json' | 'urlencoded' | 'multipart' | 'xml' | 'other';
  /** Of a type that is no text: what is sent is seen by its size and digest. */
  readonly isBytes: boolean;
  readonly payload: Template | undefined;
  /** The payload is a text that is JSON only when its expressions are filled in, or a file that should be JSON. */
  readonly isJsonText: boolean;
  /** What replacements start from where no payload is given. */
  readonly base: JsonValue;
  readonly replacements: readonly (Replacement & { readonly language: SelectorLanguage })[];
  readonly body: StepBody;
  /** What the contract says of a body of this type. */
  readonly declared?: MediaType;
};

export function planBody(body: StepBody, operation: Operation): BodyPlan {
  const contentType = contentTypeOf(body, operation);
  const form = formOf(contentType);
  const declared = operation.requestBody?.content.find(({ mediaType }) => mediaType === essence(contentType));
  return {
    contentType,
    form,
    isBytes: isBytesType(essence(contentType)),
    ...(form === 'json' ? planJson(body.payload) : { payload: body.payload, isJsonText: false }),
    base: declared?.example ?? {},
    replacements: body.replacements.map((replacement) => planReplacement(replacement, form)),
    body,
    ...(declared && { declared }),
  };
}

/** Arazzo 1.1, "Payload Replacement Object": a JSON Pointer for JSON, an XPath for XML. */
function planReplacement(replacement: Replacement, form: BodyPlan['form']): BodyPlan['replacements'][number] {
  const assumed: SelectorLanguage = form === 'xml' ? { type: 'xpath', version: 'xpath-31' } : { type: 'jsonpointer' };
  return { ...replacement, language: replacement.language ?? assumed };
}

/**
 * JSON given as text: where it is JSON before its expressions are filled in, they are filled in leaf by leaf, so that
 * quotes inside a value cannot break it; else the text is filled in and parsed.
 */
function planJson(payload: Template | undefined): Pick<BodyPlan, 'payload' | 'isJsonText'> {
  const text = payload && sourceText(payload);
  if (text === undefined) return { payload, isJsonText: payload?.kind === 'file' };
  const json = parseJson(text);
  const leaves = json.ok ? parseTemplate(json.value) : undefined;
  return leaves?.ok ? { payload: leaves.value, isJsonText: false } : { payload, isJsonText: true };
}

function essence(contentType: string): string {
  return (contentType.split(';', 1)[0] ?? '').trim().toLowerCase();
}

function formOf(contentType: string): BodyPlan['form'] {
  const type = essence(contentType);
  if (isJsonType(type)) return 'json';
  if (isXmlType(type)) return 'xml';
  if (type === 'application/x-www-form-urlencoded') return 'urlencoded';
  return type === 'multipart/form-data' ? 'multipart' : 'other';
}
