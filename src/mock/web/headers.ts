import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import type { Caller } from '../caller.ts';

/** Headers of one connection, which do not go over the next (https://www.rfc-editor.org/rfc/rfc9110.html#section-7.6.1). */
const ofConnection: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** What is meant for the other end: without the headers of the connection, and those that it names. */
export function endToEnd(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const named = (headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase());
  return Object.fromEntries(
    Object.entries(headers).filter(
      ([name, value]) => value !== undefined && !ofConnection.has(name) && !named.includes(name),
    ),
  );
}

/**
 * What a server gets: the caller's headers, its credential too, the gateway's request id, and who calls. That the gateway
 * says so in `X-Cloudbase-Context`, JSON in base64, and never takes it from the caller, is told by third parties.
 */
export function headersForServer(
  headers: IncomingHttpHeaders,
  given: { readonly requestId: string; readonly environment: string; readonly caller: Caller },
): OutgoingHttpHeaders {
  const { caller } = given;
  const context = { envId: given.environment, ...(caller.kind === 'user' && { uid: caller.userId }) };
  return {
    ...endToEnd({ ...headers, host: undefined, expect: undefined }),
    'x-request-id': given.requestId,
    'x-cloudbase-context': Buffer.from(JSON.stringify(context)).toString('base64'),
  };
}
