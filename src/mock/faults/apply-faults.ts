import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { OperationIndex } from '../../openapi/operation-index.ts';
import { expiredToken } from '../credentials.ts';
import type { Answer } from './answer.ts';
import type { Fault, FaultKind } from './fault.ts';
import { kindOf } from './fault.ts';
import { readFault } from './read-fault.ts';

/** The faults in force; they can be changed while the mock runs. */
export type Faults = {
  /** @throws DescriptionError with USAGE */
  readonly add: (text: string) => void;
  readonly clear: () => void;
  /** Those for a request, by any operation whose path fits it: a platform's template as well as a concrete path. */
  readonly forRequest: (request: FastifyRequest) => readonly Fault[];
  readonly remove: (fault: Fault) => void;
};

export function createFaults(operations: OperationIndex | undefined, texts: readonly string[]): Faults {
  let inForce: readonly Fault[] = texts.map((text) => readFault(text, operations));
  return {
    add: (text) => {
      inForce = [...inForce, readFault(text, operations)];
    },
    clear: () => {
      inForce = [];
    },
    forRequest: ({ method, url }) => {
      if (inForce.length === 0 || operations === undefined) return [];
      const ids = operations.byRequest(method, url).map((operation) => operation.operationId);
      return inForce.filter((fault) => ids.includes(fault.operationId));
    },
    remove: (fault) => {
      inForce = inForce.filter((other) => other !== fault);
    },
  };
}

export function registerFaults(app: FastifyInstance, faults: Faults): void {
  app.addHook('onRequest', (request, _reply, done) => {
    const [expiry] = ofKind(faults.forRequest(request), 'expire');
    if (expiry) faults.remove(expiry);
    done(expiry && expiredToken());
  });
  app.addHook('onSend', (request, reply, payload, done) => {
    const found = faults.forRequest(request);
    if (ofKind(found, 'hang').length > 0) return;
    if (ofKind(found, 'reset').length > 0) {
      request.raw.socket.resetAndDestroy();
      return;
    }
    done(null, found.length === 0 ? payload : changeAnswer(reply, payload, found));
  });
}

function ofKind(faults: readonly Fault[], kind: FaultKind): readonly Fault[] {
  return faults.filter((fault) => fault.kind === kind);
}

function changeAnswer(reply: FastifyReply, payload: unknown, faults: readonly Fault[]): string {
  const contentType = reply.getHeader('content-type');
  const honest: Answer = {
    status: reply.statusCode,
    contentType: typeof contentType === 'string' ? contentType : undefined,
    body: typeof payload === 'string' ? payload : '',
    without: [],
  };
  const answer = faults.reduce(
    (answered, { kind, argument }) => kindOf(kind).change?.(answered, argument) ?? answered,
    honest,
  );
  reply.code(answer.status);
  for (const name of answer.without) reply.removeHeader(name);
  if (answer.contentType !== undefined && !dropsContentType(answer)) reply.header('content-type', answer.contentType);
  return answer.body;
}

function dropsContentType(answer: Answer): boolean {
  return answer.without.some((name) => name.toLowerCase() === 'content-type');
}
