// The control port of a mock of a contract: its faults, and how many requests came.
import { fastify } from 'fastify';
import type { FastifyInstance } from 'fastify';
import { DescriptionError } from '../../core/errors.ts';
import { isJsonObject, parseJson } from '../../core/json.ts';
import { GatewayRefusal, registerErrors } from '../errors.ts';
import type { Faults } from '../faults/apply-faults.ts';
import { noSchemas } from '../no-schemas.ts';

export function createContractControl(faults: Faults, requests: () => number): FastifyInstance {
  const app = fastify({ forceCloseConnections: true, schemaController: noSchemas });
  registerErrors(app, undefined);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => {
    done(null, body);
  });
  app.get('/counts', () => ({ requests: requests() }));
  app.post('/faults', (request, reply) => {
    const parsed = parseJson(typeof request.body === 'string' ? request.body : '');
    const fault = parsed.ok && isJsonObject(parsed.value) ? parsed.value['fault'] : undefined;
    if (typeof fault !== 'string') throw bad('/faults takes {"fault": "KIND:OPERATION_ID[:ARGUMENT]"}');
    addFault(faults, fault);
    return reply.code(204).send();
  });
  app.delete('/faults', (_request, reply) => {
    faults.clear();
    return reply.code(204).send();
  });
  return app;
}

function addFault(faults: Faults, text: string): void {
  try {
    faults.add(text);
  } catch (error) {
    throw error instanceof DescriptionError ? bad(error.message) : error;
  }
}

function bad(message: string): GatewayRefusal {
  return new GatewayRefusal(400, 'INVALID_REQUEST', message);
}
