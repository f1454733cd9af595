// Sessions of live gateways, kept between runs in a file that only its owner can read.
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isJsonObject, parseJson } from '../core/json.ts';
import type { JsonObject, JsonValue } from '../core/json.ts';
import type { Clock } from '../runner/ports.ts';
import type { AccountSettings, Gateway } from './gateway.ts';
import { takeTurn } from './take-turns.ts';

export type StoredSession = {
  readonly accessToken: string;
  readonly refreshToken?: string;
  /** Seconds from `obtainedAt`. */
  readonly expiresIn?: number;
  /** Milliseconds since the epoch, before the login began. */
  readonly obtainedAt: number;
};

export type SessionCache = {
  /** As the file says now: another process may have written it. */
  readonly read: (account: AccountSettings) => StoredSession | undefined;
  readonly write: (account: AccountSettings, session: StoredSession) => void;
  /** Work that processes do one after the other for an account. */
  readonly inTurn: <T>(account: AccountSettings, work: () => Promise<T>, signal: AbortSignal) => Promise<T>;
  /** Why the file could not be used; it is then written anew. */
  readonly warning: string | undefined;
};

/** @param file such as `.gatewright/sessions.json`; it need not exist */
export function openSessionCache(file: string, gateway: Gateway, clock: Clock): SessionCache {
  // Another address, login or phone number is another session.
  const keyOf = (account: AccountSettings): string => {
    const settings = JSON.stringify([gateway.baseUrl, { ...account, location: undefined }]);
    return `${gateway.name}/${account.name}/${digestOf(settings)}`;
  };
  return {
    warning: readSessions(file).warning,
    read: (account) => storedSession(readSessions(file).sessions[keyOf(account)]),
    inTurn: (account, work, signal) => takeTurn(`${file}.${digestOf(keyOf(account))}.lock`, work, { clock, signal }),
    write: (account, session) => {
      // Read again: another run may have written in between.
      const sessions = { ...readSessions(file).sessions, [keyOf(account)]: session };
      try {
        writeSessions(file, sessions);
      } catch (error) {
        process.emitWarning(`${file} could not be written, so accounts log in anew in the next run: ${String(error)}`);
      }
    },
  };
}

function writeSessions(file: string, sessions: JsonObject): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const temporary = `${file}.${randomBytes(4).toString('hex')}`;
  writeFileSync(temporary, `${JSON.stringify(sessions, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(temporary, file);
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function readSessions(file: string): { readonly sessions: JsonObject; readonly warning: string | undefined } {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const absent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return { sessions: {}, warning: absent ? undefined : `${file} could not be read, so accounts log in anew` };
  }
  const parsed = parseJson(text);
  if (parsed.ok && isJsonObject(parsed.value)) return { sessions: parsed.value, warning: undefined };
  return { sessions: {}, warning: `${file} is broken and was ignored, so accounts log in anew` };
}

function storedSession(value: JsonValue | undefined): StoredSession | undefined {
  if (!isJsonObject(value)) return undefined;
  const { accessToken, refreshToken, expiresIn, obtainedAt }: Partial<Record<keyof StoredSession, JsonValue>> = value;
  if (typeof accessToken !== 'string' || typeof obtainedAt !== 'number') return undefined;
  return {
    accessToken,
    ...(typeof refreshToken === 'string' && { refreshToken }),
    ...(typeof expiresIn === 'number' && { expiresIn }),
    obtainedAt,
  };
}
