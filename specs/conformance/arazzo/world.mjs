// What a case has around it in this process: recorded exchanges, a clock, accounts and values. No network, no waiting.
import { judgeRequest, same } from './judge.mjs';

/** What the paths of the recorded requests are relative to. */
export const server = 'http://api.test/v1';
const begin = Date.UTC(2026, 0, 1);
/** No case sends so many; a runner that never ends is stopped here. */
const mostRequests = 1100;

/**
 * A transport that gives the recorded responses, a clock that only counts, the accounts and values of a case, and what
 * differs from the record.
 */
export function openWorld(product, example, exchanges) {
  const differences = [];
  const interruption = new AbortController();
  let now = begin;
  let waited = 0;
  let count = 0;
  const transport = async (request, _signal, within) => {
    const number = (count += 1);
    if (number > mostRequests) throw new Error('the workflow does not end');
    const exchange = exchanges[number - 1];
    const path = request.url.startsWith(server) ? request.url.slice(server.length) : request.url;
    const body = request.body instanceof Uint8Array ? Buffer.from(request.body).toString('utf8') : request.body;
    const seen = { method: request.method, path, headers: request.headers, body };
    if (!exchange) {
      differences.push(`request ${number} is not expected: ${seen.method} ${seen.path}`);
      throw new product.GatewayError('GATEWAY_UNREACHABLE', 'no exchange is recorded for this request');
    }
    differences.push(...judgeRequest(product, { number, exchange, seen, only: true }));
    if (waited !== (exchange.after ?? 0)) {
      differences.push(`request ${number} is sent after ${waited} ms, and ${exchange.after ?? 0} ms are expected`);
    }
    waited = 0;
    if (exchange.response === 'interrupted') interruption.abort(new Error('interrupted'));
    if (exchange.response === 'interrupted') throw interruption.signal.reason;
    return answer(exchange, within);
  };
  const answer = ({ response, delay = 0 }, within) => {
    if (response === 'none') throw new product.GatewayError('GATEWAY_CONNECTION_LOST', 'the connection broke');
    now += Math.min(delay, within);
    if (delay > within) throw new product.GatewayError('GATEWAY_TIMEOUT', `no answer within ${within} ms`);
    return responseOf(product, response, now);
  };
  const clock = {
    now: () => now,
    wait: async (milliseconds) => {
      now += milliseconds;
      waited += milliseconds;
    },
  };
  const hidden = [];
  const hide = (secret, kind) => hidden.push(`${kind} ${secret}`);
  const lines = [];
  const journal = {
    attempt: (stepId, { attempt, why, waiting, succeeded }) =>
      lines.push([stepId, attempt, why, waiting && 'not ready', succeeded ? 'succeeded' : 'failed'].filter(Boolean).join(' ')),
    step: ({ stepId, verdict, reason, duration }) =>
      lines.push(`${stepId} ${verdict}${reason === undefined ? '' : `: ${reason}`}${duration > 0 ? ` in ${duration} ms` : ''}`),
  };
  return {
    ports: {
      ...{ transport, clock, hide, journal },
      credentials: accountsOf(example),
      values: valuesOf(product, example),
      bytes: product.createByteMaker('seed'),
    },
    signal: interruption.signal,
    elapsed: () => now - begin,
    differ: (text) => differences.push(text),
    differences: () => [
      ...differences,
      ...exchanges.slice(count).map(({ request }) => `a request is missing: ${request}`),
      ...(waited > 0 ? [`behind the last request it waits ${waited} ms`] : []),
      ...listed(product, 'hidden', example.hidden, [...new Set(hidden)]),
      ...listed(product, 'journal', example.journal, lines),
    ],
  };
}

/** The secrets of each account: the first, and what each renewal gives. One that has no other is not renewed. */
function accountsOf({ accounts = {} }) {
  const next = new Map(Object.keys(accounts).map((name) => [name, 0]));
  const current = (account) => {
    const secrets = accounts[account] ?? [];
    const at = next.get(account) ?? 0;
    return at < secrets.length ? { secret: secrets[at], renewable: secrets.length > 1 } : undefined;
  };
  return {
    obtain: async (account) => current(account),
    renew: async (account) => {
      next.set(account, next.get(account) + 1);
      return current(account);
    },
  };
}

/** What `x-from` finds: variables, and the codes that are sent to an address, in order. */
function valuesOf(product, { values: { env = {}, codes = {} } = {} }) {
  const left = Object.fromEntries(Object.entries(codes).map(([to, list]) => [to, [...list]]));
  return {
    env: (name) => env[name],
    mark: 'mark',
    seed: 'seed',
    code: async (to) => {
      const code = left[to]?.shift();
      if (code === undefined) throw new product.GatewayError('CODE_NOT_RECEIVED', `no code came to ${to}`);
      return code;
    },
  };
}

function listed(product, what, wanted, actual) {
  if (wanted === undefined || same(product, wanted, actual)) return [];
  return [`the ${what} differ\n    expected: ${product.writeJson(wanted)}\n    actual:   ${product.writeJson(actual)}`];
}

/** The bytes of a recorded response: a status alone has the JSON body `{}`, and 204 and 304 have none. */
export function responseOf(product, recorded, now) {
  const { status, headers = {}, body } = typeof recorded === 'object' ? recorded : { status: recorded };
  const fields = Object.entries(headers).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one) => [name, dated(String(one), now)]),
  );
  const typed = fields.find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  const empty = body === undefined && (typed !== undefined || status === 204 || status === 304);
  if (empty) return { status, headers: fields, body: new Uint8Array() };
  if (typed === undefined) fields.unshift(['Content-Type', 'application/json']);
  const isJson = typed === undefined || /json/.test(typed);
  const text = isJson ? product.writeJson(body === undefined ? {} : body) : body;
  return { status, headers: fields, body: new TextEncoder().encode(text) };
}

/** `@+3s` stands for the HTTP date of three seconds from now. */
function dated(value, now) {
  const [, seconds] = /^@([+-]\d+)s$/.exec(value) ?? [];
  return seconds === undefined ? value : new Date((Math.ceil(now / 1000) + Number(seconds)) * 1000).toUTCString();
}
