import type { JsonObject } from '../../core/json.ts';

/** An account that exists before the first request. At least one of phone, e-mail and username names it. */
export type SeedUser = {
  /** With its country code and a space: `+86 13800138000`. */
  readonly phoneNumber?: string;
  readonly email?: string;
  readonly username?: string;
  readonly password?: string;
  readonly name?: string;
  readonly gender?: string;
  readonly picture?: string;
  readonly locale?: string;
  readonly description?: string;
  /** Whether it may sign in (https://docs.cloudbase.net/en/openapi/auth/auth-sign-in); by default it may. */
  readonly status?: 'ACTIVE' | 'PENDING' | 'BLOCKED';
};

/** Whom a third party knows this user as. */
export type UserIdentity = { readonly providerId: string; readonly sub: string; readonly name: string };

export type User = SeedUser & {
  /** 19 decimal digits, as in https://docs.cloudbase.net/en/http-api/auth/auth-sign-in; 22 characters of base64url if anonymous. */
  readonly id: string;
  /** The device that an anonymous user is bound to. */
  readonly anonymousDevice?: string;
  readonly identities: readonly UserIdentity[];
  /** Milliseconds since the epoch, and so are the next. */
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly passwordUpdatedAt?: number;
  readonly lastLogin?: number;
};

export type Users = {
  readonly byId: Map<string, User>;
  /** By phone number, e-mail and username alike, since sign-in takes any of them as `username`; by device and by identity. */
  readonly byLogin: Map<string, User>;
  /** How many there ever were, so that no id comes twice. */
  created: number;
};

/**
 * The accounts of a mock that was told nothing else: a hundred test numbers, one of them
 * with a name and a password, and an account without a number.
 */
export const defaultUsers: readonly SeedUser[] = [
  ...Array.from({ length: 100 }, (_, index) => ({
    phoneNumber: `+86 138001380${String(index).padStart(2, '0')}`,
    ...(index === 1 && { username: 'gatewright', password: 'Gatewright-1!' }),
  })),
  { username: 'zhangsan', password: 'Zhangsan-25!' },
];

const firstUserId = 1_900_000_000_000_000_000n;

export function createUsers(): Users {
  return { byId: new Map(), byLogin: new Map(), created: 0 };
}

export function addUser(users: Users, seed: Partial<User>, now: number): User {
  const id = seed.id ?? String(firstUserId + BigInt(users.created));
  users.created += 1;
  const user: User = {
    identities: [],
    createdAt: now,
    updatedAt: now,
    ...(seed.password !== undefined && { passwordUpdatedAt: now }),
    ...seed,
    id,
  };
  insert(users, user);
  return user;
}

/** Puts other values in place of some; the user is found by the new ones alone. */
export function changeUser(users: Users, user: User, changes: Partial<User>): User {
  removeUser(users, user);
  const changed: User = { ...user, ...changes };
  insert(users, changed);
  return changed;
}

export function removeUser(users: Users, user: User): void {
  users.byId.delete(user.id);
  for (const login of loginsOf(user)) users.byLogin.delete(login);
}

export function identityLogin(identity: { readonly providerId: string; readonly sub: string }): string {
  return `identity ${identity.providerId} ${identity.sub}`;
}

export function deviceLogin(deviceId: string): string {
  return `device ${deviceId}`;
}

function insert(users: Users, user: User): void {
  users.byId.set(user.id, user);
  for (const login of loginsOf(user)) users.byLogin.set(login, user);
}

function loginsOf(user: User): string[] {
  const device = user.anonymousDevice === undefined ? undefined : deviceLogin(user.anonymousDevice);
  const texts = [user.phoneNumber, user.email, user.username, device, ...user.identities.map(identityLogin)];
  return texts.filter((text) => text !== undefined);
}

/** The answer of `GET /auth/v1/user/me` (https://docs.cloudbase.net/en/http-api/auth/user-me). */
export function describeUser(user: User): JsonObject {
  const given = {
    // The official client calls a user anonymous by this name.
    name: user.anonymousDevice === undefined ? user.name : 'anonymous',
    picture: user.picture,
    username: user.username,
    email: user.email,
    phone_number: user.phoneNumber,
    gender: user.gender,
    locale: user.locale,
    user_desc: user.description,
    password_updated_at: dateOf(user.passwordUpdatedAt),
    last_login: dateOf(user.lastLogin),
  };
  return {
    sub: user.id,
    user_id: user.id,
    ...withoutAbsent(given),
    status: user.status ?? 'ACTIVE',
    groups: [],
    providers: user.identities.map(({ providerId, sub, name }) => ({
      id: providerId,
      provider_user_id: sub,
      name,
    })),
    meta: {},
    created_at: new Date(user.createdAt).toISOString(),
    updated_at: new Date(user.updatedAt).toISOString(),
    has_password: user.password !== undefined,
    internal_user_type: 'generalUser',
    type: 'external',
    user_source: 1,
  };
}

function dateOf(time: number | undefined): string | undefined {
  return time === undefined ? undefined : new Date(time).toISOString();
}

/** The members that have a value. */
export function withoutAbsent(members: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(members).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );
}
