import { GatewayError } from '../core/errors.ts';
import type { HttpRequest } from '../core/http.ts';

const unreachable: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'the name of the host could not be resolved',
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'no network',
  ETIMEDOUT: 'no connection in time',
  UND_ERR_CONNECT_TIMEOUT: 'no connection within 10 s',
  ECONNRESET: 'the connection was reset at once',
  EADDRNOTAVAIL: 'no free port on this machine',
};

const certificates: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'it has expired',
  CERT_NOT_YET_VALID: 'it is not valid yet',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'a certificate of its chain is self-signed',
  ERR_TLS_CERT_ALTNAME_INVALID: 'it is for another host',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its issuer is not known here',
  UNABLE_TO_GET_ISSUER_CERT: 'its issuer is not known here',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its issuer is not known here',
};

/**
 * What a failure of the network means for whoever runs the tests.
 * @param sent whether the request was handed to a connection
 * @param came bytes of the body, where an answer had begun
 */
export function transportError(
  cause: unknown,
  origin: string,
  { sent, came }: { readonly sent: boolean; readonly came?: number | undefined },
): GatewayError {
  if (cause instanceof GatewayError) return cause;
  const code = codeOf(cause);
  const reason = cause instanceof Error ? cause.message : String(cause);
  if (code === 'UND_ERR_INVALID_ARG' || code === 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH') {
    return invalidRequest(reason, cause);
  }
  const tls = tlsError(code, origin, cause);
  if (tls) return tls;
  if (!sent) {
    return new GatewayError('GATEWAY_UNREACHABLE', `nothing answers at ${origin} (${unreachable[code] ?? reason})`, {
      sent,
      remedy: reachRemedy(origin),
      cause,
    });
  }
  // Not every parser error of undici has a code.
  if (code === 'UND_ERR_HEADERS_OVERFLOW' || (cause instanceof Error && cause.name === 'HTTPParserError')) {
    return new GatewayError('GATEWAY_RESPONSE_INVALID', `what ${origin} sent is not HTTP (${reason})`, {
      remedy: 'check that the address is that of an HTTP gateway, and what stands between',
      cause,
    });
  }
  return new GatewayError(
    'GATEWAY_CONNECTION_LOST',
    `${origin} broke the connection before the answer was whole (${reason}${came === undefined ? '' : `, after ${came} bytes of the body`})`,
    {
      remedy: 'see the log of the gateway, or of a proxy before it; it may have carried out the request',
      cause,
    },
  );
}

export function invalidRequest(reason: string, cause?: unknown): GatewayError {
  return new GatewayError('REQUEST_INVALID', `the request cannot be written as HTTP: ${reason}`, {
    sent: false,
    remedy: 'look for line breaks or characters beyond Latin-1 in the path, the parameters and the headers of the step',
    cause,
  });
}

/** An answer that had begun: its status, the bytes of its body that came, and how many its Content-Length tells. */
export type BegunAnswer = { readonly status: number; readonly came: number; readonly of: string | undefined };

/** @param timeout milliseconds that were waited */
export function timeoutError({ method, url }: HttpRequest, timeout: number, begun?: BegunAnswer): GatewayError {
  const waited = timeout % 1000 === 0 ? `${timeout / 1000} s` : `${timeout} ms`;
  if (begun) {
    const { status, came, of } = begun;
    const bytes = of === undefined ? `${came} bytes` : `${came} of ${of} bytes`;
    return new GatewayError(
      'GATEWAY_TIMEOUT',
      `the answer to ${method} ${url.split('?', 1)[0] ?? ''} was not whole within ${waited} (status ${status}, ${bytes} of the body)`,
      { remedy: 'see where the gateway, or a proxy before it, stops sending; if it is only slow, raise the timeout' },
    );
  }
  return new GatewayError('GATEWAY_TIMEOUT', `no answer to ${method} ${url.split('?', 1)[0] ?? ''} within ${waited}`, {
    remedy: 'if the service may take longer, raise the timeout of the step or of the gateway',
  });
}

function tlsError(code: string, origin: string, cause: unknown): GatewayError | undefined {
  const certificate = certificates[code];
  if (certificate !== undefined) {
    return new GatewayError(
      'GATEWAY_UNREACHABLE',
      `the certificate of ${origin} is refused: ${certificate} (${code})`,
      {
        sent: false,
        remedy: 'check the base URL; for an authority of your own, name its file in NODE_EXTRA_CA_CERTS',
        cause,
      },
    );
  }
  if (!/^(?:ERR_SSL_|ERR_TLS_|EPROTO$)/.test(code)) return undefined;
  return new GatewayError('GATEWAY_UNREACHABLE', `${origin} does not speak TLS as it should (${code})`, {
    sent: false,
    remedy: 'check the base URL: is it http instead of https?',
    cause,
  });
}

function reachRemedy(origin: string): string {
  const { hostname, port } = new URL(origin);
  if (/^(?:localhost|127\.[0-9.]+|\[::1\])$/.test(hostname)) {
    return `is it running? start one with: npx gatewright mock --port ${port === '' ? '80' : port}`;
  }
  return 'check the base URL in gateways.yaml, and the network';
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
