import type { FaultReport } from './faults/faults-in-force.ts';

/** What every mock has that was started. */
export type StartedMock = {
  readonly url: string;
  readonly controlUrl: string;
  /** The faults in force, and how often each did something. */
  readonly faults: () => readonly FaultReport[];
  /** Of the object store, where the addresses of uploads and downloads lead; the mock of a contract has none. */
  readonly objectsUrl?: string;
  /** Ends all connections. */
  readonly close: () => Promise<void>;
};
