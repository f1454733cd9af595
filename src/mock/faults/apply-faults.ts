import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { DueFault, Faults } from './faults-in-force.ts';
import type { Answer, Asked, Head, HeaderValue } from './kind.ts';
import { payloadOf, readAll, wait } from './wire.ts';

/** Lets the faults in force do what they do to the requests of a server. */
export function registerFaults(app: FastifyInstance, faults: Faults): void {
  const met = new WeakMap<FastifyRequest, readonly DueFault[]>();
  app.addHook('onRequest', (request, reply, done) => {
    const due = faults.meet(request.method, request.url);
    if (due.length > 0) met.set(request, due);
    const [refusal] = due.flatMap(({ effect, hit }) => {
      const refused = effect.refuse?.(askedOf(request));
      if (refused) hit();
      return refused ? [refused] : [];
    });
    if (refusal === undefined) done();
    else
      void reply
        .code(refusal.status)
        .headers(refusal.headers ?? {})
        .send(refusal.body);
  });
  app.addHook('onSend', (request, reply, payload, done) => {
    const date = faults.date();
    if (date !== undefined) reply.header('date', date);
    const due = met.get(request);
    if (due === undefined) {
      done(null, payload);
      return;
    }
    applyFaults({ request, reply, due }, payload).then(
      (left) => {
        if (left !== taken) done(null, left);
      },
      (error: unknown) => {
        // The stream broke off, or the client went, while a fault was sending.
        if (reply.raw.headersSent || reply.raw.destroyed) reply.raw.destroy();
        else done(error instanceof Error ? error : new Error(String(error)));
      },
    );
  });
}

/** A fault has sent the answer, or decided that none comes. */
const taken = Symbol('taken');

type Sending = { readonly request: FastifyRequest; readonly reply: FastifyReply; readonly due: readonly DueFault[] };

async function applyFaults(sending: Sending, payload: unknown): Promise<unknown> {
  const { reply, due } = sending;
  if (payload instanceof Readable) reply.raw.once('close', () => payload.destroy());
  const late = due.reduce((sum, { effect, chance, hit }) => {
    if (effect.late) hit();
    return sum + (effect.late?.(chance) ?? 0);
  }, 0);
  for (const { effect, hit } of due) if (effect.skew !== undefined) hit();
  await wait(late, reply.raw);
  changeHead(reply, due);
  const changed = await changeBody(sending, payload);
  return (await send(sending, changed)) ? taken : changed;
}

function changeHead(reply: FastifyReply, due: readonly DueFault[]): void {
  const honest = headOf(reply);
  const head = due.reduce<Head>((before, { effect, hit }) => {
    const after = effect.head?.(before) ?? before;
    if (after !== before) hit();
    return after;
  }, honest);
  if (head !== honest) setHead(reply, head);
}

async function changeBody({ request, reply, due }: Sending, payload: unknown): Promise<unknown> {
  if (!due.some(({ effect }) => effect.body) || !mayHaveBody(request, reply.statusCode)) return payload;
  const honest: Answer = { ...headOf(reply), body: await readAll(payloadOf(payload)) };
  const asked = askedOf(request);
  const answer = due.reduce((before, { effect, hit }) => {
    const after = effect.body?.(before, asked) ?? before;
    if (after !== before) hit();
    return after;
  }, honest);
  if (answer === honest) return honest.body;
  setHead(reply, answer);
  reply.removeHeader('content-length');
  return answer.body;
}

/** @returns whether a fault has sent the answer, or keeps it back */
async function send({ request, reply, due }: Sending, payload: unknown): Promise<boolean> {
  const hasBody = mayHaveBody(request, reply.statusCode) && payload !== null && payload !== undefined;
  const sender = due.findLast(({ effect }) => effect.send && (hasBody || effect.breaksBody !== true));
  if (sender?.effect.send === undefined) return false;
  sender.hit();
  const outgoing = { raw: reply.raw, head: headOf(reply), payload: payloadOf(payload) };
  await sender.effect.send(outgoing);
  return true;
}

/** RFC 9110 sections 9.3.2, 15.3.5 and 15.4.5. */
function mayHaveBody({ method }: FastifyRequest, status: number): boolean {
  return method !== 'HEAD' && status !== 204 && status !== 304;
}

function askedOf({ method, url, id }: FastifyRequest): Asked {
  return { method, url, requestId: id };
}

function headOf(reply: FastifyReply): Head {
  const headers = Object.entries(reply.getHeaders()).flatMap(([name, value]): [string, HeaderValue][] =>
    value === undefined ? [] : [[name, typeof value === 'object' ? value.map(String) : value]],
  );
  return { status: reply.statusCode, headers: Object.fromEntries(headers) };
}

function setHead(reply: FastifyReply, { status, headers }: Head): void {
  reply.code(status);
  for (const name of Object.keys(reply.getHeaders())) if (!Object.hasOwn(headers, name)) reply.removeHeader(name);
  for (const [name, value] of Object.entries(headers)) reply.header(name, value);
}
