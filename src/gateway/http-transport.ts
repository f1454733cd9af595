// The home of undici.
import { Pool } from 'undici';
import type { Dispatcher } from 'undici';
import { headerValue, isFieldText } from '../core/http.ts';
import type { HeaderField, HttpRequest, HttpResponse } from '../core/http.ts';
import type { Transport } from '../runner/ports.ts';
import { decodeContent, notRead } from './decode-content.ts';
import { invalidRequest, timeoutError, transportError } from './transport-error.ts';

/** Bytes of a body that are read at most, before and after its content coding is undone. */
const defaultBodyLimit = 16 * 1024 * 1024;

/**
 * Requests over keep-alive connections. Nothing is followed, repeated or stored. The time-out is a timer of our own:
 * undici's are late by up to a second.
 * @param options `connections`: how many requests are under way at one origin at the same time; others wait their turn.
 *   `bodyLimit`: bytes of a body that are read at most; the connection of a larger one is dropped
 */
export function createHttpTransport(options: { readonly connections: number; readonly bodyLimit?: number }): {
  readonly transport: Transport;
  readonly close: () => Promise<void>;
} {
  const pools = new Map<string, Pool>();
  const limit = options.bodyLimit ?? defaultBodyLimit;
  const poolOf = (origin: string): Pool => {
    let pool = pools.get(origin);
    if (!pool) {
      pool = new Pool(origin, { connections: options.connections, headersTimeout: 0, bodyTimeout: 0 });
      pools.set(origin, pool);
    }
    return pool;
  };

  const transport: Transport = async (request, signal, timeout) => {
    signal.throwIfAborted();
    const { origin, path } = splitUrl(request.url);
    const fault = unwritable(path, request.headers);
    if (fault !== undefined) throw invalidRequest(fault);
    const response = await dispatch(poolOf(origin), { origin, path, request, limit, timeout }, signal);
    const coding = headerValue(response.headers, 'content-encoding');
    if (coding === undefined || response.body.length === 0) return response;
    return { ...response, ...(await decodeContent(response.body, coding, limit)) };
  };
  const close = async (): Promise<void> => {
    await Promise.all([...pools.values()].map((pool) => pool.destroy()));
  };
  return { transport, close };
}

type Call = {
  readonly origin: string;
  readonly path: string;
  readonly request: HttpRequest;
  readonly limit: number;
  readonly timeout: number;
};

/** One request by undici's dispatch: its streams and promises would cost more than all checks together. */
function dispatch(pool: Pool, call: Call, signal: AbortSignal): Promise<HttpResponse> {
  const { method, headers, body } = call.request;
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | undefined;
    let status = 0;
    let received: HeaderField[] = [];
    const chunks: Buffer[] = [];
    let length = 0;

    const fail = (reason: Error): void => {
      settle();
      reject(reason);
      controller?.abort(reason);
    };
    const abandon = onAbort(signal, fail);
    const timer = setTimeout(() => {
      const begun = status > 0 ? { status, came: length, of: headerValue(received, 'content-length') } : undefined;
      fail(timeoutError(call.request, call.timeout, begun));
    }, call.timeout);
    let settled = false;
    const settle = (): void => {
      settled = true;
      clearTimeout(timer);
      abandon();
    };

    const handler: Dispatcher.DispatchHandler = {
      onRequestStart: (started) => {
        controller = started;
        // It waited for a connection until after it was given up.
        if (settled) started.abort(new Error('given up'));
      },
      onResponseStart: ({ rawHeaders }, statusCode) => {
        status = statusCode;
        received = headerFields(rawHeaders);
      },
      onResponseData: (started, chunk) => {
        if (settled) return;
        length += chunk.length;
        chunks.push(chunk);
        if (length <= call.limit) return;
        settle();
        const { limit } = call;
        resolve({ status, headers: received, ...notRead(chunks[0] ?? chunk, { type: 'too large', limit }) });
        started.abort(new Error('the body is too large'));
      },
      onResponseEnd: () => {
        if (settled) return;
        settle();
        resolve({ status, headers: received, body: Buffer.concat(chunks, length) });
      },
      onResponseError: (_controller, error) => {
        if (settled) return;
        settle();
        // These end with their headers, and may tell a length all the same (RFC 9110 section 8.6); undici waits for it.
        if ((status === 204 || status === 304) && isLengthMismatch(error)) {
          resolve({ status, headers: received, body: new Uint8Array() });
          return;
        }
        const came = status > 0 ? length : undefined;
        reject(transportError(error, call.origin, { sent: controller !== undefined, came }));
      },
    };
    pool.dispatch({ path: call.path, method, headers: headers.flat(), body: body ?? null }, handler);
  });
}

/**
 * What cannot be written as HTTP (RFC 9110 sections 5.1, 5.5 and 7.1). undici finds it as well, but then takes the
 * connection for a busy one and never uses it again, so that later requests wait for ever.
 */
function unwritable(path: string, headers: readonly HeaderField[]): string | undefined {
  if (/[^\x21-\x7e]/.test(path)) return 'invalid request path';
  const field = headers.find(([name, value]) => !isToken.test(name) || !isFieldText(value));
  return field && `invalid ${isToken.test(field[0]) ? field[0] : 'name of a'} header`;
}

const isToken = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

function isLengthMismatch(error: Error): boolean {
  return 'code' in error && error.code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH';
}

type Listener = (reason: Error) => void;
const listeners = new WeakMap<AbortSignal, Set<Listener>>();

/** One listener per signal, however many requests are under way: a run has one signal and a thousand requests. */
function onAbort(signal: AbortSignal, listener: Listener): () => void {
  let set = listeners.get(signal);
  if (!set) {
    const waiting = new Set<Listener>();
    signal.addEventListener('abort', () => {
      for (const each of [...waiting]) each(signal.reason as Error);
    });
    listeners.set(signal, (set = waiting));
  }
  set.add(listener);
  return () => set.delete(listener);
}

/** Names and values in turn, as they came. */
function headerFields(raw: Dispatcher.DispatchController['rawHeaders']): HeaderField[] {
  const fields: HeaderField[] = [];
  if (!Array.isArray(raw)) return fields;
  for (let index = 0; index < raw.length; index += 2) fields.push([String(raw[index]), String(raw[index + 1])]);
  return fields;
}

/** Neither decoded nor encoded anew: what the runner wrote is what is sent. */
function splitUrl(url: string): { origin: string; path: string } {
  const slash = url.indexOf('/', url.indexOf('://') + 3);
  return slash < 0 ? { origin: url, path: '/' } : { origin: url.slice(0, slash), path: url.slice(slash) };
}
