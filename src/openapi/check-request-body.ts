// The body of a request against its operation: whether it is due, its media type, and what the schema says of it.
import { breakBody, breakPromise } from './break-promise.ts';
import { requestCode as code } from './check-parameter.ts';
import type { RequestCheck } from './checked.ts';
import type { MediaType, Operation, RequestBody } from './contract.ts';
import { judgeBody } from './judge-body.ts';
import { matchMediaType } from './match-response.ts';
import type { MediaTypeName } from './media-type.ts';
import type { ReadBody } from './read-body.ts';
import type { Violation } from './violation.ts';

export type GivenBody = {
  /** Those of its Content-Type fields that differ. */
  readonly contentTypes: readonly string[];
  /** Its beginning, as a message shows it. */
  readonly shown: string;
  readonly read: (name: MediaTypeName, declared: MediaType) => ReadBody;
};

/** @param given undefined where there is no body */
export function checkRequestBody(operation: Operation, given: GivenBody | undefined): RequestCheck {
  const { requestBody } = operation;
  if (!given) return requestBody?.required === true ? bodyMissing(operation, requestBody) : passed;
  if (!requestBody) return bodyNotDeclared(operation, given);
  const [contentType, second] = given.contentTypes;
  const { name, declared } = second === undefined ? matchMediaType(requestBody.content, contentType ?? '') : nothing;
  if (!name || !declared) return mediaTypeNotDeclared(operation, requestBody, given);
  const judging = { direction: 'request', undeclared: true } as const;
  const found = judgeBody(declared, given.read(name, declared), judging);
  const { fault, checked, reason } = found;
  const promised = { operation, part: declared };
  const title = 'the request body is not what its media type says';
  return {
    checked,
    ...(reason === undefined ? {} : { reason: `the request body: ${reason}` }),
    violations: [
      ...(fault ? [breakPromise(promised, { code, title, ...fault })] : []),
      ...breakBody(promised, found, { code, title: 'the request body breaks its schema' }),
    ],
  };
}

const nothing: ReturnType<typeof matchMediaType> = {};
const passed: RequestCheck = { checked: 'checked', violations: [] };
function broken(violation: Violation): RequestCheck {
  return { checked: 'checked', violations: [violation] };
}

function bodyMissing(operation: Operation, requestBody: RequestBody): RequestCheck {
  const title = 'a request body is required';
  const words = { title, expected: `a body of ${typesOf(requestBody)}`, actual: 'nothing' };
  return broken(breakPromise({ operation, part: requestBody }, { code, ...words }));
}

function bodyNotDeclared(operation: Operation, { shown }: GivenBody): RequestCheck {
  const title = 'the contract declares no request body';
  return broken(breakPromise({ operation, part: operation }, { code, title, expected: 'no body', actual: shown }));
}

function mediaTypeNotDeclared(operation: Operation, requestBody: RequestBody, given: GivenBody): RequestCheck {
  const title = 'the contract declares no such media type for the request body';
  const actual = given.contentTypes.join(' and ') || 'no Content-Type';
  const words = { title, expected: typesOf(requestBody), actual };
  return broken(breakPromise({ operation, part: requestBody }, { code, ...words }, '/content'));
}

function typesOf({ content }: RequestBody): string {
  return content.map(({ mediaType }) => mediaType).join(' or ');
}
