// The answer of a contract as the reply of a server.
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { HeaderField } from '../../core/http.ts';
import type { ContractMock, SentAnswer } from './contract-mock.ts';

export function replyFrom(mock: ContractMock, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { method, url, body } = request;
  const sent = typeof body === 'string' || Buffer.isBuffer(body) ? { body } : {};
  const answer = mock.answer({ method, url, headers: fieldsOf(request), ...sent });
  if (request.headers.origin !== undefined && !reply.hasHeader('access-control-expose-headers'))
    reply.header('access-control-expose-headers', answer.headers.map(([name]) => name).join(', '));
  return sendAnswer(answer, reply);
}

/** What the server has said already, as the id of the request, stays. */
export function sendAnswer(answer: SentAnswer, reply: FastifyReply): FastifyReply {
  const said = new Set(Object.keys(reply.getHeaders()));
  reply.code(answer.status);
  for (const [name, value] of answer.headers) if (!said.has(name.toLowerCase())) reply.header(name, value);
  if (answer.body.length === 0) return reply.send();
  return reply.send(typeof answer.body === 'string' ? answer.body : Buffer.from(answer.body));
}

function fieldsOf({ raw }: FastifyRequest): HeaderField[] {
  const fields: HeaderField[] = [];
  for (let at = 0; at + 1 < raw.rawHeaders.length; at += 2) {
    fields.push([raw.rawHeaders[at] ?? '', raw.rawHeaders[at + 1] ?? '']);
  }
  return fields;
}
