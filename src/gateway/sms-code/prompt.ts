import { createInterface } from 'node:readline/promises';
import { GatewayError } from '../../core/errors.ts';
import type { Values } from '../../runner/ports.ts';

export type Terminal = {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream;
};

/** Asks the person at the terminal, one code at a time, until digits come. */
export function codeByPrompt({ input, output }: Terminal): Values['code'] {
  let before: Promise<unknown> = Promise.resolve();

  const ask = async (to: string, signal: AbortSignal): Promise<string> => {
    signal.throwIfAborted();
    const terminal = createInterface({ input, output });
    try {
      for (;;) {
        const answer = (await terminal.question(`code sent to ${to}: `, { signal })).replaceAll(' ', '');
        if (/^[0-9]{4,10}$/.test(answer)) return answer;
        output.write('4 to 10 digits, please\n');
      }
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    } finally {
      terminal.close();
    }
  };

  return (to, _since, signal) => {
    if (input.isTTY !== true) {
      const message = `nobody can be asked for the code sent to ${to}: this is no terminal`;
      const remedy =
        'run it in a terminal, or choose another source for codes in gateways.yaml: fixed, command, outbox';
      return Promise.reject(new GatewayError('CODE_NOT_RECEIVED', message, { remedy }));
    }
    const asked = before.then(() => ask(to, signal));
    before = asked.catch(() => undefined);
    return asked;
  };
}
