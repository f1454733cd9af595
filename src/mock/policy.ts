import type { FastifyInstance } from 'fastify';
import type { CallerOf } from './credentials.ts';
import { isPreflight } from './cross-origin.ts';
import { GatewayRefusal } from './errors.ts';

/** A family of calls that the gateway's policy decides about. */
export type Family = 'functions' | 'rdb' | 'cloudrun' | 'storages';

/**
 * The gateway's policy, which decides before the rules of the resource (https://docs.cloudbase.net/en/authentication-v2/auth/auth-gateway).
 * By default it lets everybody pass: the newest copy of that page closes functions to all but administrators, an older one
 * opens them.
 */
export function registerPolicy(app: FastifyInstance, callerOf: CallerOf, administratorOnly: readonly Family[]): void {
  if (administratorOnly.length === 0) return;
  // After the body has come, which a signature is over.
  app.addHook('preHandler', async (request) => {
    // The route that was found: the path itself may be written in several ways.
    const family = /^\/v1\/(\w+)(?:\/|$)/.exec(request.routeOptions.url ?? '')?.[1];
    if (isPreflight(request) || !administratorOnly.some((closed) => closed === family)) return;
    const caller = await callerOf(request.headers.authorization, request);
    if (caller.kind === 'admin') return;
    throw new GatewayRefusal(403, 'ACTION_FORBIDDEN', 'The policy of the gateway forbids this call to its caller.');
  });
}
