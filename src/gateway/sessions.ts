// Logins are dear: an SMS code each, and a second one may end the first session. So there is one per account.
import { GatewayError } from '../core/errors.ts';
import type { JsonObject } from '../core/json.ts';
import { formatLocation } from '../core/source.ts';
import type { Clock, Credential, Credentials } from '../runner/ports.ts';
import type { WorkflowResult } from '../runner/result.ts';
import type { AccountSettings, Gateway } from './gateway.ts';
import type { SessionCache, StoredSession } from './session-cache.ts';
import { shareWork } from './share-work.ts';

type SessionAccount = Extract<AccountSettings, { type: 'session' }>;

/** What sessions need of the run; `W` is whatever `run` carries out. */
export type SessionOptions<W> = {
  readonly gateway: Gateway;
  readonly findWorkflow: (workflowId: string) => W | undefined;
  /** Carries out a login or a refresh on behalf of an account. */
  readonly run: (account: string, workflow: W, inputs: JsonObject, signal: AbortSignal) => Promise<WorkflowResult>;
  readonly clock: Clock;
  readonly hide: (secret: string, kind: string) => void;
  /** For live gateways: the next run uses the session again. */
  readonly cache?: SessionCache;
};

/** Keys as they are; sessions by the account's login workflow, once, renewed by its refresh workflow. */
export function createSessions<W>(options: SessionOptions<W>): Credentials {
  const { gateway, hide } = options;
  const sessions = new Map<string, ReturnType<typeof createSession>>();
  for (const account of gateway.accounts.values()) if ('key' in account) hide(account.key, 'key');

  const sessionOf = (account: SessionAccount): ReturnType<typeof createSession> => {
    let session = sessions.get(account.name);
    if (!session) {
      session = createSession(account, options);
      sessions.set(account.name, session);
    }
    return session;
  };
  const settingsOf = (name: string): AccountSettings => {
    const settings = gateway.accounts.get(name);
    if (settings) return settings;
    throw new GatewayError('SESSION_NOT_OBTAINED', `gateway "${gateway.name}" has no account "${name}"`, {
      sent: false,
      remedy: `add it to gateways.yaml, or skip the workflow there with x-skip`,
    });
  };
  const keyOf = (settings: Exclude<AccountSettings, SessionAccount>): Credential | undefined =>
    settings.type === 'nobody' ? undefined : { secret: settings.key, renewable: false };

  return {
    obtain: async (name, signal) => {
      const settings = settingsOf(name);
      return settings.type === 'session' ? sessionOf(settings).obtain(signal) : keyOf(settings);
    },
    renew: async (name, stale, signal) => {
      const settings = settingsOf(name);
      return settings.type === 'session' ? sessionOf(settings).renew(stale, signal) : keyOf(settings);
    },
  };
}

/** After a login failed, the next one waits: a code can be sent once in 30 s. */
const pause = 30_000;

function createSession<W>(
  account: SessionAccount,
  options: SessionOptions<W>,
): {
  readonly obtain: (signal: AbortSignal) => Promise<Credential>;
  readonly renew: (stale: Credential, signal: AbortSignal) => Promise<Credential>;
} {
  const { clock, cache, hide } = options;
  type Held = StoredSession & { readonly credential: Credential };
  const hold = (session: StoredSession): Held => {
    hide(session.accessToken, 'token');
    if (session.refreshToken !== undefined) hide(session.refreshToken, 'token');
    return { ...session, credential: { secret: session.accessToken, renewable: true } };
  };
  const recall = (): Held | undefined => {
    const stored = cache?.read(account);
    return stored && hold(stored);
  };
  let held = recall();
  let failed: { readonly error: GatewayError; readonly at: number } | undefined;

  /** @param signal of all who wait for it */
  const begin = async (signal: AbortSignal): Promise<Held> => {
    const earlier = held;
    const stored = recall();
    // Another process was first.
    if (stored && stored.accessToken !== earlier?.accessToken && clock.now() < dueAt(stored)) return stored;
    const known = stored ?? earlier;
    const session =
      (known && (await refresh(account, known, options, signal))) ?? (await logIn(account, options, signal));
    cache?.write(account, session);
    return hold(session);
  };

  const fresh = shareWork(async (signal) => {
    const recent = failed && clock.now() - failed.at < pause ? failed.error : undefined;
    if (recent) throw recent;
    try {
      held = await (cache ? cache.inTurn(account, () => begin(signal), signal) : begin(signal));
      return held.credential;
    } catch (error) {
      if (error instanceof GatewayError) failed = { error, at: clock.now() };
      throw error;
    }
  });

  return {
    obtain: async (signal) => (held && clock.now() < dueAt(held) ? held.credential : fresh(signal)),
    renew: async (stale, signal) => (held && held.credential.secret !== stale.secret ? held.credential : fresh(signal)),
  };
}

