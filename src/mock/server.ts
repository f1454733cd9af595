// The mock gateway: a real HTTP server that behaves as CloudBase's API is documented to.
import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { relative } from 'node:path';
import { DescriptionError } from '../core/errors.ts';
import { readDocument } from '../document/read-document.ts';
import type { OperationIndex } from '../openapi/operation-index.ts';
import { createApp } from './app.ts';
import { registerAuth } from './auth/routes.ts';
import { createAuthState } from './auth/state.ts';
import type { AuthOptions, AuthSwitches } from './auth/state.ts';
import { createClock } from './clock.ts';
import { registerCloudrun } from './cloudrun/routes.ts';
import { checkServices } from './cloudrun/services.ts';
import type { Services } from './cloudrun/services.ts';
import { createControl } from './control.ts';
import type { SeedUser } from './auth/users.ts';
import type { Keys } from './credentials.ts';
import { createCredentials } from './credentials.ts';
import { registerFaults } from './faults/apply-faults.ts';
import { createFaults } from './faults/faults-in-force.ts';
import type { FaultReport } from './faults/faults-in-force.ts';
import type { WrittenFault } from './faults/read-fault.ts';
import { openFunctions } from './functions/folder.ts';
import { registerFunctions } from './functions/routes.ts';
import { listen } from './listen.ts';
import { createOutbox } from './outbox.ts';
import type { Family } from './policy.ts';
import { registerPolicy } from './policy.ts';
import { openEngine } from './rdb/open-engine.ts';
import { registerRdb } from './rdb/routes.ts';
import type { Table } from './rdb/table.ts';
import { readTables } from './rdb/tables.ts';
import type { StorageSettings } from './storage/bucket.ts';
import { createObjectStore } from './storage/object-store.ts';
import { openStorage } from './storage/open-storage.ts';
import { registerStorage } from './storage/routes.ts';
import { createHosts } from './web/host.ts';
import { registerUpgrades } from './web/upgrade.ts';
import { registerWebFunctions } from './web/web-functions.ts';

export { startContractMock } from './contract/start-contract-mock.ts';
export type { ContractMockOptions, StartedContractMock } from './contract/start-contract-mock.ts';

export type MockGatewayOptions = {
  readonly region?: 'ap-shanghai' | 'ap-singapore';
  /** The environment's id. */
  readonly environment?: string;
  /** Absent or 0: a free one. */
  readonly port?: number;
  readonly controlPort?: number;
  /** Of the object store. */
  readonly objectPort?: number;
  /** The tables file; absent: there is no table. */
  readonly tables?: string;
  /** The folder of function handlers; absent: there is no function. */
  readonly functions?: string;
  /** CloudRun's services; absent: there is none. */
  readonly services?: Services;
  /** An SQLite file that keeps the rows, with a folder for the objects beside it; absent: they live in memory. */
  readonly dataFile?: string;
  /** A MariaDB or MySQL server that keeps them in a schema of its own until the end: `mysql://user@host:port/database`. */
  readonly database?: string;
  readonly apiKeys?: readonly string[];
  readonly publishableKeys?: readonly string[];
  /** SecretKeys of servers by their SecretIds. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** The accounts that exist at the start; absent: a hundred test numbers, and two user names. */
  readonly users?: readonly SeedUser[];
  /** What the settings of the environment decide about signing in. */
  readonly auth?: AuthSwitches;
  /** What the settings of the environment decide about its objects. */
  readonly storage?: StorageSettings;
  /** Families of calls that only the administrator may make, whatever the rules of the resource say. */
  readonly administratorOnly?: readonly Family[];
  /** Hosts of pages that may call from a browser, as in `localhost:3000`; absent: all. */
  readonly domains?: readonly string[];
  /** More are refused with EXCEED_RATELIMIT; absent: all are taken. */
  readonly requestsPerSecond?: number;
  /** What the operation ids of faults mean. */
  readonly operations?: OperationIndex;
  /** As in `retype:queryRecords:/0/position`. */
  readonly faults?: readonly WrittenFault[];
  /** Faults by chance and latencies are the same for the same seed and the same requests; absent: '1'. */
  readonly seed?: string;
  /** Gets one line of JSON per request. */
  readonly log?: (line: string) => void;
  /** The page to try calls at `/docs`, by `createDocsPage`; absent: there is none. */
  readonly docs?: RequestListener;
};

/** What every mock has that was started. */
export type StartedMock = {
  readonly url: string;
  readonly controlUrl: string;
  /** The faults in force, and how often each did something. */
  readonly faults: () => readonly FaultReport[];
  /** Of the object store, where the addresses of uploads and downloads lead; the mock of a contract has none. */
  readonly objectsUrl?: string;
  /** Ends all connections. */
  readonly close: () => Promise<void>;
};

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
  checkServices(options.services);
  const clock = createClock();
  const outbox = createOutbox();
  const { operations, seed = '1' } = options;
  const faults = createFaults({ operations, clock, seed }, options.faults ?? []);
  const environment = options.environment ?? 'mock-env';
  const keys = keysOf(options);
  const auth = createAuthState({ clock, outbox, environment, ...authOptionsOf(options, keys) });
  const { region = 'ap-shanghai', log } = options;
  const functions = openFunctions({ folder: options.functions, environment, region, log });
  const tables = options.tables === undefined ? [] : readTablesFile(options.tables);
  let objectsUrl = '';
  const { storage: settings = {}, dataFile } = options;
  const bucket = openStorage({ clock, environment, settings, dataFile, url: () => objectsUrl });
  const engine = await openEngine(tables, options);
  const store = { tables: new Map(tables.map((table) => [table.name, table])), engine, now: clock.now };
  let requests = 0;

  const app = createApp({
    clock,
    environment,
    domains: options.domains,
    requestsPerSecond: options.requestsPerSecond,
    log,
    docs: options.docs,
    onRequest: () => {
      requests += 1;
    },
  });
  registerFaults(app, faults);
  const callerOf = createCredentials(keys, auth);
  registerPolicy(app, callerOf, options.administratorOnly ?? []);
  registerAuth(app, auth);
  registerRdb(app, { store, callerOf, environment, knowsUser: (userId) => auth.users.byId.has(userId) });
  registerFunctions(app, callerOf, { functions, environment });
  const hosts = createHosts(log);
  const web = { callerOf, hosts, environment, log };
  registerWebFunctions(app, { ...web, folder: options.functions, functions });
  registerCloudrun(app, { ...web, services: options.services });
  registerUpgrades(app);
  registerStorage(app, { callerOf, bucket, log });
  const objects = createObjectStore({ bucket, domains: options.domains, faults, log });

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
  { region = 'ap-shanghai', auth, domains, users, secrets = defaultSecrets }: MockGatewayOptions,
  { apiKeys }: Keys,
): Omit<AuthOptions, 'clock' | 'outbox' | 'environment'> {
  return {
    region,
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
