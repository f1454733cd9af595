import type { Kind } from '../kind.ts';

const quote = 0x22;

export const invalidUtf8: Kind = {
  does: 'a byte that UTF-8 does not have stands in the last text of the body',
  read: () => ({
    body: (answer) => {
      const at = answer.body.lastIndexOf(quote);
      if (at < 0) return answer;
      const { body } = answer;
      return { ...answer, body: Buffer.concat([body.subarray(0, at), Buffer.from([0xff]), body.subarray(at)]) };
    },
  }),
};
