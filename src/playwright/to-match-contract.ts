// Whether an answer that a test has in hand keeps its contract: `expect(response).toMatchContract()`.
import { join, resolve } from 'node:path';
import { test } from '@playwright/test';
import type { MatcherReturnType } from '@playwright/test';
import { checkResponse, openContract } from '../contract/contract-check.ts';
import type { CheckResult, ContractSet, ContractSource } from '../contract/contract-check.ts';
import { readAnswer } from './received-answer.ts';
import type { ReceivedAnswer } from './received-answer.ts';
import { framesOfUser, readableError } from './workflow-error.ts';

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

/** What the matcher was called with. */
export type MatchContract = {
  readonly received: ReceivedAnswer;
  readonly operationId: string | undefined;
  readonly options: MatchContractOptions;
  readonly isNot: boolean;
  /** Made where the matcher was called: behind the first wait, no stack names the line of the spec. */
  readonly caller: Error;
};

/** @throws an error for whatever makes it fail, at the line of the spec */
export async function matchContract(call: MatchContract): Promise<MatcherReturnType> {
  try {
    await judge(call);
  } catch (error) {
    // Frames alone: in a message Playwright takes every line that ends in a place for one.
    if (error instanceof Error) error.stack = [error.name, ...framesOfUser(call.caller)].join('\n');
    throw error;
  }
  return { pass: !call.isNot, name: 'toMatchContract', message: () => '' };
}

async function judge({ received, operationId, options, isNot }: MatchContract): Promise<void> {
  const contracts = contractsOf(options.contract);
  const exchange = await readAnswer(received, options.method);
  const result = checkResponse(contracts, exchange, { operationId, baseUrl: options.baseUrl });
  const isBroken = result.violations.some(({ severity }) => severity === 'error');
  // What could not be checked fails either way.
  if (!isBroken && result.checked === 'not-checked' && options.allowNotChecked !== true) throw new Error(result.text);
  if (isBroken === isNot) return;
  throw isNot ? new Error(`the answer was to break the contract\n\n${result.text}`) : brokenError(result);
}

/** The code of the first is the error's name. */
function brokenError({ text, violations: [first] }: CheckResult): Error {
  const name = first?.code ?? 'Error';
  const error = new Error(text.startsWith(`${name} `) ? text.slice(name.length).trimStart() : text);
  error.name = name;
  return error;
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
