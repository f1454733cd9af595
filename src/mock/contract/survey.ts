// What a mock of a contract will answer, found before anyone asks.
import { setImmediate as pause } from 'node:timers/promises';
import type { Operation } from '../../openapi/contract.ts';
import type { ContractMock } from './contract-mock.ts';
import { isAnswer } from './make-answer.ts';
import type { CannotAnswer, Doubt, MadeAnswer } from './make-answer.ts';

export type Survey = {
  readonly operations: number;
  /** How many have their usual answer from where. */
  readonly sources: Readonly<Record<MadeAnswer['source'], number>>;
  readonly cannot: readonly (Pick<CannotAnswer, 'location' | 'reason'> & { readonly operation: Operation })[];
  /** Examples that break their schemas, each once. */
  readonly doubts: readonly Doubt[];
};

/** One operation at a time, so that requests are answered meanwhile. */
export async function surveyMock(
  mock: ContractMock,
  operations: readonly Operation[],
  signal?: AbortSignal,
): Promise<Survey> {
  const sources = { example: 0, schema: 0, 'no body': 0 };
  const cannot: Survey['cannot'][number][] = [];
  const doubts = new Map<string, Doubt>();
  for (const operation of operations) {
    if (signal?.aborted === true) break;
    const made = mock.usual(operation);
    for (const doubt of made.doubts) doubts.set(JSON.stringify(doubt), doubt);
    if (isAnswer(made)) sources[made.source] += 1;
    else cannot.push({ operation, location: made.location, reason: made.reason });
    await pause();
  }
  return { operations: operations.length, sources, cannot, doubts: [...doubts.values()] };
}
