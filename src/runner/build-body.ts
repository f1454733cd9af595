// Arazzo 1.1, "Request Body Object".
import type { JsonValue } from '../core/json.ts';
import { isJsonObject, parseJson, showValue, writeJson } from '../core/json.ts';
import type { Scope } from '../expression/scope.ts';
import { textOf } from '../expression/text-of.ts';
import { writeForm } from '../openapi/form.ts';
import type { BodyPlan } from './plan-body.ts';
import { replaceValue } from './replace-value.ts';
import { resolveTemplate } from './resolve-template.ts';
import type { Refusal } from './step-findings.ts';

export type BuiltBody = { readonly payload: JsonValue | undefined; readonly text: string | undefined };

/**
 * The payload with its expressions filled in and replacements made, and as it is sent.
 * @param strict false: text that is not JSON is sent as it is, for steps that send an invalid request on purpose
 */
export function buildBody(plan: BodyPlan, scope: Scope, refusals: Refusal[], strict: boolean): BuiltBody {
  const base = payloadOf(plan, scope, refusals, strict);
  const payload = base === undefined ? undefined : replaceParts(plan, base, scope, refusals);
  return payload === undefined ? { payload, text: undefined } : { payload, text: serialize(plan, payload) };
}

function payloadOf(plan: BodyPlan, scope: Scope, refusals: Refusal[], strict: boolean): JsonValue | undefined {
  if (!plan.payload) return plan.body.replacements.length > 0 ? plan.base : undefined;
  const pointer = `${plan.body.pointer}/payload`;
  const payload = resolveTemplate(plan.payload, scope, refusals, { name: 'the request body', pointer });
  if (!plan.isJsonText || typeof payload !== 'string') return payload;
  const json = parseJson(payload);
  if (json.ok) return json.value;
  if (!strict) return payload;
  refusals.push({
    code: 'REQUEST_SCHEMA_MISMATCH',
    title: 'the request body is not JSON once its expressions are filled in, so the request was not sent',
    pointer,
    expected: `${plan.contentType}: ${json.reason}`,
    actual: showValue(payload),
  });
  return undefined;
}

function replaceParts(plan: BodyPlan, base: JsonValue, scope: Scope, refusals: Refusal[]): JsonValue {
  let payload = base;
  for (const { target, value, pointer } of plan.body.replacements) {
    const name = `the replacement of ${target}`;
    const resolved = resolveTemplate(value, scope, refusals, { name, pointer: `${pointer}/value` });
    if (resolved === undefined) continue;
    const replaced = replaceValue(payload, target, resolved);
    if (replaced.ok) {
      payload = replaced.value;
    } else {
      const title = `${name} has no place, so the request was not sent`;
      const where = `${pointer}/target`;
      refusals.push({ code: 'VALUE_UNRESOLVED', title, pointer: where, expected: target, actual: replaced.reason });
    }
  }
  return payload;
}

function serialize(plan: BodyPlan, payload: JsonValue): string {
  if (plan.form === 'json') return plan.isJsonText && typeof payload === 'string' ? payload : writeJson(payload);
  if (plan.form === 'urlencoded' && isJsonObject(payload)) return writeForm(payload, plan.declared);
  return textOf(payload);
}
