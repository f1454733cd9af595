import pRetry, { AbortError } from 'p-retry';
import { GatewayError } from '../../core/errors.ts';
import { isJsonArray, isJsonObject, parseJson } from '../../core/json.ts';
import type { Values } from '../../runner/ports.ts';
import { createHttpTransport } from '../http-transport.ts';

/**
 * The newest code in the outbox of a mock gateway: asked for at once, then after 25 ms, and ever less often, down to
 * twice a second.
 * @param within milliseconds until it is given up
 */
export function codeFromOutbox(controlUrl: string, within = 10_000): Values['code'] {
  const { transport } = createHttpTransport({ connections: 4 });

  const newest = async (to: string, since: number, signal: AbortSignal): Promise<string | undefined> => {
    const url = `${controlUrl}/outbox?${new URLSearchParams({ to, since: String(since) }).toString()}`;
    const { status, body } = await transport({ method: 'GET', url, headers: [] }, signal, within);
    const parsed = parseJson(new TextDecoder().decode(body));
    if (status !== 200 || !parsed.ok || !isJsonArray(parsed.value)) {
      throw new GatewayError('CODE_NOT_RECEIVED', `${controlUrl} has no outbox (status ${status})`, {
        remedy: 'check the url of codes in gateways.yaml: it is the control port of a mock gateway',
      });
    }
    const last = parsed.value.at(-1);
    const code = isJsonObject(last) ? last['code'] : undefined;
    return typeof code === 'string' ? code : undefined;
  };

  return async (to, since, signal) => {
    const look = async (): Promise<string> => {
      let code: string | undefined;
      try {
        code = await newest(to, since, signal);
      } catch (error) {
        // Only a code that is not there yet is worth another look.
        throw new AbortError(error instanceof Error ? error : String(error));
      }
      if (code !== undefined) return code;
      throw new GatewayError('CODE_NOT_RECEIVED', `no code for ${to} came within ${within / 1000} s`, {
        remedy: 'was the step that asks for the code carried out, and is the address the same?',
      });
    };
    return pRetry(look, {
      retries: Number.POSITIVE_INFINITY,
      minTimeout: 25,
      factor: 1.5,
      maxTimeout: 500,
      maxRetryTime: within,
      signal,
    });
  };
}
