// The warm instances of one function: each carries out one call at a time, as in the cloud.
import type { Instance, Outcome } from './instance.ts';
import type { CallMessage } from './worker.ts';

export type Pool = {
  readonly run: (call: CallMessage, milliseconds: number) => Promise<Outcome>;
  /** No more calls come: what is idle ends now, what is busy after its call. */
  readonly retire: () => void;
};

/** @param size the most instances; further calls wait for one */
export function createPool(start: () => Instance, size: number): Pool {
  const idle: Instance[] = [];
  const waiting: (() => void)[] = [];
  let count = 0;
  let isRetired = false;

  const obtain = async (): Promise<Instance> => {
    for (;;) {
      const warm = idle.pop();
      if (warm?.isAlive() === true) return warm;
      if (warm !== undefined) count -= 1;
      else if (count < size) {
        const fresh = start();
        count += 1;
        return fresh;
      } else {
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
        });
      }
    }
  };
  const giveBack = (instance: Instance): void => {
    if (isRetired && waiting.length === 0) void instance.end();
    if (instance.isAlive()) idle.push(instance);
    else count -= 1;
    waiting.shift()?.();
  };
  return {
    run: async (call, milliseconds) => {
      const instance = await obtain();
      const outcome = await instance.run(call, milliseconds);
      giveBack(instance);
      return outcome;
    },
    retire: () => {
      isRetired = true;
      for (const instance of idle.splice(0)) void instance.end();
    },
  };
}
