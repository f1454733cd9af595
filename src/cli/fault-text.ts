import type { DescriptionError } from '../core/errors.ts';
import { renderFaults } from '../report/render-fault.ts';
import { exitLine } from '../report/render-summary.ts';

/** The faults of an error as a person reads them, the exit code last. */
export function createFaultText(color: boolean): (error: DescriptionError) => string {
  return ({ faults }) => {
    // Where no file is at fault, the command line is.
    const usage = faults.every(({ location }) => location === undefined);
    return `${renderFaults(faults, { color })}\n${usage ? 'exit 2: usage' : (exitLine(2) ?? '')}`;
  };
}
