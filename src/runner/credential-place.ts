// OpenAPI 3.1 section 4.8.27 "Security Scheme Object" and 4.8.30 "Security Requirement Object".
import type { HttpRequest } from '../core/http.ts';
import { headerValue, withHeader } from '../core/http.ts';
import type { Operation, SecurityScheme } from '../openapi/contract.ts';
import { percentEncode } from '../openapi/serialize-parameter.ts';
import type { Credential } from './ports.ts';

/** Whether the contract asks for a credential at all, so that no session is opened for an operation that needs none. */
export function asksForCredential(operation: Operation): boolean {
  return operation.security.some((schemes) => schemes.length > 0);
}

/**
 * Puts a credential where the first alternative of the operation's security says; nowhere if it asks for none, or if
 * going without is allowed and the rest is Basic, for which a token is no user and password.
 * What the step itself gave, an `Authorization` header for instance, stays.
 */
export function placeCredential(request: HttpRequest, operation: Operation, credential: Credential): HttpRequest {
  const { security, contract } = operation;
  const alternatives = security.map((names) => names.flatMap((name) => contract.securitySchemes.get(name) ?? []));
  const optional = security.some((names) => names.length === 0);
  const fits = (schemes: readonly SecurityScheme[]): boolean =>
    schemes.length > 0 && (!optional || isPair(credential.secret) || !schemes.some(isBasic));
  let placed = request;
  for (const scheme of alternatives.find(fits) ?? []) placed = placeIn(placed, scheme, credential.secret);
  return placed;
}

function isBasic(scheme: SecurityScheme): boolean {
  return scheme.type === 'http' && scheme.scheme.toLowerCase() === 'basic';
}

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** `user:password`, as it is or in Base64. */
function isPair(secret: string): boolean {
  return secret.includes(':') || (base64.test(secret) && atob(secret).includes(':'));
}

function placeIn(request: HttpRequest, scheme: SecurityScheme, secret: string): HttpRequest {
  if (scheme.type === 'apiKey') return placeKey(request, scheme, secret);
  // OAuth 2.0 and OpenID Connect end in a bearer token as well (RFC 6750).
  return addHeader(request, 'Authorization', isBasic(scheme) ? `Basic ${encodeBasic(secret)}` : `Bearer ${secret}`);
}

function placeKey(
  request: HttpRequest,
  scheme: Extract<SecurityScheme, { type: 'apiKey' }>,
  secret: string,
): HttpRequest {
  if (scheme.in === 'header') return addHeader(request, scheme.name, secret);
  const pair = `${percentEncode(scheme.name)}=${percentEncode(secret)}`;
  if (scheme.in === 'query')
    return { ...request, url: `${request.url}${request.url.includes('?') ? '&' : '?'}${pair}` };
  const cookies = headerValue(request.headers, 'Cookie');
  return { ...request, headers: withHeader(request.headers, 'Cookie', cookies ? `${cookies}; ${pair}` : pair) };
}

function addHeader(request: HttpRequest, name: string, value: string): HttpRequest {
  if (headerValue(request.headers, name) !== undefined) return request;
  return { ...request, headers: [...request.headers, [name, value]] };
}

/** RFC 7617: `user:password` in UTF-8, then Base64; a secret without a colon is taken as encoded already. */
function encodeBasic(secret: string): string {
  return secret.includes(':') ? btoa(String.fromCharCode(...new TextEncoder().encode(secret))) : secret;
}
