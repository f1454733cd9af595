import type { OperationIndex } from '../../openapi/operation-index.ts';
import type { MockClock } from '../clock.ts';
import { chanceOf } from './chance.ts';
import type { Chance } from './chance.ts';
import type { Effect } from './kind.ts';
import { readFaults } from './read-fault.ts';
import type { Fault, WrittenFault } from './read-fault.ts';

/** How a fault has fared. */
export type FaultReport = {
  readonly fault: string;
  /** Requests of its operation, whether it was its turn or not. */
  readonly requests: number;
  /** Requests at which it was its turn. */
  readonly due: number;
  /** Requests at which it did something. */
  readonly hits: number;
};

/** A fault whose turn it is at a request. */
export type DueFault = { readonly effect: Effect; readonly chance: Chance; readonly hit: () => void };

/** The faults in force; they can be changed while the mock runs. */
export type Faults = {
  /** All of them, or none. @throws DescriptionError with USAGE or CONFIGURATION */
  readonly add: (written: readonly WrittenFault[]) => void;
  /** Ends those that were written so; gives how many there were. */
  readonly remove: (text: string) => number;
  readonly clear: () => void;
  readonly reports: () => readonly FaultReport[];
  /**
   * Those whose turn it is at a request, by any operation whose path fits it: a platform's template as well as a concrete
   * path. To be asked once for each request.
   */
  readonly meet: (method: string, url: string) => readonly DueFault[];
  /** What the header Date is to say, where the mock's clock is not the machine's. */
  readonly date: () => string | undefined;
};

export type FaultOptions = {
  /** What the operation ids mean; absent: only faults of every operation can be set. */
  readonly operations: OperationIndex | undefined;
  readonly clock: MockClock;
  /** Faults by chance and latencies are the same for the same seed and the same requests. */
  readonly seed: string;
};

type InForce = { readonly fault: Fault; requests: number; due: number; hits: number };

/** @throws DescriptionError with USAGE or CONFIGURATION */
export function createFaults({ operations, clock, seed }: FaultOptions, written: readonly WrittenFault[]): Faults {
  let inForce: readonly InForce[] = [];
  const setSkew = (sign: 1 | -1, faults: readonly InForce[]): void => {
    for (const { fault } of faults) clock.advance(sign * (fault.effect.skew ?? 0));
  };
  const keep = (isKept: (one: InForce) => boolean): number => {
    const gone = inForce.filter((one) => !isKept(one));
    setSkew(-1, gone);
    inForce = inForce.filter(isKept);
    return gone.length;
  };
  const faults: Faults = {
    add: (more) => {
      const added = readFaults(more, operations).map((fault) => ({ fault, requests: 0, due: 0, hits: 0 }));
      setSkew(1, added);
      inForce = [...inForce, ...added];
    },
    remove: (text) => keep(({ fault }) => fault.text !== text),
    clear: () => {
      keep(() => false);
    },
    reports: () => inForce.map(({ fault: { text }, ...counts }) => ({ fault: text, ...counts })),
    meet: (method, url) => {
      // What a browser asks beforehand is no operation's.
      if (inForce.length === 0 || method === 'OPTIONS') return [];
      const ids = operations?.byRequest(method, url).map(({ operationId }) => operationId) ?? [];
      const met = inForce.filter(({ fault }) => fault.operationId === '*' || ids.includes(fault.operationId));
      return met.flatMap((one) => {
        const { fault } = one;
        one.requests += 1;
        const chance = chanceOf(seed, fault.text, one.requests);
        const hit = (): void => {
          one.hits += 1;
        };
        if (!fault.isDue(one.requests, chance)) return [];
        one.due += 1;
        return [{ effect: fault.effect, chance, hit }];
      });
    },
    date: () => {
      const now = clock.now();
      return Math.abs(now - Date.now()) < 1000 ? undefined : new Date(now).toUTCString();
    },
  };
  faults.add(written);
  return faults;
}
