// The answers that a test has in hand, as the contract check wants them.
import type { APIResponse, Response } from '@playwright/test';
import { bytesOf } from '../contract/plain-exchange.ts';
import type { FetchResponse, PlainExchange } from '../contract/plain-exchange.ts';

/** Of Playwright's `request`, of a browser (`page.waitForResponse`), or of `fetch`. */
export type ReceivedAnswer = APIResponse | Response | FetchResponse;

/**
 * @param method of the request, which only a browser's answer tells
 * @throws TypeError where it is no answer, or its body was read before or cannot be had
 */
export async function readAnswer(received: ReceivedAnswer, method: string | undefined): Promise<PlainExchange> {
  if (isFetchResponse(received)) {
    const { status, headers, url } = received;
    return { request: { method, url }, response: { status, headers, body: await bytesOf(received) } };
  }
  if (!isPlaywrightResponse(received))
    throw new TypeError(`toMatchContract takes ${answers}, and got ${kindOf(received)}`);
  const status = received.status();
  const url = received.url();
  if (!('request' in received)) {
    return {
      request: { method, url },
      response: { status, headers: received.headersArray(), body: await bodyOf(received) },
    };
  }
  const request = received.request();
  const isBodyless = request.method() === 'HEAD' || status === 204 || status === 205 || status === 304;
  return {
    request: {
      method: request.method(),
      url,
      headers: await request.headersArray(),
      body: request.postDataBuffer(),
    },
    response: {
      status,
      headers: await received.headersArray(),
      // A browser keeps none for these (RFC 9110 section 6.4.1), and would call it an error to ask.
      body: isBodyless ? undefined : await bodyOf(received),
    },
  };
}

const answers = "an answer of Playwright's request or page.waitForResponse, or of fetch";

function isFetchResponse(received: unknown): received is FetchResponse {
  return isObject(received) && typeof received['status'] === 'number' && typeof received['clone'] === 'function';
}

function isPlaywrightResponse(received: unknown): received is APIResponse | Response {
  return (
    isObject(received) && typeof received['status'] === 'function' && typeof received['headersArray'] === 'function'
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function kindOf(received: unknown): string {
  if (isObject(received) && typeof received['then'] === 'function') return 'a promise: await it first';
  return received === null ? 'null' : typeof received;
}

/** A browser keeps no body of a redirect; a disposed answer has none any more. */
async function bodyOf(received: APIResponse | Response): Promise<Uint8Array> {
  try {
    return await received.body();
  } catch (error) {
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new TypeError(`the body cannot be had: ${reason}`, { cause: error });
  }
}
