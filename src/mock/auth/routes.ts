import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { JsonObject } from '../../core/json.ts';
import type { Refusal } from './refusal.ts';
import { isRefusal, refusalBody, refusalStatus, refuse } from './refusal.ts';
import type { Rule } from './request.ts';
import { parseFields } from './request.ts';
import { introspectToken, revokeToken, showUser, signOut } from './sessions.ts';
import { grantToken, signIn, signInAnonymously, signUp } from './sign-in.ts';
import type { AuthState } from './state.ts';
import { sendVerification, verifyCode } from './verification.ts';

type Route = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** The body members the rule knows; others are ignored, as the service takes several generations of clients. */
  readonly fields: readonly string[];
  readonly rule: Rule;
};

const routes: readonly Route[] = [
  {
    method: 'POST',
    path: '/auth/v1/verification',
    fields: ['phone_number', 'email', 'target', 'usage', 'email_redirect_to'],
    rule: sendVerification,
  },
  {
    method: 'POST',
    path: '/auth/v1/verification/verify',
    fields: ['verification_id', 'verification_code'],
    rule: verifyCode,
  },
  {
    method: 'POST',
    path: '/auth/v1/signin',
    fields: ['username', 'password', 'verification_token'],
    rule: signIn,
  },
  {
    method: 'POST',
    path: '/auth/v1/signup',
    fields: [
      'phone_number',
      'email',
      'verification_token',
      'provider_token',
      'username',
      'password',
      'name',
      'gender',
      'picture',
      'locale',
    ],
    rule: signUp,
  },
  { method: 'POST', path: '/auth/v1/signin/anonymously', fields: [], rule: signInAnonymously },
  {
    method: 'POST',
    path: '/auth/v1/token',
    fields: ['grant_type', 'refresh_token', 'username', 'password', 'client_id'],
    rule: grantToken,
  },
  { method: 'GET', path: '/auth/v1/token/introspect', fields: [], rule: introspectToken },
  { method: 'POST', path: '/auth/v1/revoke', fields: ['token'], rule: revokeToken },
  { method: 'POST', path: '/auth/v1/user/signout', fields: ['redirect_uri', 'state'], rule: signOut },
  { method: 'GET', path: '/auth/v1/user/me', fields: [], rule: showUser },
];

/**
 * All `/auth/v1/*` routes, in a scope of their own, where bodies are read as text: whatever is wrong with one is answered
 * in the auth shape. What the web server refuses before that, as a body past its limit, keeps the gateway's shape.
 */
export function registerAuth(app: FastifyInstance, auth: AuthState): void {
  app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, parsed) => {
      parsed(null, body);
    });
    for (const route of routes) {
      scope.route({
        method: route.method,
        url: route.path,
        handler: async (request, reply) => {
          const answer = await answerRequest(auth, route, request);
          return isRefusal(answer) ? sendRefusal(reply, answer) : reply.send(answer);
        },
      });
    }
    done();
  });
}

async function answerRequest(auth: AuthState, route: Route, request: FastifyRequest): Promise<JsonObject | Refusal> {
  const header = request.headers['x-device-id'];
  const deviceId = typeof header === 'string' && header !== '' ? header : undefined;
  // Words of https://docs.cloudbase.net/http-api/auth/auth-sign-out
  if (deviceId !== undefined && deviceId.length >= 72) {
    return refuse('invalid_argument', 'x-device-id: device id must less than 72');
  }
  const fields = parseFields(typeof request.body === 'string' ? request.body : '', route.fields);
  if (isRefusal(fields)) return fields;
  const bearer = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  return route.rule(auth, { fields, bearer, deviceId });
}

function sendRefusal(reply: FastifyReply, refusal: Refusal): FastifyReply {
  return reply.code(refusalStatus(refusal)).send(refusalBody(refusal));
}
