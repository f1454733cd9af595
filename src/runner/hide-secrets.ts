// Secrets of an exchange are made known to the masks before anything of it is written.
import type { Exchange } from '../core/http.ts';
import { isContainer } from '../core/json.ts';
import type { JsonValue } from '../core/json.ts';
import type { Operation } from '../openapi/contract.ts';
import type { BuiltRequest } from './build-request.ts';
import { findSecretAddress, findSecretBody, findSecretHeaders, findSecretMembers } from './find-secrets.ts';
import type { Secret } from './find-secrets.ts';
import type { Ports } from './ports.ts';
import { requestPasswords, responsePasswords } from './schema-facts.ts';

const lenient = new TextDecoder();

type Hide = NonNullable<Ports['hide']>;

export function hideRequest(hide: Hide, operation: Operation, built: BuiltRequest): void {
  const declared = requestPasswords(operation);
  const { headers, url } = built.request;
  const parameters = [built.path, built.query].filter(({ size }) => size > 0);
  hideAll(hide, findSecretHeaders(headers));
  if (declared.size > 0) hideAll(hide, findSecretMembers(Object.fromEntries(headers), declared));
  for (const values of parameters) hideAll(hide, findSecretMembers(Object.fromEntries(values), declared));
  hideAll(hide, findSecretMembers(built.payload ?? null, declared));
  hideAll(hide, findSecretAddress(url));
}

export function hideResponse(
  hide: Hide,
  operations: readonly Operation[],
  { response }: Exchange,
  body: JsonValue | undefined,
): void {
  hideAll(hide, findSecretHeaders(response.headers));
  for (const operation of operations) {
    const declared = responsePasswords(operation, response.status);
    if (isContainer(body)) hideAll(hide, findSecretMembers(body, declared));
    else if (response.body.length > 0) hideAll(hide, findSecretBody(lenient.decode(response.body), declared));
  }
}

function hideAll(hide: Hide, secrets: readonly Secret[]): void {
  for (const { value, kind } of secrets) hide(value, kind);
}
