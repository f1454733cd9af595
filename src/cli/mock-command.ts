import { resolve } from 'node:path';
import { DescriptionError } from '../core/errors.ts';
import { didYouMean } from '../core/nearest-name.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { MockGateway } from '../mock/server.ts';
import { loadProject } from '../project.ts';
import type { Project } from '../project.ts';
import { chooseGateways } from '../run/choose-gateways.ts';
import { splitFault, startEmbedded } from '../run/open-gateway.ts';
import type { MockFlags } from './flags.ts';
import { portsOf } from './mock-ports.ts';
import type { Terminal } from './terminal.ts';

/** A gateway of gateways.yaml, and the mock that plays it. */
export type PlayedGateway = { readonly gateway: Gateway; readonly mock: MockGateway };

/** `gatewright mock`: serves until it is interrupted. */
export async function mockCommand(flags: MockFlags, terminal: Terminal): Promise<number> {
  const project = loadProject(resolve(flags.project), terminal.environment);
  const gateways = chooseGateways(project, flags);
  checkGateways(gateways, flags);
  const played = await startAll(project, gateways, flags, terminal);
  for (const { gateway, mock } of played) {
    terminal.print(`mock gateway "${gateway.name}" at ${mock.url}   control port ${mock.controlUrl}   Ctrl-C ends it`);
  }
  const { signal, exitCode } = terminal.interruption;
  await new Promise<void>((done) => {
    if (signal.aborted) done();
    signal.addEventListener('abort', () => {
      done();
    });
  });
  await closeAll(played);
  return exitCode() ?? 0;
}

/** Each in turn; where one cannot be started, none stays. */
async function startAll(
  project: Project,
  gateways: readonly Gateway[],
  flags: MockFlags,
  terminal: Terminal,
): Promise<PlayedGateway[]> {
  const ports = portsOf(
    gateways.map(({ name }) => name),
    flags,
  );
  const played: PlayedGateway[] = [];
  try {
    for (const [index, gateway] of gateways.entries()) {
      const mock = await startEmbedded(project, gateway, {
        ...{ mockFaults: flags.mockFault, ...ports[index] },
        ...(flags.data !== undefined && { dataFile: resolve(flags.data) }),
        ...(flags.database !== undefined && { database: flags.database }),
        ...(flags.quiet !== true && { log: (line) => terminal.print(nameGateway(gateway.name, line)) }),
      });
      played.push({ gateway, mock });
    }
    return played;
  } catch (error) {
    await closeAll(played);
    throw error;
  }
}

async function closeAll(played: readonly PlayedGateway[]): Promise<void> {
  await Promise.all(played.map(({ mock }) => mock.close()));
}

/** A request's line of JSON begins with the gateway; what a function says is text. */
function nameGateway(name: string, line: string): string {
  return line.startsWith('{') ? `{"gateway":${JSON.stringify(name)},${line.slice(1)}` : `${name}: ${line}`;
}

/** @throws DescriptionError (USAGE) where the flags ask for what these gateways cannot do */
function checkGateways(gateways: readonly Gateway[], { data, mockFault }: MockFlags): void {
  const names = gateways.map(({ name }) => name);
  for (const { name, embedded } of gateways) {
    if (embedded) continue;
    const message = `gateway "${name}" is not embedded: the mock takes tables, functions and keys from one that is`;
    throw new DescriptionError([{ code: 'USAGE', message, remedy: 'name one with --gateway' }]);
  }
  if (data !== undefined && names.length > 1) {
    const message = '--data keeps the rows of one gateway';
    const remedy = 'start the others in a process of their own, or without --data';
    throw new DescriptionError([{ code: 'USAGE', message, actual: names.join(', '), remedy }]);
  }
  for (const { gateway = '' } of mockFault.map(splitFault)) {
    if (gateway === '' || names.includes(gateway)) continue;
    const message = '--mock-fault names a gateway that is not started';
    const expected = `one of those that are started: ${names.join(', ')}`;
    const remedy = didYouMean(gateway, names) ?? 'start it too, with --gateway';
    throw new DescriptionError([{ code: 'USAGE', message, expected, actual: gateway, remedy }]);
  }
}
