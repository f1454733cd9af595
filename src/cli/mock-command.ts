import { resolve } from 'node:path';
import { DescriptionError } from '../core/errors.ts';
import { loadProject } from '../project.ts';
import { chooseGateways } from '../run/choose-gateways.ts';
import { startEmbedded } from '../run/open-gateway.ts';
import type { MockFlags } from './flags.ts';
import { interrupted } from './terminal.ts';
import type { Terminal } from './terminal.ts';

/** `gatewright mock`: serves until it is interrupted. */
export async function mockCommand(flags: MockFlags, terminal: Terminal): Promise<number> {
  if (flags.contract.length > 0)
    return (await import('./mock-contract-command.ts')).mockContractCommand(flags, terminal);
  if (flags.seed !== undefined) {
    const remedy = 'name a description with --contract, or leave --seed out';
    throw new DescriptionError([{ code: 'USAGE', message: '--seed belongs to --contract', remedy }]);
  }
  const project = loadProject(resolve(flags.project), terminal.environment);
  const [gateway] = chooseGateways(project, { gateway: flags.gateway === undefined ? [] : [flags.gateway] });
  if (gateway?.embedded === undefined) {
    const message = `gateway "${gateway?.name ?? ''}" is not embedded: the mock takes tables, functions and keys from one that is`;
    throw new DescriptionError([{ code: 'USAGE', message, remedy: 'name one with --gateway' }]);
  }
  const mock = await startEmbedded(project, gateway, {
    ...{ mockFaults: flags.mockFault, port: flags.port, controlPort: flags.controlPort },
    ...(flags.data !== undefined && { dataFile: resolve(flags.data) }),
    ...(flags.database !== undefined && { database: flags.database }),
    ...(flags.quiet !== true && { log: terminal.print }),
  });
  terminal.print(`mock gateway "${gateway.name}" at ${mock.url}   control port ${mock.controlUrl}   Ctrl-C ends it`);
  const exitCode = await interrupted(terminal);
  await mock.close();
  return exitCode;
}
