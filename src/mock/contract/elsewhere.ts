// Paths that no family of the gateway serves, and a contract of the project has: answered as that contract declares.
import type { FastifyRequest } from 'fastify';
import type { Contract, Operation } from '../../openapi/contract.ts';
import type { CallerOf } from '../credentials.ts';
import type { Elsewhere } from '../errors.ts';
import { createContractMock } from './contract-mock.ts';
import type { ContractMock } from './contract-mock.ts';
import { operationFor } from './find-route.ts';
import { replyFrom } from './reply-from.ts';

export type ElsewhereOptions = {
  readonly contracts: readonly Contract[];
  readonly seed: string;
  readonly callerOf: CallerOf;
};

/** What the gateway serves, or refuses, itself. */
const platform = /^\/(?:auth|v1\/(?:rdb|functions|cloudrun|storages))(?:[/?#]|$)/;

/** Fits whatever is asked, so that nothing would be an invalid path: such are objects, which have a host of their own. */
const fitsAll = /^(?:\/\{[^/]*\})+$/;

/** A path that wants `Authorization` wants one that this gateway knows. */
export function createElsewhere({ contracts, seed, callerOf }: ElsewhereOptions): Elsewhere {
  let made: ContractMock | undefined;
  return async (request, reply) => {
    const { method, url } = request;
    if (platform.test(url)) return false;
    made ??= createContractMock(contracts.map(withOwnPaths), seed);
    const operation = operationFor(made.routes, method, url);
    if (!operation) return false;
    if (wantsAuthorization(operation, request)) await callerOf(request.headers.authorization, request);
    replyFrom(made, request, reply);
    return true;
  };
}

function withOwnPaths(contract: Contract): Contract {
  return { ...contract, operations: contract.operations.filter(({ path }) => !fitsAll.test(path)) };
}

/** Unless another way in is declared, and nothing was sent that would have to be known. */
function wantsAuthorization({ contract, security }: Operation, { headers }: FastifyRequest): boolean {
  const ways = security.map((names) =>
    names.some((name) => {
      const scheme = contract.securitySchemes.get(name);
      return scheme?.type === 'apiKey' ? scheme.name.toLowerCase() === 'authorization' : scheme !== undefined;
    }),
  );
  return ways.includes(true) && (headers.authorization !== undefined || !ways.includes(false));
}
