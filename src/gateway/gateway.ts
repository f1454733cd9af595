import type { JsonObject } from '../core/json.ts';
import type { SourceLocation } from '../core/source.ts';
import type { PolicyPart } from '../openapi/check-policy.ts';
import type { Services } from './services.ts';

export const regions = ['ap-shanghai', 'ap-singapore'] as const;
export type Region = (typeof regions)[number];
/** What the policy of a gateway tells apart, as the paths name it. */
export const families = ['functions', 'rdb', 'cloudrun', 'storages'] as const;

/** Who may read and write the objects of an embedded mock gateway. */
export const bucketAcls = ['READONLY', 'PRIVATE', 'ADMINWRITE', 'ADMINONLY'] as const;

/** What an embedded mock gateway is started with. */
export type Embedded = {
  readonly region: Region;
  /** A contract of the project that it mocks instead of CloudBase. */
  readonly contract?: string;
  readonly tables?: string;
  readonly functions?: string;
  readonly services?: Services;
  /** A MariaDB or MySQL server for the tables, as `mysql://user:password@host:port/database`. */
  readonly database?: string;
  /** What its environment's settings decide about signing in. */
  readonly auth?: {
    readonly anonymous?: boolean;
    readonly signUpOnSignIn?: boolean;
    readonly sessionsPerUser?: number;
    /** Seconds. */
    readonly accessTokenLifetime?: number;
    /** Seconds. */
    readonly refreshTokenLifetime?: number;
  };
  /** What they decide about its objects. */
  readonly storage?: {
    readonly acl?: (typeof bucketAcls)[number];
    /** Seconds. */
    readonly uploadLifetime?: number;
    /** Seconds. */
    readonly downloadLifetime?: number;
    /** Bytes of all objects together. */
    readonly memoryLimit?: number;
  };
  /** Hosts of pages that may call it from a browser; absent: all. */
  readonly domains?: readonly string[];
  /** It refuses more; absent: it takes all. */
  readonly requestsPerSecond?: number;
  /** What it gets wrong, as in `retype:queryRecords:/0/position`. */
  readonly faults?: readonly { readonly text: string; readonly location: SourceLocation }[];
  /** Of faults by chance and latencies; absent: that of the run. */
  readonly seed?: string;
  /** Families of calls that its policy closes to all but administrators; absent: none. */
  readonly administratorOnly?: readonly (typeof families)[number][];
};

/** A named place where requests go. */
export type Gateway = {
  readonly name: string;
  /** `embedded`: the mock gateway of this package, started for the run. */
  readonly kind: 'embedded' | 'live';
  /** Without a slash at the end; absent until an embedded one was started. */
  readonly baseUrl?: string;
  readonly region?: Region;
  readonly accounts: ReadonlyMap<string, AccountSettings>;
  /** How many workflows are carried out at the same time. */
  readonly concurrency: number;
  /** Milliseconds, for one attempt of a step that says nothing itself. */
  readonly timeout: number;
  readonly requestsPerSecond?: number;
  /** Bytes of a response's body that are read at most, as sent and decoded; absent: 16 MiB. */
  readonly bodyLimit?: number;
  /** `deny`: only workflows that read are carried out. */
  readonly writes: 'allow' | 'deny';
  /** How strictly answers are checked here. */
  readonly policy?: PolicyPart;
  /** Files and folders relative to the project's. */
  readonly embedded?: Embedded;
  readonly codes?: CodeSource;
  /** The line that says where it is. */
  readonly location: SourceLocation;
};

/** Who calls. `nobody` is known to every gateway. */
export type AccountSettings = { readonly name: string; readonly location: SourceLocation } & (
  | {
      readonly type: 'session';
      /** The workflowIds of the login and of the refresh. */
      readonly login: string;
      readonly refresh?: string;
      readonly inputs: JsonObject;
    }
  | { readonly type: 'apiKey' | 'publishableKey'; readonly key: string }
  | { readonly type: 'nobody' }
);

/** Where the codes come from that the gateway sends by SMS or e-mail. */
export type CodeSource =
  | { readonly from: 'prompt' }
  /** A test number whose code never changes. */
  | { readonly from: 'fixed'; readonly code: string }
  /** A program and its arguments: called with the address behind them, it writes the code. */
  | { readonly from: 'command'; readonly command: readonly string[] }
  /** The control port of a mock gateway that runs on its own; an embedded one needs no source. */
  | { readonly from: 'outbox'; readonly url: string };

/**
 * The gateway of an address that is given on the command line instead of in a file: its name is its host, and it has the
 * accounts and limits of another one.
 */
export function addressGateway(baseUrl: string, like: Gateway): Gateway {
  const { accounts, concurrency, timeout, bodyLimit, codes, policy, location } = like;
  const limits = { concurrency, timeout, ...(bodyLimit !== undefined && { bodyLimit }) };
  const settings = { accounts, ...limits, ...(codes && { codes }), ...(policy && { policy }), location };
  return {
    ...settings,
    name: new URL(baseUrl).host,
    kind: 'live',
    baseUrl: baseUrl.replace(/\/+$/, ''),
    writes: 'allow',
  };
}
