// `/faults` of a control port: lists, sets and ends them while the mock runs.
import type { FastifyInstance } from 'fastify';
import { DescriptionError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import { isJsonArray } from '../../core/json.ts';
import { didYouMean } from '../../core/nearest-name.ts';
import { bad, bodyOf } from '../control-app.ts';
import { GatewayRefusal } from '../errors.ts';
import type { Faults } from './faults-in-force.ts';

export function registerFaultControl(app: FastifyInstance, faults: Faults): void {
  app.get('/faults', () => faults.reports());
  app.post('/faults', (request, reply) => {
    addFaults(faults, faultsOf(bodyOf(request.body)));
    return reply.code(204).send();
  });
  app.delete<{ Querystring: { fault?: string } }>('/faults', (request, reply) => {
    const { fault } = request.query;
    if (fault === undefined) faults.clear();
    else if (faults.remove(fault) === 0) throw noFault(fault, faults);
    return reply.code(204).send();
  });
}

function faultsOf({ fault, faults = [fault ?? null] }: JsonObject): string[] {
  const given = isJsonArray(faults) ? faults : [];
  const texts = given.filter((text) => typeof text === 'string');
  if (texts.length > 0 && texts.length === given.length) return texts;
  throw bad('/faults takes {"fault": "KIND:OPERATION[:ARGUMENT][@WHEN]"}, or {"faults": [...]} with several');
}

function addFaults(faults: Faults, texts: readonly string[]): void {
  try {
    faults.add(texts);
  } catch (error) {
    if (!(error instanceof DescriptionError)) throw error;
    const sentences = error.faults.map(({ message, expected, remedy }) =>
      [message, remedy ?? (expected === undefined ? '' : `expected ${expected}`)]
        .filter((part) => part !== '')
        .join('; '),
    );
    throw bad(sentences.join('\n'));
  }
}

function noFault(text: string, faults: Faults): GatewayRefusal {
  const known = faults.reports().map(({ fault }) => fault);
  const remedy = didYouMean(text, known) ?? `in force: ${known.join(', ') || 'none'}`;
  return new GatewayRefusal(404, 'RESOURCE_NOT_FOUND', `no fault "${text}" is in force; ${remedy}`);
}
