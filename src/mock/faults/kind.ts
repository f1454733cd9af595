import type { ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import type { Chance } from './chance.ts';

/** Status and headers of an answer that is about to be sent; the names of the headers are in lower case. */
export type Head = { readonly status: number; readonly headers: Readonly<Record<string, HeaderValue>> };
export type HeaderValue = number | string | string[];

/** An answer as it is about to be sent, whole. */
export type Answer = Head & { readonly body: Buffer };

/** An answer on its way, for a fault that sends it by itself. */
export type Outgoing = {
  readonly raw: ServerResponse;
  readonly head: Head;
  readonly payload: Buffer | Readable;
};

/** What was asked. */
export type Asked = { readonly method: string; readonly url: string; readonly requestId: string };

/** An answer in place of the one that would come: the request is not carried out. */
export type Refused = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: object;
};

/**
 * What a fault does to a request that it reaches, in the order of these. Whoever has nothing to change gives back the
 * very head or answer it was given, so that a fault that does nothing can be told.
 */
export type Effect = {
  /** Refuses the request; undefined where it has no such refusal. */
  readonly refuse?: (asked: Asked) => Refused | undefined;
  /** Milliseconds that the answer is late. */
  readonly late?: (chance: Chance) => number;
  readonly head?: (head: Head) => Head;
  /** Only for answers that may have a body; a stream is read to its end first. */
  readonly body?: (answer: Answer, asked: Asked) => Answer;
  /** Sends the answer in a way of its own; of several faults the last one does. */
  readonly send?: (outgoing: Outgoing) => void | Promise<void>;
  /** `send` needs a body that it can break. */
  readonly breaksBody?: true;
  /** Milliseconds that the clock of the whole gateway is ahead. */
  readonly skew?: number;
};

export type Kind = {
  /** What it does, as a person is told. */
  readonly does: string;
  /** It concerns the whole gateway at all times, so that it takes neither an operation nor a time. */
  readonly ofGateway?: true;
  /** What stands behind the operation; absent: nothing. */
  readonly argument?: {
    /** As in the form of the fault: POINTER. */
    readonly name: string;
    /** As a message says what is expected. */
    readonly form: string;
    readonly optional?: true;
    /** What it can be, where that can be told. */
    readonly words?: readonly string[];
  };
  /** When it happens where nothing is said, as behind `@`; absent: at each request. */
  readonly when?: string;
  /** @returns undefined where the argument is none for this kind; '' where there is none */
  readonly read: (argument: string) => Effect | undefined;
};
