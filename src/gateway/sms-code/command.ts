import { execFile } from 'node:child_process';
import { GatewayError } from '../../core/errors.ts';
import type { Values } from '../../runner/ports.ts';

/**
 * Asks a program of the user's: it is called with its arguments, the address, and the time in milliseconds since the
 * epoch after which the code was sent; the first run of digits that it writes is the code.
 */
export function codeByCommand([program = '', ...words]: readonly string[]): Values['code'] {
  return (to, since, signal) =>
    new Promise((resolve, reject) => {
      execFile(program, [...words, to, String(since)], { signal, encoding: 'utf8' }, (error, stdout) => {
        const code = /[0-9]{4,}/.exec(stdout)?.[0];
        if (signal.aborted) reject(signal.reason as Error);
        else if (error) reject(failed(`"${program}", which should give the code for ${to}, failed`, error));
        else if (code === undefined) reject(failed(`"${program}" wrote no code for ${to}`));
        else resolve(code);
      });
    });
}

function failed(message: string, cause?: Error): GatewayError {
  const remedy = 'check codes.command in gateways.yaml: the program must write the digits and end with 0';
  return new GatewayError('CODE_NOT_RECEIVED', message, { remedy, cause });
}
