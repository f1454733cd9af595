// The findings of a step, each at the line that can be changed.
import type { Address, Criterion, Output, Step, StepParameter } from '../arazzo/description.ts';
import type { FindingCode } from '../core/codes.ts';
import type { Finding } from '../core/finding.ts';
import type { Exchange } from '../core/http.ts';
import type { JsonValue } from '../core/json.ts';
import type { SourceDocument, SourceLocation } from '../core/source.ts';
import type { CriterionOutcome } from '../expression/expression.ts';
import { showSelection } from '../expression/show-selection.ts';
import { parameterLabel } from '../openapi/check-parameter.ts';
import { ownWords, showStatus } from '../openapi/own-words.ts';
import type { ContractCheck, Violation } from '../openapi/violation.ts';

/** Why nothing was sent. */
export type Refusal = {
  readonly code: FindingCode;
  readonly title: string;
  /** JSON Pointer into the workflow's document; absent: the step. */
  readonly pointer?: string;
  readonly expected: string;
  readonly actual: string;
  readonly remedy?: string;
};

/** Where findings of a step are shown. */
export type Place = {
  readonly document: SourceDocument;
  readonly step: Step;
  /** Of the step, and of the workflow where the step has none of that name. */
  readonly parameters?: readonly StepParameter[];
  /** The line of the step. */
  readonly location: SourceLocation;
  readonly exchange?: Exchange;
};

export function violationFinding(place: Place, violation: Violation): Finding {
  const pointer = violation.code === 'REQUEST_SCHEMA_MISMATCH' ? givenAt(place, violation.at) : undefined;
  const location = pointer === undefined ? place.location : place.document.locate(pointer);
  return { ...violation, ...aboutStep(place), location };
}

/** JSON Pointer to what a step gives for the part of its request that is wrong; undefined where it gives nothing. */
function givenAt({ step, parameters = [] }: Place, at: string | undefined): string | undefined {
  const { requestBody } = step;
  if (at === undefined) return requestBody?.pointer;
  const inBody = at === '' || at.startsWith('/');
  if (!inBody) return parameterAt(parameters, at);
  const replacement = requestBody?.replacements.findLast(({ target }) => at === target || at.startsWith(`${target}/`));
  if (replacement) return `${replacement.pointer}/value${at.slice(replacement.target.length)}`;
  return requestBody && `${requestBody.pointer}/payload${at}`;
}

/** @param at a parameter's label, and behind it the pointer into its value */
function parameterAt(parameters: readonly StepParameter[], at: string): string | undefined {
  for (const { in: place = '', name, pointer } of parameters) {
    const label = parameterLabel(place, name);
    // Names of headers compare without case.
    const begins = place === 'header' ? at.toLowerCase().startsWith(label.toLowerCase()) : at.startsWith(label);
    if (begins) return `${pointer}/value${at.slice(label.length).trim()}`;
  }
  return undefined;
}

export function refusalFinding(place: Place, refusal: Refusal): Finding {
  const { pointer, ...rest } = refusal;
  const location = pointer === undefined ? place.location : place.document.locate(pointer);
  return { ...rest, severity: 'error', ...aboutStep(place), location };
}

/** @param body of the answer: what the server says of a status that is not wanted */
export function criterionFinding(
  place: Place,
  criterion: Criterion,
  outcome: Extract<CriterionOutcome, { met: false }>,
  body: JsonValue | undefined,
): Finding {
  const asksForStatus = outcome.expected.includes('$statusCode');
  const words = asksForStatus && place.exchange ? ownWords(place.exchange.response.status, body) : undefined;
  return {
    code: outcome.error ? 'CRITERION_ERROR' : 'CRITERION_NOT_MET',
    severity: 'error',
    title: outcome.error ? 'a success criterion could not be evaluated' : 'a success criterion is false',
    ...aboutStep(place),
    location: place.document.locate(`${criterion.pointer}/condition`),
    expected: outcome.expected,
    actual: words === undefined ? outcome.actual : `${outcome.actual}; the server says ${words}`,
  };
}

/** Without criteria of its own, a step succeeds with a 2xx that the contract declares. */
export function statusFinding(place: Place, status: number, body: JsonValue | undefined): Finding {
  return {
    code: 'CRITERION_NOT_MET',
    severity: 'error',
    title: 'a step without success criteria needs a 2xx answer that the contract declares',
    ...aboutStep(place),
    location: place.location,
    expected: 'a declared status from 200 to 299',
    actual: showStatus(status, body),
    remedy: 'where another status is right, say so in successCriteria',
  };
}

/** The contract has not declared the status: that finding stands already, so the step needs no second one. */
export function declaresStatus(check: ContractCheck | undefined): boolean {
  return !check?.violations.some(({ code, severity }) => code === 'STATUS_NOT_DECLARED' && severity === 'error');
}

export function outputFinding(place: Place, output: Output, reason: string): Finding {
  return {
    code: 'OUTPUT_UNRESOLVED',
    severity: 'warn',
    title: `output "${output.name}" found nothing`,
    ...aboutStep(place),
    location: place.document.locate(output.pointer),
    expected: showSelection(output.value),
    actual: reason,
  };
}

/** What every finding of a step tells of it. */
export function aboutStep(place: Place): { readonly stepId: string; readonly exchange?: string } {
  const { stepId } = place.step;
  return place.exchange ? { stepId, exchange: describeExchange(place.exchange, place.step.address) } : { stepId };
}

/** `GET /v1/rdb/rest/course?id=eq.1 -> 200`: the path and query as they were sent; all of an address that was given. */
export function describeExchange({ request, response }: Exchange, address?: Address): string {
  if (address) return `${request.method} ${request.url} -> ${response.status}`;
  const path = request.url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '');
  return `${request.method} ${path === '' ? '/' : path} -> ${response.status}`;
}
