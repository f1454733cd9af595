// A piece of work as its statements, one after another: what an engine carries out, at once or waiting for a server.
import type { CompiledQuery } from 'kysely';
import type { Dialect } from './dialect.ts';
import type { Stored } from './table.ts';

export type Answer = {
  /** In the order of the selected columns. */
  readonly rows: readonly (readonly Stored[])[];
  /** The key that an insert counted up to. */
  readonly inserted: Stored;
};

export type Statement = Pick<CompiledQuery, 'sql' | 'parameters'>;

/** Yields statements, is told their answers, and returns what came of it. */
export type Program<Result> = Generator<Statement, Result, Answer>;

/** Whether the statements must be one transaction: those of a write must, a single one is by itself. */
export type Kind = 'read' | 'write' | 'one statement';

/** A database that holds the tables. */
export type Engine = {
  readonly dialect: Dialect;
  /**
   * All of it or nothing, and nothing else in between.
   * @throws GatewayRefusal where the database refuses
   */
  readonly run: <Result>(program: () => Program<Result>, kind: Kind) => Promise<Result>;
  readonly close: () => Promise<void>;
};
