import { documentedRefusal } from '../documented-refusals.ts';
import { readDuration } from '../duration.ts';
import type { Kind } from '../kind.ts';

export const rateLimit: Kind = {
  does: 'the request is refused with 429 EXCEED_RATELIMIT, with Retry-After where you say how long',
  argument: { name: 'SECONDS', form: 'whole seconds, as 2s, or nothing', optional: true },
  read: (text) => {
    const after = text === '' ? 0 : (readDuration(text) ?? NaN) / 1000;
    if (!Number.isInteger(after)) return undefined;
    return {
      refuse: (asked) => {
        const refused = documentedRefusal('EXCEED_RATELIMIT', asked);
        return refused && text !== '' ? { ...refused, headers: { 'retry-after': String(after) } } : refused;
      },
    };
  },
};