/** When to renew: 30 s before the end, and never in the last tenth of a short life. */
function dueAt({ obtainedAt, expiresIn }: StoredSession): number {
  if (expiresIn === undefined) return Number.POSITIVE_INFINITY;
  const lifetime = expiresIn * 1000;
  return obtainedAt + lifetime - Math.min(30_000, lifetime / 10);
}

/** Undefined where there is no way to refresh, or it failed: then a login is due. */
async function refresh<W>(
  account: SessionAccount,
  { refreshToken }: StoredSession,
  options: SessionOptions<W>,
  signal: AbortSignal,
): Promise<StoredSession | undefined> {
  if (account.refresh === undefined || refreshToken === undefined) return undefined;
  try {
    const session = await sessionBy(
      account,
      { workflowId: account.refresh, inputs: { refreshToken } },
      options,
      signal,
    );
    return { refreshToken, ...session };
  } catch (error) {
    if (error instanceof GatewayError && !signal.aborted) return undefined;
    throw error;
  }
}

function logIn<W>(account: SessionAccount, options: SessionOptions<W>, signal: AbortSignal): Promise<StoredSession> {
  return sessionBy(account, { workflowId: account.login, inputs: account.inputs }, options, signal);
}

async function sessionBy<W>(
  account: SessionAccount,
  call: { readonly workflowId: string; readonly inputs: JsonObject },
  { findWorkflow, run, clock }: SessionOptions<W>,
  signal: AbortSignal,
): Promise<StoredSession> {
  const refuse = (reason: string, cause?: GatewayError): GatewayError =>
    new GatewayError('SESSION_NOT_OBTAINED', `no session for account "${account.name}": ${reason}`, {
      remedy: cause?.remedy ?? `see account "${account.name}" at ${formatLocation(account.location)}`,
      cause,
    });
  const workflow = findWorkflow(call.workflowId);
  if (workflow === undefined) throw refuse(`no workflow "${call.workflowId}"`);
  const obtainedAt = clock.now();
  const result = await run(account.name, workflow, call.inputs, signal);
  signal.throwIfAborted();
  // That nothing answers is the gateway's trouble, not the account's.
  if (result.error?.code.startsWith('GATEWAY_') === true) throw result.error;
  if (result.verdict !== 'passed' && result.verdict !== 'recovered') {
    throw refuse(`workflow "${call.workflowId}" ${result.verdict}${firstReason(result)}`, result.error);
  }
  const { accessToken, refreshToken, expiresIn } = outputsOf(result);
  if (typeof accessToken !== 'string' || accessToken === '') {
    throw refuse(`workflow "${call.workflowId}" has no output accessToken`);
  }
  return {
    accessToken,
    ...(typeof refreshToken === 'string' && { refreshToken }),
    ...(typeof expiresIn === 'number' && { expiresIn }),
    obtainedAt,
  };
}

type SessionOutputs = { readonly accessToken?: unknown; readonly refreshToken?: unknown; readonly expiresIn?: unknown };
const outputsOf = (result: WorkflowResult): SessionOutputs => result.outputs;

/** Without values: they may be secret. */
function firstReason({ error, findings }: WorkflowResult): string {
  if (error) return `: ${error.code} ${error.message}`;
  const [first] = findings;
  if (!first) return '';
  return `: ${first.code} ${first.title} (step "${first.stepId}", ${formatLocation(first.location)})`;
}
