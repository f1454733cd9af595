import type { JsonValue } from '../core/json.ts';
import type { Template } from '../expression/expression.ts';
import type { Scope } from '../expression/scope.ts';
import type { Files } from '../expression/template.ts';
import { evaluateTemplate, unresolvedIn } from '../expression/template.ts';
import type { Refusal } from './step-findings.ts';

/**
 * The value of a template for a request, where a missing value must never be sent as something else.
 * Undefined: `refusals` then has one entry for each expression that found nothing.
 * @param what as a person calls it: `the query parameter "id"`; `files` as `evaluateTemplate` takes them
 */
export function resolveTemplate(
  template: Template,
  scope: Scope,
  refusals: Refusal[],
  what: { readonly name: string; readonly pointer: string; readonly files?: Files | undefined },
): JsonValue | undefined {
  const lookup = evaluateTemplate(template, scope, what.files);
  if (lookup.found) return lookup.value;
  for (const { part, reason } of unresolvedIn(template, scope)) {
    refusals.push({
      code: 'VALUE_UNRESOLVED',
      title: `${what.name} has no value, so the request was not sent`,
      pointer: what.pointer,
      expected: `a value for ${part}`,
      actual: reason,
    });
  }
  return undefined;
}
