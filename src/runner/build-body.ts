// Arazzo 1.1, "Request Body Object".
import type { JsonValue } from '../core/json.ts';
import { isJsonObject, parseJson, showValue, writeJson } from '../core/json.ts';
import type { FileContent } from '../expression/expression.ts';
import type { Scope } from '../expression/scope.ts';
import type { Files } from '../expression/template.ts';
import { textOf } from '../expression/text-of.ts';
import { writeForm } from '../openapi/form.ts';
import type { BuiltBody } from './build-multipart.ts';
import { buildMultipart, textOfBytes } from './build-multipart.ts';
import type { BodyPlan } from './plan-body.ts';
import { replaceParts } from './replace-parts.ts';
import { resolveTemplate } from './resolve-template.ts';
import type { Refusal } from './step-findings.ts';

/**
 * The payload with its expressions filled in and replacements made, and as it is sent.
 * Undefined where there is no body, or it was refused.
 * @param strict false: text that is not JSON is sent as it is, for steps that send an invalid request on purpose
 */
export function buildBody(plan: BodyPlan, scope: Scope, refusals: Refusal[], strict: boolean): BuiltBody | undefined {
  const files: Files | undefined = plan.form === 'multipart' ? new Map() : undefined;
  const { payload: template, contentType } = plan;
  const whole = template?.kind === 'file' && plan.form !== 'multipart' ? template.file : undefined;
  if (whole && plan.replacements.length === 0) return fileBody(plan, whole, refusals, strict);
  const base = payloadOf(plan, scope, refusals, { strict, files });
  const payload = base === undefined ? undefined : replaceParts(plan, base, scope, { refusals, files });
  if (payload === undefined) return undefined;
  if (files) return buildMultipart(plan, payload, files, refusals);
  return { payload, content: serialize(plan, payload), contentType };
}

/** A file as the whole body: its bytes as they are. */
function fileBody(plan: BodyPlan, { bytes }: FileContent, refusals: Refusal[], strict: boolean): BuiltBody | undefined {
  const text = textOfBytes(bytes);
  const payload = plan.isJsonText ? jsonOf(plan, text, refusals, strict) : text;
  return payload === undefined ? undefined : { payload, content: bytes, contentType: plan.contentType };
}

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
