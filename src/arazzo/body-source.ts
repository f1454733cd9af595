// What is known of a request body before any expression is filled in (Arazzo 1.1, "Request Body Object").
import type { Template } from '../expression/expression.ts';
import { writtenPattern } from '../expression/fill-pattern.ts';
import type { Operation } from '../openapi/contract.ts';
import type { StepBody } from './description.ts';

/** The media type that the step gives, or else the contract; `application/json` where that leaves a choice. */
export function contentTypeOf(body: StepBody, { requestBody }: Operation): string {
  const [only, second] = requestBody?.content ?? [];
  const declared = only && !second && !only.mediaType.includes('*') ? only.mediaType : 'application/json';
  return body.contentType ?? declared;
}

/** The text of a payload that was written as one string; undefined for a tree, a single expression and `x-literal`. */
export function sourceText(payload: Template): string | undefined {
  if (payload.kind === 'literal') {
    return typeof payload.value === 'string' && !payload.verbatim ? payload.value : undefined;
  }
  return payload.kind === 'text' ? writtenPattern(payload) : undefined;
}
