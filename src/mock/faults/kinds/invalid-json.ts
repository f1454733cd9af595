import type { Kind } from '../kind.ts';

export const invalidJson: Kind = {
  does: 'the last character of the body is missing, so that it is no JSON',
  read: () => ({
    body: (answer) => (answer.body.length === 0 ? answer : { ...answer, body: answer.body.subarray(0, -1) }),
  }),
};
