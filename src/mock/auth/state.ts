import type { MockClock } from '../clock.ts';
import type { Outbox } from '../outbox.ts';
import type { SendLog } from './send-limits.ts';
import type { SeedUser, UserIdentity, Users } from './users.ts';
import { addUser, createUsers, defaultUsers } from './users.ts';

/** A phone number or an e-mail address that a code goes to. */
export type Address = { readonly kind: 'sms' | 'email'; readonly text: string };

/** A code that was sent. Its id lives 600 s. */
export type Verification = {
  readonly address: Address;
  readonly code: string;
  readonly expiresAt: number;
  wrongTries: number;
};

/** What a right code was exchanged for: the proof that someone reads the messages of an address. Lives 600 s. */
export type Proof = { readonly address: Address; readonly expiresAt: number };

/** One sign-in. Refreshing keeps the session and changes its refresh token. */
export type Session = {
  readonly userId: string;
  /** `x-device-id` of the sign-in. */
  readonly deviceId: string | undefined;
  refreshToken: string;
  refreshExpiresAt: number;
  /** Signed out or revoked: its access tokens are dead too. */
  ended: boolean;
};

/** Without a session: a server's, for the administrator. */
export type AccessToken = { readonly session?: Session; readonly expiresAt: number };

/** A picture that was given out, and whether its text was read. */
export type Captcha = { readonly text: string; readonly state: string; readonly expiresAt: number; used: boolean };

/** Something that was given to a user and ends by itself. */
export type Grant = { readonly userId: string; readonly expiresAt: number };

/** What the environment's settings decide; each is documented both ways or as a setting. */
export type AuthSwitches = {
  /** Whether anonymous sign-in is offered; off in new environments. */
  readonly anonymous?: boolean;
  /** Whether a sign-in by code creates the account that is missing, in place of being refused. */
  readonly signUpOnSignIn?: boolean;
  /** Past it the oldest refresh token dies: 1 to 100, by default 1 (https://docs.cloudbase.net/en/authentication-v2/auth/token). */
  readonly sessionsPerUser?: number;
  /** Seconds: 1 to 24 hours, by default 7200 (https://docs.cloudbase.net/en/authentication-v2/auth/token). */
  readonly accessTokenLifetime?: number;
  /** Seconds: 1 hour to 30 days, by default 30 days; the pages of the calls say 31. */
  readonly refreshTokenLifetime?: number;
};

/** Credentials of servers and administrators. */
export type ServerKeys = {
  readonly apiKeys: ReadonlySet<string>;
  /** SecretKeys of the cloud account by their SecretIds. */
  readonly secrets: ReadonlyMap<string, string>;
};

/** All that the auth service of one environment remembers. Times are milliseconds on the mock's clock. */
export type AuthState = {
  readonly clock: MockClock;
  readonly outbox: Outbox;
  readonly region: 'ap-shanghai' | 'ap-singapore';
  readonly environment: string;
  readonly switches: AuthSwitches;
  readonly serverKeys: ServerKeys;
  /** Hosts of pages that may call, with a port that is not the usual one; absent: all. */
  readonly domains: readonly string[] | undefined;
  readonly users: Users;
  readonly sends: SendLog;
  /** By `verification_id`. */
  readonly verifications: Map<string, Verification>;
  /** By `verification_token`. */
  readonly proofs: Map<string, Proof>;
  /** By refresh token, oldest first. */
  readonly sessions: Map<string, Session>;
  /** By the SHA-256 of the token, which is a twentieth of it. Those that are expired are dropped now and then. */
  readonly accessTokens: Map<string, AccessToken>;
  /** Wrong passwords by the name they were tried for. */
  readonly wrongPasswords: Map<string, { readonly count: number; readonly at: number }>;
  /** By the token of the picture. */
  readonly captchas: Map<string, Captcha>;
  /** `captcha_token`s, with the picture they came from and the end of their life. */
  readonly captchaProofs: Map<string, { readonly captcha: Captcha; readonly expiresAt: number }>;
  readonly sudoTokens: Map<string, Grant>;
  /** Codes of `reauthenticate`, by user. */
  readonly reauthentications: Map<string, { readonly code: string; readonly expiresAt: number }>;
  /** By `provider_token`. */
  readonly providerTokens: Map<string, { readonly identity: UserIdentity; readonly expiresAt: number }>;
  /** The last sign-ins of each user, newest first. */
  readonly signIns: Map<string, readonly SignInNote[]>;
};

export type SignInNote = {
  readonly id: string;
  readonly deviceId: string;
  readonly userAgent: string;
  readonly at: number;
};

export type AuthOptions = Pick<AuthState, 'clock' | 'outbox' | 'region' | 'environment'> & {
  readonly switches?: AuthSwitches;
  readonly serverKeys?: ServerKeys;
  readonly domains?: readonly string[];
  /** The accounts that exist at the start; default: a hundred test numbers and the user `gatewright`. */
  readonly users?: readonly SeedUser[];
};

export function createAuthState(options: AuthOptions): AuthState {
  const { users: seeds = defaultUsers, switches = {}, domains, ...rest } = options;
  const users = createUsers();
  for (const seed of seeds) addUser(users, seed, options.clock.now());
  return {
    serverKeys: { apiKeys: new Set(), secrets: new Map() },
    ...rest,
    switches,
    domains,
    users,
    sends: new Map(),
    verifications: new Map(),
    proofs: new Map(),
    sessions: new Map(),
    accessTokens: new Map(),
    wrongPasswords: new Map(),
    captchas: new Map(),
    captchaProofs: new Map(),
    sudoTokens: new Map(),
    reauthentications: new Map(),
    providerTokens: new Map(),
    signIns: new Map(),
  };
}
