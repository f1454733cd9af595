// What a mock gateway is started with. All of it may be left out.
import type { RequestListener } from 'node:http';
import type { Contract } from '../openapi/contract.ts';
import type { OperationIndex } from '../openapi/operation-index.ts';
import type { AuthSwitches } from './auth/state.ts';
import type { SeedUser } from './auth/users.ts';
import type { Services } from './cloudrun/services.ts';
import type { WrittenFault } from './faults/read-fault.ts';
import type { Family } from './policy.ts';
import type { StorageSettings } from './storage/bucket.ts';

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
  /** Whose paths are answered from examples and schemas, where they are none of the platform's; absent: INVALID_PATH. */
  readonly contracts?: readonly Contract[];
  /** As in `retype:queryRecords:/0/position`. */
  readonly faults?: readonly WrittenFault[];
  /** Faults by chance and latencies are the same for the same seed and the same requests; absent: '1'. */
  readonly seed?: string;
  /** Gets one line of JSON per request. */
  readonly log?: (line: string) => void;
  /** The page to try calls at `/docs`, by `createDocsPage`; absent: there is none. */
  readonly docs?: RequestListener;
};
