// The record's format: one JSON object per line of events.ndjson, written as it happens. Every report is a function of these.
import type { Finding } from '../core/finding.ts';
import type { HeaderField } from '../core/http.ts';
import type { SourceLocation } from '../core/source.ts';
import type { Checked } from '../openapi/violation.ts';
import type { Repeat, Verdict } from '../runner/result.ts';

/** Gateway, workflow and data row: independent of file, order and shard. */
export type TestIdentity = { readonly gateway: string; readonly workflowId: string; readonly row?: string };

/** `mock:sms-login`, `mock:sms-login#row`: the identity as one string. */
export function testId(identity: TestIdentity): string {
  return `${identity.gateway}:${identity.workflowId}${identity.row === undefined ? '' : `#${identity.row}`}`;
}

export type RunEvent = {
  readonly type: 'run';
  /** The run folder's name. */
  readonly run: string;
  readonly gatewright: string;
  readonly startedAt: number;
  readonly seed: string;
  readonly frontDoor: 'command' | 'playwright';
  readonly gateways: readonly { readonly name: string; readonly baseUrl: string; readonly kind: 'embedded' | 'live' }[];
  readonly lanes: number;
  readonly selected: number;
  /** SHA-256 of every contract and workflow that judged, by file. */
  readonly digests: Readonly<Record<string, string>>;
};

/** A message's body as it is kept: in full, or its shape and digest. */
export type RecordedBody = {
  readonly bytes: number;
  readonly text?: string | undefined;
  /** The types inside, as in `[{id:integer,name:string}]`. */
  readonly shape?: string | undefined;
  /** SHA-256 of the masked text, first 16 hexadecimal digits. */
  readonly digest?: string | undefined;
  /** Of a body that is no text, in place of its bytes, which are never kept: its media type and SHA-256. */
  readonly mediaType?: string | undefined;
  readonly sha256?: string | undefined;
};

export type ExchangeEvent = {
  readonly type: 'exchange';
  readonly test: string;
  readonly step: string;
  readonly phase: 'steps' | 'finally';
  readonly attempt: number;
  /** Why it was sent again; absent for the first. */
  readonly why?: Repeat | undefined;
  /** The answer was not yet what the step polls for. */
  readonly waiting?: true | undefined;
  readonly operation: string;
  readonly account?: string | undefined;
  readonly startedAt: number;
  readonly duration: number;
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers?: readonly HeaderField[] | undefined;
    readonly body?: RecordedBody | undefined;
    /** How far the contract could judge it; absent where it could in full. */
    readonly check?: { readonly checked: Checked; readonly reason?: string | undefined } | undefined;
  };
  /** Absent where none came: then `error` says why. */
  readonly response?:
    | {
        readonly status: number;
        readonly headers?: readonly HeaderField[] | undefined;
        readonly mediaType?: string | undefined;
        readonly body?: RecordedBody | undefined;
      }
    | undefined;
  readonly error?: { readonly code: string; readonly message: string } | undefined;
  /** Whose promise was checked, and how far. */
  readonly check?:
    | {
        readonly operation: string;
        readonly declared?: string | undefined;
        readonly checked: Checked;
        readonly reason?: string | undefined;
      }
    | undefined;
  readonly findings?: readonly Finding[] | undefined;
};

export type StepEvent = {
  readonly type: 'step';
  readonly test: string;
  readonly step: string;
  readonly phase: 'steps' | 'finally';
  readonly location: SourceLocation;
  readonly verdict: Verdict;
  readonly attempts: number;
  readonly startedAt: number;
  readonly duration: number;
  readonly findings?: readonly Finding[] | undefined;
  readonly reason?: string | undefined;
};

export type WorkflowEvent = {
  readonly type: 'workflow';
  readonly test: string;
  readonly identity: TestIdentity;
  /** `mysqldb/course-lifecycle`: the folder below workflows/ and the workflowId. */
  readonly name: string;
  readonly title: string;
  readonly location: SourceLocation;
  /** The id of its row of `x-data`; the identity's row tells the repeat as well. */
  readonly dataRow?: string | undefined;
  /** `session`: a login on behalf of an account, not a test of its own. */
  readonly purpose: 'test' | 'session';
  readonly tags: readonly string[];
  readonly owner?: string | undefined;
  readonly severity?: string | undefined;
  readonly verdict: Verdict;
  readonly startedAt: number;
  readonly duration: number;
  readonly steps: { readonly done: number; readonly declared: number };
  readonly findings: readonly Finding[];
  readonly error?:
    { readonly code: string; readonly message: string; readonly remedy?: string | undefined } | undefined;
  /** Why it was skipped. */
  readonly reason?: string | undefined;
  readonly cleanUp: { readonly done: number; readonly due: number };
  /** Requests that were sent again, by why; absent where none was. */
  readonly repeats?: Readonly<Partial<Record<Repeat, number>>> | undefined;
  /** The command line that shows it again. */
  readonly again?: string | undefined;
  /** Counts the runs of this test in this run, from 1. */
  readonly tries: number;
};

export type EndEvent = { readonly type: 'end'; readonly at: number; readonly exit: number };

export type RecordEvent = RunEvent | ExchangeEvent | StepEvent | WorkflowEvent | EndEvent;
