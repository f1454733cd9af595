import type { FastifyServerOptions } from 'fastify';

function refuseSchema(): never {
  throw new Error('the mock declares no route schemas');
}

/** Keeps Fastify from loading its schema compilers, half of the time of a first start: no route here has a schema. */
export const noSchemas: NonNullable<FastifyServerOptions['schemaController']> = {
  compilersFactory: { buildValidator: () => refuseSchema, buildSerializer: () => refuseSchema },
};
