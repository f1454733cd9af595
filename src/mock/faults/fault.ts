import type { Answer } from './answer.ts';
import { changeBody, retyped } from './change-body.ts';

/** A lie that the mock was told to tell, so that the alarm can be proved. */
export type Fault = {
  readonly kind: FaultKind;
  readonly operationId: string;
  /** What the kind needs to know: a JSON Pointer, a status, a media type or a header's name. */
  readonly argument: string;
};

type Kind = {
  /** What stands behind the operation's id, as a person is told; absent: nothing. */
  readonly argument?: { readonly name: string; readonly pattern: RegExp };
  /** What the answer becomes; absent: the request is not answered as it would be, see `apply-faults.ts`. */
  readonly change?: (answer: Answer, argument: string) => Answer;
};

const pointer = { name: 'a JSON Pointer into the body, as /0/position', pattern: /^(?:\/(?:[^~]|~[01])*)+$/ };

export const faultKinds = {
  retype: { argument: pointer, change: (answer, at) => changeBody(answer, at, retyped) },
  drop: { argument: pointer, change: (answer, at) => changeBody(answer, at, () => undefined) },
  status: {
    argument: { name: 'a status from 200 to 599', pattern: /^[2-5]\d\d$/ },
    change: (answer, status) => ({ ...answer, status: Number(status) }),
  },
  html: {
    change: (answer) => ({ ...answer, contentType: 'text/html', body: '<!doctype html><title>Bad gateway</title>' }),
  },
  'invalid-json': { change: (answer) => ({ ...answer, body: answer.body.slice(0, -1) || '{' }) },
  empty: { change: (answer) => ({ ...answer, body: '' }) },
  'media-type': {
    argument: { name: 'a media type, as text/plain', pattern: /^[^\s/]+\/[^\s/]+$/ },
    change: (answer, contentType) => ({ ...answer, contentType }),
  },
  'drop-header': {
    argument: { name: "a header's name", pattern: /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/ },
    change: (answer, name) => ({ ...answer, without: [...answer.without, name] }),
  },
  hang: {},
  reset: {},
  expire: {},
} as const satisfies Record<string, Kind>;

export type FaultKind = keyof typeof faultKinds;

export function kindOf(kind: FaultKind): Kind {
  return faultKinds[kind];
}
