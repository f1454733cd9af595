// The body of an answer: whether one was due, its media type, and what the schema says of it.
import type { Exchange } from '../core/http.ts';
import type { JsonValue } from '../core/json.ts';
import { showValue } from '../core/json.ts';
import { breakPromise, breakSchema } from './break-promise.ts';
import type { MediaType, Operation, Response } from './contract.ts';
import { matchMediaType } from './match-response.ts';
import type { GoverningResponse } from './match-response.ts';
import { isJsonType } from './media-type.ts';
import type { MediaTypeName } from './media-type.ts';
import { beginning, contentTypeOf, readBody, readUndeclared } from './read-body.ts';
import type { ReadBody } from './read-body.ts';
import { validatorOf } from './validate-value.ts';
import type { Judgement, Validator } from './validate-value.ts';
import type { Checked, Violation } from './violation.ts';
import { isWildcard } from './wildcard.ts';

export type CheckedBody = {
  readonly checked: Checked;
  /** Why, where it is not `checked`. */
  readonly reason?: string;
  readonly violations: readonly Violation[];
  readonly body: JsonValue | undefined;
};

const nothing: CheckedBody = { checked: 'checked', violations: [], body: undefined };

export function checkBody(governing: GoverningResponse, { request, response: sent }: Exchange): CheckedBody {
  const { operation, response } = governing;
  const contentType = contentTypeOf(sent);
  if (sent.body.length === 0) {
    const match = contentType === undefined ? undefined : matchMediaType(response.content, contentType);
    if (!isBodyDue(request.method, sent.status, response)) return nothing;
    if (!match?.declared || !match.name || !mayBeEmpty(match.name)) return bodyMissing(operation, response);
    return judgeBody(operation, match.declared, readBody(sent.body, match.name));
  }
  if (response.content.length === 0) return bodyNotDeclared(governing, sent.body, contentType);
  if (contentType === undefined) return mediaTypeMissing(governing, sent.body);
  const { name, declared } = matchMediaType(response.content, contentType);
  if (!name || !declared) return mediaTypeNotDeclared(governing, sent.body, contentType);
  return judgeBody(operation, declared, readBody(sent.body, name));
}

/** Answers to HEAD, and these statuses, carry no body whatever the contract says (RFC 9110 section 6.4.1). */
function isBodyDue(method: string, status: number, response: Response): boolean {
  if (method === 'HEAD' || status < 200 || status === 204 || status === 205 || status === 304) return false;
  return response.content.length > 0 && !response.bodyOptional;
}

/** No text is text, and no bytes are bytes; but no characters are not JSON, nor XML. */
function mayBeEmpty({ essence }: MediaTypeName): boolean {
  return !isJsonType(essence) && !essence.endsWith('xml') && !essence.startsWith('multipart/');
}

function declaredTypes(response: Response): string {
  return response.content.map(({ mediaType }) => mediaType).join(' or ');
}

function bodyMissing(operation: Operation, response: Response): CheckedBody {
  const words = {
    code: 'BODY_MISSING',
    title: 'the answer has no body',
    expected: `a body of ${declaredTypes(response)}`,
    actual: 'nothing',
  } as const;
  const violation = breakPromise({ operation, part: response }, words, '/content');
  return { checked: 'checked', violations: [violation], body: undefined };
}

function bodyNotDeclared(
  { operation, response }: GoverningResponse,
  body: Uint8Array,
  contentType: string | undefined,
): CheckedBody {
  const violation = breakPromise(
    { operation, part: response },
    {
      code: 'BODY_NOT_DECLARED',
      title: 'the contract declares no body for this status',
      expected: 'no body',
      actual: `${body.length} bytes of ${contentType ?? 'no Content-Type'}: ${beginning(body)}`,
    },
  );
  return { checked: 'checked', violations: [violation], body: readUndeclared(body, contentType) };
}

function mediaTypeMissing({ operation, response }: GoverningResponse, body: Uint8Array): CheckedBody {
  const words = {
    code: 'MEDIA_TYPE_NOT_DECLARED',
    title: 'the answer has a body, and no Content-Type',
    expected: declaredTypes(response),
    actual: `no Content-Type; the body begins with ${beginning(body)}`,
  } as const;
  const violation = breakPromise({ operation, part: response }, words, '/content');
  return { checked: 'checked', violations: [violation], body: readUndeclared(body, undefined) };
}

function mediaTypeNotDeclared(
  { operation, response }: GoverningResponse,
  body: Uint8Array,
  contentType: string,
): CheckedBody {
  const { name } = matchMediaType(response.content, contentType);
  const words = {
    code: 'MEDIA_TYPE_NOT_DECLARED',
    title: name ? 'the contract declares no such media type for this status' : 'the Content-Type is not a media type',
    expected: declaredTypes(response),
    actual: `${name ? contentType : showValue(contentType)}; the body begins with ${beginning(body)}`,
  } as const;
  const violation = breakPromise({ operation, part: response }, words, '/content');
  return { checked: 'checked', violations: [violation], body: readUndeclared(body, contentType) };
}

/** What is known of a declared media type before any body comes. */
type Prepared = { readonly validator?: Validator; readonly wildcard?: string };

const preparations = new WeakMap<MediaType, Prepared>();

function prepare(declared: MediaType): Prepared {
  let prepared = preparations.get(declared);
  if (!prepared) {
    const { schema } = declared;
    prepared =
      schema === undefined
        ? { wildcard: 'the contract has no schema for this body' }
        : {
            validator: validatorOf(schema, 'response'),
            ...(isWildcard(schema) ? { wildcard: 'the schema allows anything' } : {}),
          };
    preparations.set(declared, prepared);
  }
  return prepared;
}

function judgeBody(operation: Operation, declared: MediaType, read: ReadBody): CheckedBody {
  if (read.type === 'value') return judgeValue(operation, declared, read.value);
  if (read.type === 'unread') {
    return { checked: 'not-checked', reason: read.reason, violations: [], body: undefined };
  }
  const { expected, actual, value } = read;
  const words = {
    code: 'BODY_NOT_PARSEABLE',
    title: 'the body is not what its media type says',
    expected,
    actual,
  } as const;
  const violation = breakPromise({ operation, part: declared }, words);
  if (value === undefined) return { checked: 'checked', violations: [violation], body: undefined };
  const judged = judgeValue(operation, declared, value);
  return { ...judged, violations: [violation, ...judged.violations] };
}

function judgeValue(operation: Operation, declared: MediaType, body: JsonValue): CheckedBody {
  const { validator, wildcard } = prepare(declared);
  if (validator?.usable === false) {
    return { checked: 'not-checked', reason: validator.reason, violations: [], body };
  }
  const { violations: found, notJudged } = validator?.validate(body) ?? passed;
  if (notJudged !== undefined) return { checked: 'not-checked', reason: notJudged, violations: [], body };
  const violations =
    found.length === 0
      ? noViolations
      : found.map((violation) => breakSchema({ operation, part: declared }, violation, mismatch));
  if (wildcard === undefined) return { checked: 'checked', violations, body };
  return { checked: 'wildcard', reason: wildcard, violations, body };
}

const passed: Judgement = { violations: [], undeclared: [] };
const noViolations: readonly Violation[] = [];
const mismatch = { code: 'BODY_SCHEMA_MISMATCH', title: 'the answer breaks the contract' } as const;
