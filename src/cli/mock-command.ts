import type { RequestListener } from 'node:http';
import { resolve } from 'node:path';
import { DescriptionError } from '../core/errors.ts';
import { didYouMean } from '../core/nearest-name.ts';
import type { Gateway } from '../gateway/gateway.ts';
import { createDocsPage } from '../mock/docs/docs-page.ts';
import { loadProject } from '../project.ts';
import type { Project } from '../project.ts';
import { chooseGateways } from '../run/choose-gateways.ts';
import { splitFault, startEmbedded } from '../run/open-gateway.ts';
import type { MockFlags } from './flags.ts';
import { prepareDocs } from './mock-docs.ts';
import type { Docs, PlayedGateway } from './mock-docs.ts';
import { portsOf } from './mock-ports.ts';
import { interrupted } from './terminal.ts';
import type { Terminal } from './terminal.ts';

/** `gatewright mock`: serves until it is interrupted. */
export async function mockCommand(flags: MockFlags, terminal: Terminal): Promise<number> {
  if (flags.contract.length > 0)
    return (await import('./mock-contract-command.ts')).mockContractCommand(flags, terminal);
  const project = loadProject(resolve(flags.project), terminal.environment);
  const gateways = chooseGateways(project, flags);
  checkGateways(gateways, flags);
  const played: PlayedGateway[] = [];
  let docs: Docs | undefined;
  const page = createDocsPage(() => (docs ??= prepareDocs(project, played)).options);
  try {
    await startAll({ project, gateways, played, page }, flags, terminal);
    for (const { gateway, mock } of played) {
      const objects = mock.objectsUrl === undefined ? '' : `   object store ${mock.objectsUrl}`;
      terminal.print(`mock gateway "${gateway.name}" at ${mock.url}   control port ${mock.controlUrl}${objects}`);
    }
    terminal.print(`try calls at ${played[0]?.mock.url ?? ''}/docs   Ctrl-C ends it`);
    return await interrupted(terminal);
  } finally {
    await docs?.close();
    await Promise.all(played.map(({ mock }) => mock.close()));
  }
}

type Start = {
  readonly project: Project;
  readonly gateways: readonly Gateway[];
  /** Those that are started, in turn; the caller closes them. */
  readonly played: PlayedGateway[];
  readonly page: RequestListener;
};

async function startAll(
  { project, gateways, played, page }: Start,
  flags: MockFlags,
  terminal: Terminal,
): Promise<void> {
  const ports = portsOf(
    gateways.map(({ name }) => name),
    flags,
  );
  for (const [index, gateway] of gateways.entries()) {
    const mock = await startEmbedded(project, gateway, {
      ...{ mockFaults: flags.mockFault, ...ports[index], docs: page },
      ...(flags.seed !== undefined && { seed: flags.seed }),
      ...(flags.data !== undefined && { dataFile: resolve(flags.data) }),
      ...(flags.database !== undefined && { database: flags.database }),
      ...(flags.quiet !== true && { log: (line) => terminal.print(nameGateway(gateway.name, line)) }),
    });
    played.push({ gateway, mock });
  }
}

/** The line of JSON begins with the gateway. */
function nameGateway(name: string, line: string): string {
  return `{"gateway":${JSON.stringify(name)},${line.slice(1)}`;
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
