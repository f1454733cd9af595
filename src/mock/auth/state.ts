import type { MockClock } from '../clock.ts';
import type { Outbox } from '../outbox.ts';
import type { SendLog } from './send-limits.ts';
import type { SeedUser, Users } from './users.ts';
import { addUser, defaultUsers } from './users.ts';

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
  refreshToken: string;
  refreshExpiresAt: number;
  /** Signed out or revoked: its access tokens are dead too. */
  ended: boolean;
};

export type AccessToken = { readonly session: Session; readonly expiresAt: number };

/** All that the auth service of one environment remembers. Times are milliseconds on the mock's clock. */
export type AuthState = {
  readonly clock: MockClock;
  readonly outbox: Outbox;
  readonly region: 'ap-shanghai' | 'ap-singapore';
  readonly environment: string;
  readonly users: Users;
  readonly sends: SendLog;
  /** By `verification_id`. */
  readonly verifications: Map<string, Verification>;
  /** By `verification_token`. */
  readonly proofs: Map<string, Proof>;
  /** By refresh token, oldest first. */
  readonly sessions: Map<string, Session>;
  readonly accessTokens: Map<string, AccessToken>;
  /** Wrong passwords by the name they were tried for. */
  readonly wrongPasswords: Map<string, { readonly count: number; readonly at: number }>;
};

export type AuthOptions = Pick<AuthState, 'clock' | 'outbox' | 'region' | 'environment'> & {
  /** The accounts that exist at the start; default: a hundred test numbers and the user `gatewright`. */
  readonly users?: readonly SeedUser[];
};

export function createAuthState({ users: seeds = defaultUsers, ...options }: AuthOptions): Promise<AuthState> {
  const users: Users = { byId: new Map(), byLogin: new Map() };
  for (const seed of seeds) addUser(users, seed, options.clock.now());
  return Promise.resolve({
    ...options,
    users,
    sends: new Map(),
    verifications: new Map(),
    proofs: new Map(),
    sessions: new Map(),
    accessTokens: new Map(),
    wrongPasswords: new Map(),
  });
}
