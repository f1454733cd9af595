// The body of an answer: whether one was due, its media type, and what the schema says of it.
import type { Exchange, HttpResponse } from '../core/http.ts';
import { headerValues } from '../core/http.ts';
import type { JsonValue } from '../core/json.ts';
import { showValue } from '../core/json.ts';
import { breakPromise, breakBody } from './break-promise.ts';
import type { HowChecked } from './checked.ts';
import type { MediaType, Operation, Response } from './contract.ts';
import { contradictItself, notRead } from './check-whole.ts';
import { judgeBody } from './judge-body.ts';
import { matchMediaType } from './match-response.ts';
import type { GoverningResponse } from './match-response.ts';
import { isJsonType } from './media-type.ts';
import type { MediaTypeName } from './media-type.ts';
import { beginning, contentTypeOf, readBody, readUndeclared } from './read-body.ts';
import type { ReadBody } from './read-body.ts';
import type { Violation } from './violation.ts';

export type CheckedBody = HowChecked & {
  readonly violations: readonly Violation[];
  readonly body: JsonValue | undefined;
};

const nothing: CheckedBody = { checked: 'checked', violations: [], body: undefined };

/** @param undeclared whether properties that no schema declares are looked for */
export function checkBody(
  governing: GoverningResponse,
  { request, response: sent }: Exchange,
  undeclared: boolean,
): CheckedBody {
  const { operation, response } = governing;
  const checked = checkSent({ operation, response, undeclared }, sent, request.method);
  if (!sent.unread) return checked;
  const declared = matchMediaType(response.content, contentTypeOf(sent) ?? '').declared;
  const violation = notRead({ operation, part: declared ?? response }, sent, sent.unread);
  return { ...checked, violations: [...checked.violations, violation] };
}

type Judging = GoverningResponse & { readonly undeclared: boolean };

function checkSent(governing: Judging, sent: HttpResponse, method: string): CheckedBody {
  const { response } = governing;
  const types = headerValues(sent.headers, 'content-type');
  if (types.some((type) => type !== types[0])) return severalTypes(governing, sent, [...new Set(types)]);
  const mayHave = mayHaveBody(method, sent.status);
  if (sent.body.length === 0 && !sent.unread) {
    if (sent.status === 204 && hasLength(sent)) return bodyNotDeclared(governing, sent);
    const isDue = mayHave && response.content.length > 0 && !response.bodyOptional;
    return isDue ? checkEmpty(governing, sent) : nothing;
  }
  if (response.content.length === 0 || !mayHave) return bodyNotDeclared(governing, sent);
  return checkTyped(governing, sent);
}

function checkTyped(governing: Judging, sent: HttpResponse): CheckedBody {
  const { response } = governing;
  const contentType = contentTypeOf(sent);
  if (contentType === undefined) return mediaTypeMissing(governing, sent);
  const { name, declared } = matchMediaType(response.content, contentType);
  if (!name || !declared) return mediaTypeNotDeclared(governing, sent, contentType);
  return sent.unread ? nothing : judge(governing, declared, readBody(sent.body, name, declared));
}

function checkEmpty(governing: Judging, sent: HttpResponse): CheckedBody {
  const { operation, response } = governing;
  const { name, declared } = matchMediaType(response.content, contentTypeOf(sent) ?? '');
  if (!declared || !name || !mayBeEmpty(name)) return bodyMissing(operation, response);
  return judge(governing, declared, readBody(sent.body, name, declared));
}

/** Answers to HEAD, and these statuses, carry no body whatever the contract says (RFC 9110 section 6.4.1). */
function mayHaveBody(method: string, status: number): boolean {
  return method !== 'HEAD' && status >= 200 && status !== 204 && status !== 205 && status !== 304;
}

/** A 204 must not even speak of a length (RFC 9110 section 8.6); the body behind it cannot be told from what follows. */
function hasLength({ headers }: HttpResponse): boolean {
  return Number(headerValues(headers, 'content-length')[0] ?? 0) > 0;
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
  return broken(breakPromise({ operation, part: response }, words, '/content'), undefined);
}

