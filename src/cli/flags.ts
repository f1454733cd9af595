import type { PortFlags } from './mock-ports.ts';

/** Options of the commands, as the command line gives them. */
export type RunFlags = {
  readonly project: string;
  readonly gateway: readonly string[];
  readonly baseUrl?: string;
  readonly tag: readonly string[];
  readonly input: readonly string[];
  readonly row: readonly string[];
  readonly lastFailed?: boolean;
  readonly to?: string;
  readonly keep?: boolean;
  readonly seed?: string;
  readonly repeat: number;
  readonly untilFail?: boolean;
  readonly rerun?: number;
  readonly lanes?: number;
  readonly timeout?: number;
  readonly contract: readonly string[];
  readonly bodies: 'failed' | 'all';
  readonly mockFault: readonly string[];
  readonly reports?: string;
  readonly report?: boolean;
  readonly allure: boolean;
  readonly watch?: boolean;
  readonly json?: boolean;
};

export type MockFlags = PortFlags & {
  readonly project: string;
  readonly contract: readonly string[];
  readonly gateway: readonly string[];
  readonly data?: string;
  readonly database?: string;
  readonly quiet?: boolean;
  readonly seed?: string;
  readonly mockFault: readonly string[];
};

export type ParityFlags = Pick<RunFlags, 'project' | 'gateway' | 'mockFault' | 'reports' | 'seed' | 'json'>;

export type LintFlags = {
  readonly project: string;
  readonly list?: boolean;
  readonly fetch?: boolean;
  readonly strict?: boolean;
  readonly writeSchema?: boolean;
  readonly fix?: boolean;
  /** Selectors of workflows; true for all. */
  readonly show?: readonly string[] | true;
  readonly json?: boolean;
};
export type ReportFlags = Pick<RunFlags, 'project' | 'reports'>;

export type NewContractFlags = Pick<RunFlags, 'project' | 'reports' | 'json'> & {
  readonly fromDdl?: string;
  readonly from?: string;
  readonly out?: string;
  readonly force?: boolean;
  readonly write?: boolean;
};

export type NewWorkflowFlags = Pick<RunFlags, 'project' | 'reports' | 'json'> & {
  readonly operations?: string;
  readonly from?: string;
  readonly test?: string;
  readonly out?: string;
  readonly force?: boolean;
};
