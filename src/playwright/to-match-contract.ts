// Whether an answer that a test has in hand keeps its contract: `expect(response).toMatchContract()`.
import { join, resolve } from 'node:path';
import { test } from '@playwright/test';
import type { MatcherReturnType } from '@playwright/test';
import { checkResponse, openContract } from '../contract/contract-check.ts';
import type { ContractSet, ContractSource } from '../contract/contract-check.ts';
import { readAnswer } from './received-answer.ts';
import type { ReceivedAnswer } from './received-answer.ts';
import { readableError } from './workflow-error.ts';

export type MatchContractOptions = {
  /** Contracts that were opened, or files or folders to open. Default: `contracts/` of the project. */
  readonly contract?: ContractSet | ContractSource | undefined;
  /** Where the service is served, where the contract's `servers` do not have that base path. */
  readonly baseUrl?: string | undefined;
  /** Of the request: only a browser's answer tells it. Needed where a path has several, and no operationId is given. */
  readonly method?: string | undefined;
  /** Passes where the check could not be made. Otherwise that fails, with `not` as well. */
  readonly allowNotChecked?: boolean | undefined;
};

/** @throws an error with every fault of the contracts; TypeError where what was received is no answer to check */
export async function matchContract(
  received: ReceivedAnswer,
  operationId: string | undefined,
  { contract, method, baseUrl, allowNotChecked = false }: MatchContractOptions,
  isNot: boolean,
): Promise<MatcherReturnType> {
  const contracts = contractsOf(contract);
  const exchange = await readAnswer(received, method);
  const { checked, violations, text } = checkResponse(contracts, exchange, { operationId, baseUrl });
  const isBroken = violations.some(({ severity }) => severity === 'error');
  const isUnknown = !isBroken && checked === 'not-checked' && !allowNotChecked;
  const wanted = isNot && !isUnknown ? 'the answer was to break the contract\n\n' : '';
  return {
    // What could not be checked fails either way.
    pass: isUnknown ? isNot : !isBroken,
    name: 'toMatchContract',
    message: () => wanted + text,
  };
}

/** Of this worker: files are read once. */
const opened = new Map<string, ContractSet>();

function contractsOf(contract: ContractSet | ContractSource | undefined): ContractSet {
  if (contract !== undefined && isOpen(contract)) return contract;
  const directory = resolve(projectFolder());
  const source = contract ?? join(directory, 'contracts');
  const key = JSON.stringify([directory, source]);
  const known = opened.get(key);
  if (known) return known;
  try {
    const contracts = openContract(source, { directory });
    opened.set(key, contracts);
    return contracts;
  } catch (error) {
    throw readableError(error);
  }
}

function isOpen(contract: ContractSet | ContractSource): contract is ContractSet {
  return typeof contract === 'object' && 'operations' in contract;
}

/** The option `project` of the Playwright project, as for the fixtures. */
function projectFolder(): string {
  let use: object;
  try {
    ({ use } = test.info().project);
  } catch {
    return '.';
  }
  return 'project' in use && typeof use.project === 'string' ? use.project : '.';
}
