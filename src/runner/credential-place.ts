// OpenAPI 3.1 section 4.8.27 "Security Scheme Object" and 4.8.30 "Security Requirement Object".
import type { HttpRequest } from '../core/http.ts';
import { headerValue, withHeader } from '../core/http.ts';
import type { Operation, SecurityScheme } from '../openapi/contract.ts';
import type { Credential } from './ports.ts';

/** Whether the contract asks for a credential at all, so that no session is opened for an operation that needs none. */
export function asksForCredential(operation: Operation): boolean {
  return operation.security.some((schemes) => schemes.length > 0);
}

/**
 * Puts a credential where the first alternative of the operation's security says; nowhere if it asks for none.
 * What the step itself gave, an `Authorization` header for instance, stays.
 */
export function placeCredential(request: HttpRequest, operation: Operation, credential: Credential): HttpRequest {
  const alternative = operation.security.find((schemes) => schemes.length > 0) ?? [];
  let placed = request;
  for (const name of alternative) {
    const scheme = operation.contract.securitySchemes.get(name);
    if (scheme) placed = placeIn(placed, scheme, credential.secret);
  }
  return placed;
}

function placeIn(request: HttpRequest, scheme: SecurityScheme, secret: string): HttpRequest {
  if (scheme.type === 'apiKey') return placeKey(request, scheme, secret);
  // OAuth 2.0 and OpenID Connect end in a bearer token as well (RFC 6750).
  const basic = scheme.type === 'http' && scheme.scheme.toLowerCase() === 'basic';
  return addHeader(request, 'Authorization', basic ? `Basic ${encodeBasic(secret)}` : `Bearer ${secret}`);
}

function placeKey(
  request: HttpRequest,
  scheme: Extract<SecurityScheme, { type: 'apiKey' }>,
  secret: string,
): HttpRequest {
  if (scheme.in === 'header') return addHeader(request, scheme.name, secret);
  const pair = `${encodeURIComponent(scheme.name)}=${encodeURIComponent(secret)}`;
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