function broken(violation: Violation, body: JsonValue | undefined): CheckedBody {
  return { checked: 'checked', violations: [violation], body };
}

function bodyNotDeclared({ operation, response }: GoverningResponse, sent: HttpResponse): CheckedBody {
  const promised = { operation, part: response };
  const words = { code: 'BODY_NOT_DECLARED', expected: 'no body', actual: showBody(sent) } as const;
  const violation =
    response.content.length === 0
      ? breakPromise(promised, { ...words, title: 'the contract declares no body for this status' })
      : contradictItself(promised, { ...words, title: 'HTTP allows no body in this answer' });
  return broken(violation, readUndeclared(sent.body, contentTypeOf(sent)));
}

function showBody(sent: HttpResponse): string {
  const { body, unread, headers } = sent;
  if (body.length === 0 && !unread) return `Content-Length: ${headerValues(headers, 'content-length').join(', ')}`;
  const size = unread ? 'a body' : `${body.length} bytes`;
  return `${size} of ${contentTypeOf(sent) ?? 'no Content-Type'}: ${beginningOf(sent)}`;
}

function beginningOf({ body, unread }: HttpResponse): string {
  return beginning(unread ? unread.beginning : body);
}

function mediaTypeMissing({ operation, response }: GoverningResponse, sent: HttpResponse): CheckedBody {
  const words = {
    code: 'MEDIA_TYPE_NOT_DECLARED',
    title: 'the answer has a body, and no Content-Type',
    expected: declaredTypes(response),
    actual: `no Content-Type; the body begins with ${beginningOf(sent)}`,
  } as const;
  const violation = breakPromise({ operation, part: response }, words, '/content');
  return broken(violation, readUndeclared(sent.body, undefined));
}

function mediaTypeNotDeclared(
  { operation, response }: GoverningResponse,
  sent: HttpResponse,
  contentType: string,
): CheckedBody {
  const { name } = matchMediaType(response.content, contentType);
  const words = {
    code: 'MEDIA_TYPE_NOT_DECLARED',
    title: name ? 'the contract declares no such media type for this status' : 'the Content-Type is not a media type',
    expected: declaredTypes(response),
    actual: `${name ? contentType : showValue(contentType)}; the body begins with ${beginningOf(sent)}`,
  } as const;
  const violation = breakPromise({ operation, part: response }, words, '/content');
  return broken(violation, readUndeclared(sent.body, contentType));
}

/** Who reads the answer takes one of them, and nobody knows which (RFC 9110 section 5.3). */
function severalTypes(
  { operation, response }: GoverningResponse,
  sent: HttpResponse,
  types: readonly string[],
): CheckedBody {
  const words = {
    code: 'MEDIA_TYPE_NOT_DECLARED',
    title: 'the answer has several Content-Type fields that differ',
    expected: 'one Content-Type',
    actual: types.map((type) => JSON.stringify(type)).join(' and '),
  } as const;
  const violation = contradictItself({ operation, part: response }, words, '/content');
  return broken(violation, readUndeclared(sent.body, types[0]));
}

function judge({ operation, undeclared }: Judging, declared: MediaType, read: ReadBody): CheckedBody {
  const found = judgeBody(declared, read, { direction: 'response', undeclared });
  const { fault, checked, reason, body } = found;
  const promised = { operation, part: declared };
  const broken = breakBody(promised, found, mismatch);
  const words = { code: 'BODY_NOT_PARSEABLE', title: 'the body is not what its media type says' } as const;
  const violations = fault ? [contradictItself(promised, { ...words, ...fault }), ...broken] : broken;
  return reason === undefined ? { checked, violations, body } : { checked, reason, violations, body };
}

const mismatch = { code: 'BODY_SCHEMA_MISMATCH', title: 'the answer breaks the contract' } as const;
