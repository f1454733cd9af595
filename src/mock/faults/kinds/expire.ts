import { documentedRefusal } from '../documented-refusals.ts';
import type { Kind } from '../kind.ts';

export const expire: Kind = {
  does: 'the access token is called expired: 401 ACCESS_TOKEN_EXPIRED; once where nothing else is said',
  when: 'x1',
  read: () => ({ refuse: (asked) => documentedRefusal('ACCESS_TOKEN_EXPIRED', asked) }),
};
