import type { DescriptionCode, GatewayCode } from './codes.ts';
import type { SourceLocation } from './source.ts';
import { formatLocation } from './source.ts';

/** One thing wrong in a file that a person here wrote. Nothing is sent while there is one. */
export type Fault = {
  readonly code: DescriptionCode;
  /** The rule of lint that found it, by the name that `x-lint-ignore` uses. */
  readonly rule?: string;
  /** What is most likely a slip, but hinders nothing. */
  readonly weight?: 'warning';
  readonly message: string;
  /** Absent where no file is at fault, as with a command line. */
  readonly location?: SourceLocation;
  readonly expected?: string;
  readonly actual?: string;
  /** What to do, as a sentence; the nearest name goes here. */
  readonly remedy?: string;
};

/** The author of a file here must act. Carries every fault that was found, so that one run shows them all. */
export class DescriptionError extends Error {
  override readonly name = 'DescriptionError';
  readonly faults: readonly Fault[];

  /** @param message for whoever sees the error itself, and not a command's own rendering of its faults */
  constructor(faults: readonly Fault[], message = inShort(faults)) {
    super(message);
    this.faults = faults;
  }
}

function inShort(faults: readonly Fault[]): string {
  return faults
    .map((fault) => `${fault.code} ${fault.location ? `${formatLocation(fault.location)} ` : ''}${fault.message}`)
    .join('\n');
}

/** Whoever runs the network or the environment must act: the service could not be judged. */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  readonly code: GatewayCode;
  /** Whether the request may have reached the service, so that it must not be repeated without thought. */
  readonly sent: boolean;
  readonly remedy: string | undefined;

  constructor(
    code: GatewayCode,
    message: string,
    options: { readonly sent?: boolean; readonly remedy?: string; readonly cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.code = code;
    this.sent = options.sent ?? true;
    this.remedy = options.remedy;
  }
}
