import { basename } from 'node:path';
import { openContract } from '../contract/open-contract.ts';
import { DescriptionError } from '../core/errors.ts';
import type { Fault } from '../core/errors.ts';
import { formatLocation } from '../core/source.ts';
import { startContractMock } from '../mock/contract/start-contract-mock.ts';
import { createDocsPage } from '../mock/docs/docs-page.ts';
import { surveyMock } from '../mock/contract/survey.ts';
import type { Survey } from '../mock/contract/survey.ts';
import { printable } from '../report/printable.ts';
import { contractDocs, leavesNoPage } from './contract-docs.ts';
import type { MockFlags } from './flags.ts';
import { portsOf } from './mock-ports.ts';
import { interrupted } from './terminal.ts';
import type { Terminal } from './terminal.ts';

/** `gatewright mock --contract`: serves what descriptions declare until it is interrupted. */
export async function mockContractCommand(flags: MockFlags, terminal: Terminal): Promise<number> {
  refuseOthers(flags);
  const faults: Fault[] = [];
  const { contracts } = openContract(flags.contract, { tolerate: (found) => void faults.push(...found) });
  const names = contracts.map(({ document }) => basename(document.file)).join(', ');
  const [ports] = portsOf([names], flags);
  let url = '';
  const docs = leavesNoPage(contracts) ? undefined : createDocsPage(() => contractDocs(contracts, url));
  const started = await startContractMock({
    ...{ contracts, port: ports?.port ?? 0, controlPort: ports?.controlPort ?? 0, faults: flags.mockFault },
    ...(docs && { docs }),
    ...(flags.seed !== undefined && { seed: flags.seed }),
    ...(flags.quiet !== true && { log: terminal.print }),
  });
  url = started.url;
  terminal.print(`mock of ${names} at ${url}   control port ${started.controlUrl}`);
  terminal.print(
    docs
      ? `try calls at ${url}/docs   Ctrl-C ends it`
      : 'no page to try calls: /docs is a path of the contract   Ctrl-C ends it',
  );
  const operations = contracts.flatMap((contract) => contract.operations);
  const survey = await surveyMock(started.mock, operations, terminal.interruption.signal);
  for (const line of describe(survey, faults)) terminal.print(line);
  const exitCode = await interrupted(terminal);
  await started.close();
  return exitCode;
}

/** @throws DescriptionError (USAGE) where a flag means nothing to a description */
function refuseOthers({ project, gateway, data, database, objectPort, port, controlPort }: MockFlags): void {
  const given = [
    ...(project === '.' ? [] : ['--project']),
    ...(gateway.length > 0 ? ['--gateway'] : []),
    ...(data === undefined ? [] : ['--data']),
    ...(database === undefined ? [] : ['--database']),
    ...(objectPort.length > 0 ? ['--object-port'] : []),
  ];
  const named = [...port, ...controlPort].find((one) => one.gateway !== undefined);
  if (named) {
    const message = 'a port is given to a gateway, and with --contract there is none';
    const remedy = `write the port alone: ${named.port}`;
    throw new DescriptionError([{ code: 'USAGE', message, actual: `${named.gateway ?? ''}=${named.port}`, remedy }]);
  }
  if (given.length === 0) return;
  const [together, belongs] = [given.join(' and '), given.length > 1 ? 'belong' : 'belongs'];
  const message = `${together} ${belongs} to the gateways of gateways.yaml, not to --contract`;
  throw new DescriptionError([{ code: 'USAGE', message, remedy: `leave ${together} out` }]);
}

/** More of a kind says nothing new. */
const shownOfAKind = 20;

function describe({ operations, sources, cannot, doubts }: Survey, faults: readonly Fault[]): string[] {
  const lines = [
    `  ${operations} operations: ${sources.example} answered from examples, ${sources.schema} from schemas, ` +
      `${sources['no body']} without a body, ${cannot.length} cannot be answered`,
  ];
  const tell = (kind: string, found: readonly string[]): void => {
    lines.push(...found.slice(0, shownOfAKind).map((text) => `  ${kind}  ${printable(text)}`));
    if (found.length > shownOfAKind) lines.push(`  ${kind}  and ${found.length - shownOfAKind} more`);
  };
  tell(
    'fault ',
    faults.map(({ location, message }) => `${location ? `${formatLocation(location)}  ` : ''}${message}`),
  );
  tell(
    'doubt ',
    doubts.map(({ location, reason }) => `${formatLocation(location)}  ${reason}`),
  );
  tell(
    'cannot',
    cannot.map(
      ({ operation, location, reason }) =>
        `${formatLocation(location)}  ${operation.operationId}: ${reason}; it answers 501`,
    ),
  );
  return lines;
}
