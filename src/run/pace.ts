import type { Clock, Transport } from '../runner/ports.ts';

/** Spreads requests evenly so that no more than `requestsPerSecond` begin in a second, whatever the number of lanes. */
export function paceTransport(transport: Transport, clock: Clock, requestsPerSecond: number | undefined): Transport {
  if (requestsPerSecond === undefined) return transport;
  const gap = 1000 / requestsPerSecond;
  let nextFree = 0;
  return async (request, signal, timeout) => {
    const now = clock.now();
    const turn = Math.max(now, nextFree);
    nextFree = turn + gap;
    if (turn > now) await clock.wait(turn - now, signal);
    return transport(request, signal, timeout);
  };
}
