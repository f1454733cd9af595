import { GatewayError } from '../core/errors.ts';
import type { HttpRequest, HttpResponse } from '../core/http.ts';
import type { Ports } from './ports.ts';

/** Ends the wait for the time-out once the answer is there; nobody ever sees it. */
const answered = new Error('answered');

/**
 * Sends a request and gives it so many milliseconds, from sending to the last byte (Arazzo 1.1, Step Object `timeout`).
 * @throws GatewayError with GATEWAY_TIMEOUT, or what the transport throws; the signal's reason where it was aborted
 */
export async function sendWithin(
  ports: Pick<Ports, 'transport' | 'clock'>,
  request: HttpRequest,
  timeout: number,
  signal: AbortSignal,
): Promise<HttpResponse> {
  signal.throwIfAborted();
  const attempt = new AbortController();
  const stop = (): void => attempt.abort(signal.reason);
  signal.addEventListener('abort', stop);
  try {
    const answer = ports.transport(request, attempt.signal);
    ports.clock.wait(timeout, attempt.signal).then(
      () => attempt.abort(timedOut(request, timeout)),
      () => undefined,
    );
    return await answer;
  } finally {
    signal.removeEventListener('abort', stop);
    attempt.abort(answered);
  }
}

function timedOut(request: HttpRequest, timeout: number): GatewayError {
  const waited = timeout % 1000 === 0 ? `${timeout / 1000} s` : `${timeout} ms`;
  const place = request.url.split('?', 1)[0] ?? '';
  return new GatewayError('GATEWAY_TIMEOUT', `no answer to ${request.method} ${place} within ${waited}`, {
    remedy: 'if the service may take longer, raise the timeout of the step or of the gateway',
  });
}
