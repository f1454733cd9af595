import type { FaultReport } from '../mock/faults/faults-in-force.ts';
import { count } from '../report/figures.ts';

/** A line for each fault of a mock that did nothing: a run that passes all the same has proved nothing by it. */
export function idleFaults(gateway: string, reports: readonly FaultReport[]): string[] {
  return reports
    .filter(({ hits }) => hits === 0)
    .map((report) => `the fault ${report.fault} of gateway "${gateway}" did nothing: ${why(report)}`);
}

function why({ requests, due }: FaultReport): string {
  if (requests === 0) return 'no request of its operation came';
  const came = `${count(requests, 'request')} of its operation came`;
  return due === 0 ? `${came}, and it was never its turn` : `${came}, and no answer had what it changes`;
}
