// Who may call which function (https://docs.cloudbase.net/en/cloud-function/security-rules).
import type { Caller } from '../caller.ts';
import { GatewayRefusal } from '../errors.ts';

/** `true`: everyone; `false`: no client; `auth != null`: who is signed in, anonymously too. */
export type Invoke = boolean | 'auth != null';

/** By the names of functions; `*` is for all that have none of their own. */
export type Rules = ReadonlyMap<string, Invoke>;

export const defaultRules: Rules = new Map([['*', 'auth != null']]);

/** Rules bind clients only, not the administrator. A publishable key carries no user: for it, `auth` is null. */
export function mayInvoke(rules: Rules, name: string, caller: Caller): boolean {
  if (caller.kind === 'admin') return true;
  const invoke = rules.get(name) ?? rules.get('*') ?? false;
  return invoke === 'auth != null' ? caller.kind === 'user' : invoke;
}

export function denyInvoke(): GatewayRefusal {
  return new GatewayRefusal(403, 'EXCEED_AUTHORITY', 'Request exceeds granted authority.');
}
