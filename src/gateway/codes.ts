// Codes that the gateway sends by SMS or e-mail.
import { GatewayError } from '../core/errors.ts';
import type { Values } from '../runner/ports.ts';
import type { CodeSource, Gateway } from './gateway.ts';
import { codeByCommand } from './sms-code/command.ts';
import { codeFromOutbox } from './sms-code/outbox.ts';
import { codeByPrompt } from './sms-code/prompt.ts';

/**
 * Where the gateway's codes come from, as its settings say.
 * @param controlUrl of an embedded gateway; its outbox is used where the settings name no other source
 */
export function createCodes(gateway: Gateway, controlUrl: string | undefined): Values['code'] {
  const outbox: CodeSource | undefined = controlUrl === undefined ? undefined : { from: 'outbox', url: controlUrl };
  const source = gateway.codes ?? outbox;
  switch (source?.from) {
    case undefined:
      return (to) =>
        Promise.reject(
          new GatewayError(
            'CODE_NOT_RECEIVED',
            `gateway "${gateway.name}" does not say where the code for ${to} comes from`,
            {
              remedy: 'add codes to it in gateways.yaml, such as codes: { from: prompt }',
            },
          ),
        );
    case 'fixed': {
      const { code } = source;
      return () => Promise.resolve(code);
    }
    case 'prompt':
      return codeByPrompt({ input: process.stdin, output: process.stderr });
    case 'command':
      return codeByCommand(source.command);
    case 'outbox':
      return codeFromOutbox(source.url);
  }
}
