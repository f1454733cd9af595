// Arazzo 1.1, "Payload Replacement Object".
import type { JsonValue } from '../core/json.ts';
import { showValue } from '../core/json.ts';
import { formatPointer } from '../document/json-pointer.ts';
import { compileQuery, pathTo } from '../expression/json-path.ts';
import type { Scope } from '../expression/scope.ts';
import type { Files } from '../expression/template.ts';
import { replaceXPath } from '../xml/xpath.ts';
import type { BodyPlan } from './plan-body.ts';
import type { Replaced } from './replace-value.ts';
import { replaceValue } from './replace-value.ts';
import { resolveTemplate } from './resolve-template.ts';
import type { Refusal } from './step-findings.ts';

type Replacing = { readonly refusals: Refusal[]; readonly files: Files | undefined };

/** The payload with every replacement made, in their order; each that has no place is refused. */
export function replaceParts(plan: BodyPlan, base: JsonValue, scope: Scope, { refusals, files }: Replacing): JsonValue {
  let payload = base;
  for (const replacement of plan.replacements) {
    const { target, value, pointer } = replacement;
    const name = `the replacement of ${target}`;
    const resolved = resolveTemplate(value, scope, refusals, { name, pointer: `${pointer}/value`, files });
    if (resolved === undefined) continue;
    const replaced = replace(replacement, payload, resolved);
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

function replace(
  { target, language }: BodyPlan['replacements'][number],
  payload: JsonValue,
  value: JsonValue,
): Replaced {
  if (language.type === 'jsonpointer') return replaceValue(payload, target, value);
  try {
    if (language.type === 'jsonpath') return replaceNodes(payload, target, value);
    if (typeof payload === 'string') return { ok: true, value: replaceXPath(payload, target, value) };
    return { ok: false, reason: `the payload is ${showValue(payload)}, and XPath needs a text of XML` };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** Every node of a query; those inside others first, so that each still has its place. */
function replaceNodes(payload: JsonValue, target: string, value: JsonValue): Replaced {
  const paths = compileQuery(target).select(payload).map(pathTo);
  if (paths.length === 0) return { ok: false, reason: 'the payload has no such node' };
  let replaced: Replaced = { ok: true, value: payload };
  for (const path of paths.sort((left, right) => right.length - left.length)) {
    if (replaced.ok) replaced = replaceValue(replaced.value, formatPointer(path), value);
  }
  return replaced;
}
