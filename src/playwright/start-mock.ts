// Mock gateways that tests start for themselves, beside the gateway under test.
import { isJsonObject } from '../core/json.ts';
import type { GatewaysFile } from '../gateway/read-gateways.ts';
import type { MockGatewayOptions, StartedMock } from '../mock/server.ts';
import { loadProject } from '../project.ts';
import type { Project } from '../project.ts';
import { chooseGateways } from '../run/choose-gateways.ts';
import { absolutePaths, startEmbedded } from '../run/open-gateway.ts';
import { readableError } from './workflow-error.ts';

/** Files and folders relative to the project's. Ports are free ones, and the contracts are the project's. */
export type ChosenMockOptions = Omit<MockGatewayOptions, 'port' | 'controlPort' | 'objectPort' | 'operations'>;

/** Throws an error with every fault of the project, the tables file and the options. */
export type StartMock = (options?: ChosenMockOptions) => Promise<StartedMock>;

/**
 * Reads the project once, when the first mock is started.
 * @param wanted a gateway of gateways.yaml; empty: the default
 */
export function createMockStarter(directory: string, wanted: string): StartMock {
  let read: Project | undefined;
  return async (options = {}) => {
    try {
      read ??= loadProject(directory);
      return await startMock(read, wanted, options);
    } catch (error) {
      throw readableError(error);
    }
  };
}

async function startMock(project: Project, wanted: string, options: ChosenMockOptions): Promise<StartedMock> {
  const { faults = [], ...rest } = options;
  const own = { ...rest, ...absolutePaths(project, rest) };
  const name = project.gateways && embeddedName(project.gateways, wanted);
  const [gateway] = name === undefined ? [] : chooseGateways(project, { gateway: [name] });
  if (gateway) return startEmbedded(project, gateway, { ...own, mockFaults: faults });
  const { startMockGateway } = await import('../mock/server.ts');
  return startMockGateway({ ...own, operations: project.operations, faults });
}

/** The wanted gateway where it is embedded, or else the first that is: a live one has no tables to start with. */
function embeddedName(file: GatewaysFile, wanted: string): string | undefined {
  const { value } = file.document;
  const gateways = isJsonObject(value) && isJsonObject(value['gateways']) ? value['gateways'] : {};
  const embedded = file.names.filter((name) => {
    const settings = gateways[name];
    return isJsonObject(settings) && 'embedded' in settings;
  });
  const first = wanted === '' ? file.default : wanted;
  return embedded.includes(first) ? first : embedded[0];
}
