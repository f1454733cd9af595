// What the engine needs of the world. It has no clock, no network and no file of its own.
import type { Digest } from '../core/bytes.ts';
import type { HttpRequest, HttpResponse } from '../core/http.ts';
import type { Step } from '../arazzo/description.ts';
import type { AttemptResult, StepResult } from './result.ts';

/**
 * Carries one request and gives the answer, whatever its status. Redirects are not followed.
 * @param timeout milliseconds from sending to the last byte (Arazzo 1.1, Step Object `timeout`)
 * @throws GatewayError where no whole answer came, or not in time; the signal's reason where it was aborted
 */
export type Transport = (request: HttpRequest, signal: AbortSignal, timeout: number) => Promise<HttpResponse>;

export type Clock = {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Resolves after that many milliseconds, or rejects with the signal's reason. */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
};

/** A secret that proves who calls; put where the operation's security scheme says. */
export type Credential = { readonly secret: string; readonly renewable: boolean };

/** Sessions and keys of the gateway's accounts. */
export type Credentials = {
  /**
   * The credential of an account: undefined for `nobody`. Logs in once per account, however many ask at the same time.
   * @throws GatewayError with SESSION_NOT_OBTAINED
   */
  readonly obtain: (account: string, signal: AbortSignal) => Promise<Credential | undefined>;
  /** A fresh one after the gateway called `stale` expired; one renewal serves all who hold the same stale credential. */
  readonly renew: (account: string, stale: Credential, signal: AbortSignal) => Promise<Credential | undefined>;
};

/** Where `x-from` values come from. What is secret is made known to the masks by whoever implements this. */
export type Values = {
  readonly env: (name: string) => string | undefined;
  readonly mark: string;
  readonly seed: string;
  /**
   * The newest code sent to an address after `since` (milliseconds since the epoch).
   * @throws GatewayError with CODE_NOT_RECEIVED
   */
  readonly code: (to: string, since: number, signal: AbortSignal) => Promise<string>;
};

/** Bodies of bytes. */
export type ByteMaker = {
  /** So many, the same for the same seed of the run; every value of a byte occurs where there is room for all. */
  readonly generate: (size: number) => Uint8Array;
  readonly digest: Digest;
};

/** What happens, as it happens: called before the next request is sent. */
export type Journal = {
  /** Steps of a called workflow are named behind the step that calls it: `sign-in/verify`. */
  readonly attempt?: (stepId: string, attempt: AttemptResult, phase: StepResult['phase']) => void;
  readonly step?: (result: StepResult) => void;
};

/** Wraps a step; Playwright's fixture makes a `test.step` of it. */
export type Observe = (step: Step, body: () => Promise<StepResult>) => Promise<StepResult>;

export type Ports = {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly credentials: Credentials;
  readonly values: Values;
  readonly bytes: ByteMaker;
  readonly journal?: Journal;
  readonly observe?: Observe;
  /** Makes a value unreadable in everything written from now on. */
  readonly hide?: (secret: string, kind: string) => void;
};
