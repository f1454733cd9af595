import type { Kind } from '../kind.ts';

const encodings = { 'utf-16le': 'utf16le', 'iso-8859-1': 'latin1' } as const;
const words = Object.keys(encodings);

export const charset: Kind = {
  does: 'the body is written in another encoding, and nothing says so',
  argument: { name: 'ENCODING', form: words.join(' or '), words },
  read: (name) => {
    const encoding = Object.entries(encodings).find(([known]) => known === name)?.[1];
    if (encoding === undefined) return undefined;
    return {
      body: (answer) => {
        const body = Buffer.from(answer.body.toString(), encoding);
        return body.equals(answer.body) ? answer : { ...answer, body };
      },
    };
  },
};
