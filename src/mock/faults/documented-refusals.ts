// What the gateway and its services refuse with, each code with its status.
import { refusalBody, refusalStatus, refusalSymbols, refuse } from '../auth/refusal.ts';
import { serviceRefusals } from '../cloudrun/services.ts';
import type { Asked, Refused } from './kind.ts';

/**
 * Codes of https://docs.cloudbase.net/error-code/service and the pages of the families. The status of most is not
 * documented: then it is the one of the group that the page puts the code in.
 */
const gatewayCodes: Readonly<Record<string, readonly [status: number, message: string]>> = {
  BAD_REQUEST: [400, 'Bad request.'],
  INVALID_REQUEST: [400, 'Invalid request.'],
  INVALID_ENV: [400, 'Env invalid.'],
  INVALID_PARAM: [400, 'Invalid parameter.'],
  FUNCTION_PARAM_INVALID: [400, 'Function parameter invalid.'],
  MISSING_CREDENTIALS: [401, 'Credentials missing.'],
  INVALID_CREDENTIALS: [401, 'Credentials are invalid.'],
  ACCESS_TOKEN_EXPIRED: [401, 'Access token expired.'],
  ACCESS_TOKEN_INVALID: [401, 'Access token invalid.'],
  AUTHENTICATION_FAILED: [401, 'Authentication failed.'],
  UNSUPPORTED_AUTH_TYPE: [401, 'Unsupported authentication type.'],
  ACTION_FORBIDDEN: [403, 'Action forbidden.'],
  EXCEED_AUTHORITY: [403, 'Request exceeds granted authority.'],
  PERMISSION_DENIED: [403, 'Permission denied.'],
  INVALID_PATH: [404, 'Invalid path.'],
  RESOURCE_NOT_FOUND: [404, 'Resource not found.'],
  FUNCTION_NOT_FOUND: [404, 'Function not found.'],
  FUNCTION_QUALIFIER_NOT_FOUND: [404, 'Function qualifier not found.'],
  EXCEED_MAX_PAYLOAD_SIZE: [413, 'The request payload is too large.'],
  EXCEED_RATELIMIT: [429, 'Request exceeds the rate limit of the environment.'],
  FUNCTION_EXCEED_RESOURCE_LIMIT: [429, 'Function exceeds its resource limit.'],
  SYS_ERR: [500, 'Internal error.'],
  FUNCTION_INVOCATION_FAILED: [500, 'Function code exception caught.'],
  BAD_GATEWAY: [502, 'Bad gateway.'],
  OPERATION_FAILED: [503, 'Operation failed.'],
  RESOURCE_UNAVAILABLE: [503, 'Resource unavailable.'],
  ...serviceRefusals,
};

export const documentedCodes: readonly string[] = [...Object.keys(gatewayCodes), ...refusalSymbols];

/**
 * The refusal of that code: a symbol of the auth service in its shape, any other in the gateway's. Undefined for a symbol
 * of the auth service where another family was called.
 */
export function documentedRefusal(code: string, { url, requestId }: Asked): Refused | undefined {
  const [status, message] = gatewayCodes[code] ?? [];
  if (status !== undefined) return { status, body: { code, message, requestId } };
  const symbol = refusalSymbols.find((known) => known === code);
  if (symbol === undefined || !/^\/auth\/v\d+(?:\/|$)/.test(url)) return undefined;
  const refusal = refuse(symbol, `the mock was told to refuse with ${symbol}`);
  return { status: refusalStatus(refusal), body: refusalBody(refusal) };
}
