import { setMaxListeners } from 'node:events';

/**
 * Work that many wait for and that is done once: whoever comes while it is under way joins it. One of them giving up
 * does not end it for the others; when all have, its signal is aborted.
 */
export function shareWork<T>(work: (signal: AbortSignal) => Promise<T>): (signal: AbortSignal) => Promise<T> {
  let current: { readonly promise: Promise<T>; readonly controller: AbortController; waiting: number } | undefined;
  return (signal) => {
    // Node warns of a leak where more than ten listen to one signal, as lanes do to that of the run.
    setMaxListeners(0, signal);
    if (signal.aborted) return Promise.reject(signal.reason as Error);
    if (!current) {
      const controller = new AbortController();
      const started = { promise: work(controller.signal), controller, waiting: 0 };
      const ended = (): void => {
        if (current === started) current = undefined;
      };
      started.promise.then(ended, ended);
      current = started;
    }
    const joined = current;
    joined.waiting += 1;
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        joined.waiting -= 1;
        if (joined.waiting === 0) {
          joined.controller.abort(signal.reason);
          if (current === joined) current = undefined;
        }
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', leave, { once: true });
      joined.promise.then(resolve, reject).finally(() => {
        signal.removeEventListener('abort', leave);
      });
    });
  };
}
