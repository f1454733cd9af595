import { distributionForm, readDistribution } from '../duration.ts';
import type { Kind } from '../kind.ts';

export const latency: Kind = {
  does: 'the answer comes late',
  argument: { name: 'TIME', form: distributionForm },
  read: (text) => {
    const late = readDistribution(text);
    return late && { late };
  },
};
