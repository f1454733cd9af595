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
};

export type User = SeedUser & {
  /** 19 decimal digits, as in https://docs.cloudbase.net/en/http-api/auth/auth-sign-in */
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
};

export type Users = {
  readonly byId: Map<string, User>;
  /** By phone number, e-mail and username alike: sign-in takes any of them as `username`. */
  readonly byLogin: Map<string, User>;
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

export function addUser(users: Users, seed: SeedUser, now: number): User {
  const user: User = { ...seed, id: String(firstUserId + BigInt(users.byId.size)), createdAt: now };
  users.byId.set(user.id, user);
  for (const login of [user.phoneNumber, user.email, user.username]) {
    if (login !== undefined) users.byLogin.set(login, user);
  }
  return user;
}

/** The answer of `GET /auth/v1/user/me` (https://docs.cloudbase.net/en/http-api/auth/user-me). */
export function describeUser(user: User): JsonObject {
  const createdAt = new Date(user.createdAt).toISOString();
  return {
    sub: user.id,
    user_id: user.id,
    ...(user.name !== undefined && { name: user.name }),
    ...(user.picture !== undefined && { picture: user.picture }),
    ...(user.username !== undefined && { username: user.username }),
    ...(user.email !== undefined && { email: user.email }),
    ...(user.phoneNumber !== undefined && { phone_number: user.phoneNumber }),
    ...(user.gender !== undefined && { gender: user.gender }),
    status: 'ACTIVE',
    groups: [],
    providers: [],
    meta: {},
    created_at: createdAt,
    updated_at: createdAt,
    has_password: user.password !== undefined,
    internal_user_type: 'generalUser',
    type: 'external',
    user_source: 1,
  };
}
