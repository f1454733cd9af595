// The mock gateway: a real HTTP server that behaves as CloudBase's API is documented to. Here its families of calls come
// together; each has a folder of its own.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { DescriptionError } from '../core/errors.ts';
import { readDocument } from '../document/read-document.ts';
import { createApp } from './app.ts';
import { registerAuth } from './auth/routes.ts';
import { createAuthState } from './auth/state.ts';
import type { AuthOptions } from './auth/state.ts';
import { createClock } from './clock.ts';
import { registerCloudrun } from './cloudrun/routes.ts';
import { checkServices } from './cloudrun/services.ts';
import { createElsewhere } from './contract/elsewhere.ts';
import { createControl } from './control.ts';
import type { Keys } from './credentials.ts';
import { createCredentials } from './credentials.ts';
import { registerFaults } from './faults/apply-faults.ts';
import { createFaults } from './faults/faults-in-force.ts';
import { openFunctions } from './functions/folder.ts';
import { registerFunctions } from './functions/routes.ts';
import { listen } from './listen.ts';
import type { MockGatewayOptions } from './mock-gateway-options.ts';
import { createOutbox } from './outbox.ts';
import { registerPolicy } from './policy.ts';
import { openEngine } from './rdb/open-engine.ts';
import { registerRdb } from './rdb/routes.ts';
import type { Table } from './rdb/table.ts';
import { readTables } from './rdb/tables.ts';
import type { StartedMock } from './started-mock.ts';
import { createObjectStore } from './storage/object-store.ts';
import { openStorage } from './storage/open-storage.ts';
import { registerStorage } from './storage/routes.ts';
import { createHosts } from './web/host.ts';
import { registerUpgrades } from './web/upgrade.ts';
import { registerWebFunctions } from './web/web-functions.ts';

export { startContractMock } from './contract/start-contract-mock.ts';
export type { ContractMockOptions, StartedContractMock } from './contract/start-contract-mock.ts';
export type { MockGatewayOptions } from './mock-gateway-options.ts';
export type { StartedMock } from './started-mock.ts';

export type MockGateway = StartedMock & { readonly objectsUrl: string };

export const defaultApiKey = 'mock-api-key';
export const defaultPublishableKey = 'mock-publishable-key';
const defaultSecrets = { 'mock-secret-id': 'mock-secret-key' };

/**
 * Listens on the loopback address.
 * @throws DescriptionError: PORT_IN_USE; CONFIGURATION or YAML_SYNTAX of the tables file and functions.yaml;
 * FILE_NOT_FOUND; CONFIGURATION of a service; USAGE of faults
 */
export async function startMockGateway(options: MockGatewayOptions = {}): Promise<MockGateway> {
  const { region = 'ap-shanghai', environment = 'mock-env', seed = '1', operations, domains, log, dataFile } = options;
  checkServices(options.services);
  const clock = createClock();
  const outbox = createOutbox();
  const faults = createFaults({ operations, clock, seed }, options.faults ?? []);
  const keys = keysOf(options);
  const auth = createAuthState({ clock, outbox, environment, region, ...authOptionsOf(options, keys) });
  const functions = openFunctions({ folder: options.functions, environment, region, log });
  const hosts = createHosts(log);
  const tables = options.tables === undefined ? [] : readTablesFile(options.tables);
  let objectsUrl = '';
  const settings = options.storage ?? {};
  const bucket = openStorage({ clock, environment, settings, dataFile, url: () => objectsUrl });
  const engine = await openEngine(tables, options);
  const store = { tables: new Map(tables.map((table) => [table.name, table])), engine, now: clock.now };

  const callerOf = createCredentials(keys, auth);
  const { contracts, requestsPerSecond, docs } = options;
  let requests = 0;
  const onRequest = (): void => {
    requests += 1;
  };
  const elsewhere = contracts && createElsewhere({ contracts, seed, callerOf });
  const app = createApp({ clock, environment, domains, requestsPerSecond, log, docs, elsewhere, onRequest });
  registerFaults(app, faults);
  registerPolicy(app, callerOf, options.administratorOnly ?? []);
  registerAuth(app, auth);
  registerRdb(app, { store, callerOf, environment, knowsUser: (userId) => auth.users.byId.has(userId) });
  registerFunctions(app, callerOf, { functions, environment });
  const web = { callerOf, hosts, environment, log };
  registerWebFunctions(app, { ...web, folder: options.functions, functions });
  registerCloudrun(app, { ...web, services: options.services });
  registerUpgrades(app);
  registerStorage(app, { callerOf, bucket, log });
  const objects = createObjectStore({ bucket, domains, faults, log });
  const control = createControl({ auth, clock, outbox, faults, requests: () => requests });

  const close = async (): Promise<void> => {
    await Promise.all([app.close(), objects.close(), control.close(), functions.close()]);
    await Promise.all([hosts.close(), engine.close()]);
  };
  try {
    objectsUrl = await listen(objects, options.objectPort, '--object-port');
    const url = await listen(app, options.port, '--port');
    const controlUrl = await listen(control, options.controlPort, '--control-port');
    return { url, controlUrl, objectsUrl, faults: faults.reports, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function keysOf({ apiKeys, publishableKeys }: MockGatewayOptions): Keys {
  return {
    apiKeys: apiKeys ?? [defaultApiKey],
    publishableKeys: publishableKeys ?? [defaultPublishableKey],
  };
}

function authOptionsOf(
  { auth, domains, users, secrets = defaultSecrets }: MockGatewayOptions,
  { apiKeys }: Keys,
): Omit<AuthOptions, 'clock' | 'outbox' | 'environment' | 'region'> {
  return {
    ...(auth && { switches: auth }),
    ...(users && { users }),
    ...(domains && { domains }),
    serverKeys: { apiKeys: new Set(apiKeys), secrets: new Map(Object.entries(secrets)) },
  };
}

function readTablesFile(file: string): Table[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DescriptionError([{ code: 'FILE_NOT_FOUND', message: `the tables file cannot be read: ${reason}` }]);
  }
  return readTables(readDocument(text, relative(process.cwd(), file).replaceAll('\\', '/')));
}
