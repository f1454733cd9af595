// Arazzo 1.1, "Request Body Object".
import { bytesOf, bytesValue } from '../core/bytes.ts';
import type { JsonValue } from '../core/json.ts';
import { isJsonObject, parseJson, showValue, writeJson } from '../core/json.ts';
import type { Scope } from '../expression/scope.ts';
import type { Template } from '../expression/expression.ts';
import type { Content, Files } from '../expression/template.ts';
import { textOf } from '../expression/text-of.ts';
import { writeForm } from '../openapi/form.ts';
import type { BuiltBody, FilePart, Parts } from './build-multipart.ts';
import { buildMultipart, textOfBytes } from './build-multipart.ts';
import type { BodyPlan } from './plan-body.ts';
import type { ByteMaker } from './ports.ts';
import { replaceParts } from './replace-parts.ts';
import { resolveTemplate } from './resolve-template.ts';
import type { Refusal } from './step-findings.ts';

/**
 * The payload with its expressions filled in and replacements made, and as it is sent.
 * Undefined where there is no body, or it was refused.
 */
export function buildBody(plan: BodyPlan, scope: Scope, refusals: Refusal[], making: Making): BuiltBody | undefined {
  const { payload: template, contentType, form } = plan;
  if (isWholeBody(plan, template)) return wholeBody(plan, template, refusals, making);
  const files: Files | undefined = form === 'multipart' ? new Map() : undefined;
  const base = payloadOf(plan, scope, refusals, { strict: making.strict, files });
  const payload = base === undefined ? undefined : replaceParts(plan, base, scope, { refusals, files });
  if (payload === undefined) return undefined;
  if (files) return buildMultipart(plan, payload, partsOf(files, making.bytes), refusals);
  // What another step received or sent goes on as it is.
  const content = form === 'other' ? bytesOf(payload) : undefined;
  return { payload, content: content ?? serialize(plan, payload), contentType };
}

function isWholeBody({ form, replacements }: BodyPlan, template: Template | undefined): template is Content {
  return form !== 'multipart' && replacements.length === 0 && (template?.kind === 'file' || template?.kind === 'bytes');
}

export type Making = {
  /** False: text that is not JSON is sent as it is, for steps that send an invalid request on purpose. */
  readonly strict: boolean;
  readonly bytes: ByteMaker;
};

/** A file, or bytes, as they are. */
function wholeBody(
  plan: BodyPlan,
  content: Content,
  refusals: Refusal[],
  { strict, bytes: { generate, digest } }: Making,
): BuiltBody | undefined {
  const { contentType } = plan;
  const bytes = content.kind === 'file' ? content.file.bytes : generate(content.size);
  if (plan.isBytes) return { payload: bytesValue(bytes, digest), content: bytes, contentType };
  const text = textOfBytes(bytes);
  const payload = plan.isJsonText ? jsonOf(plan, text, refusals, strict) : text;
  return payload === undefined ? undefined : { payload, content: bytes, contentType };
}

/** Generated once, however often a part is looked at. */
function partsOf(files: Files, { generate, digest }: ByteMaker): Parts {
  const parts = new Map<JsonValue, FilePart>();
  const partOf = (bytes: Uint8Array): FilePart => ({ path: nameOfBytes, bytes, isText: false });
  for (const [value, content] of files) {
    parts.set(value, content.kind === 'file' ? content.file : partOf(generate(content.size)));
  }
  return {
    fileOf: (value) => {
      const bytes = bytesOf(value);
      return parts.get(value) ?? (bytes && partOf(bytes));
    },
    digest,
  };
}

/** A part is taken for a file only where it has a file name. */
const nameOfBytes = 'bytes.bin';

function payloadOf(
  plan: BodyPlan,
  scope: Scope,
  refusals: Refusal[],
  { strict, files }: { readonly strict: boolean; readonly files: Files | undefined },
): JsonValue | undefined {
  if (!plan.payload) return plan.replacements.length > 0 ? plan.base : undefined;
  const pointer = `${plan.body.pointer}/payload`;
  const payload = resolveTemplate(plan.payload, scope, refusals, { name: 'the request body', pointer, files });
  return plan.isJsonText && typeof payload === 'string' ? jsonOf(plan, payload, refusals, strict) : payload;
}

function jsonOf(plan: BodyPlan, text: string, refusals: Refusal[], strict: boolean): JsonValue | undefined {
  const json = parseJson(text);
  if (json.ok) return json.value;
  if (!strict) return text;
  const isFile = plan.payload?.kind === 'file';
  refusals.push({
    code: 'REQUEST_SCHEMA_MISMATCH',
    title: `the request body is not JSON${isFile ? '' : ' once its expressions are filled in'}, so the request was not sent`,
    pointer: `${plan.body.pointer}/payload`,
    expected: `${plan.contentType}: ${json.reason}`,
    actual: showValue(text),
  });
  return undefined;
}

function serialize(plan: BodyPlan, payload: JsonValue): string {
  if (plan.form === 'json') return plan.isJsonText && typeof payload === 'string' ? payload : writeJson(payload);
  if (plan.form === 'urlencoded' && isJsonObject(payload)) return writeForm(payload, plan.declared);
  return textOf(payload);
}
