import type { DescriptionError } from '../core/errors.ts';
import { renderFaults } from '../report/render-fault.ts';
import { exitLine } from '../report/render-summary.ts';

/** The faults of an error as a person reads them, the exit code last. */
export function createFaultText(color: boolean): (error: DescriptionError) => string {
  return ({ faults }) => {
    const usage = faults.every(({ code }) => code === 'USAGE' || code === 'NOTHING_SELECTED' || code === 'PORT_IN_USE');
    return `${renderFaults(faults, { color })}\n${usage ? 'exit 2: usage' : (exitLine(2) ?? '')}`;
  };
}
