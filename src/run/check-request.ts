// What can be known to be wrong before a gateway is started and a record is begun.
import { DescriptionError } from '../core/errors.ts';
import type { Fault } from '../core/errors.ts';
import type { JsonObject } from '../core/json.ts';
import { didYouMean } from '../core/nearest-name.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { Row } from '../arazzo/description.ts';
import type { Project, ProjectWorkflow } from '../project.ts';
import { prepareWorkflow } from '../runner/run-workflow.ts';
import { reasonToSkip } from './eligibility.ts';
import { splitFault } from './open-gateway.ts';

/** What a run is asked to do, as far as it can be judged beforehand. */
export type Requested = {
  readonly project: Project;
  readonly gateways: readonly Gateway[];
  readonly workflows: readonly ProjectWorkflow[];
  /** Given on the command line: each workflow gets those that it takes. */
  readonly inputs: JsonObject;
  readonly seed: string;
  readonly toStep?: string;
  readonly mockFaults: readonly string[];
};

/** @throws DescriptionError with every fault of the inputs, the step to stop after and the mock's faults */
export function checkRequest(request: Requested): void {
  const faults = [...checkMockFaults(request), ...checkInputNames(request), ...checkWorkflows(request)];
  if (faults.length > 0) throw new DescriptionError(faults);
}

/** A row's inputs, and over them those given for a run that the workflow takes: whoever runs it has the last word. */
export function inputsFor({ workflow }: ProjectWorkflow, inputs: JsonObject, row?: Row): JsonObject {
  const { names } = workflow.inputs;
  const taken = names === undefined ? inputs : Object.entries(inputs).filter(([name]) => names.includes(name));
  return { ...row?.inputs, ...(Array.isArray(taken) ? Object.fromEntries(taken) : taken) };
}

/** An input that no workflow takes would be given in vain. */
function checkInputNames({ workflows, inputs }: Requested): Fault[] {
  const known = workflows.map(({ workflow }) => workflow.inputs.names);
  if (known.includes(undefined)) return [];
  const names = [...new Set(known.flatMap((own) => own ?? []))];
  return Object.keys(inputs)
    .filter((name) => !names.includes(name))
    .map((name) => {
      const remedy = didYouMean(name, names) ?? `inputs that are taken: ${names.join(', ') || 'none'}`;
      return { code: 'USAGE', message: `no selected workflow has an input "${name}"`, remedy };
    });
}

/** A fault that reaches no mock would make a run pass that was meant to fail. */
function checkMockFaults({ gateways, mockFaults }: Requested): Fault[] {
  return mockFaults.flatMap((text): Fault[] => {
    const { gateway } = splitFault(text);
    const meant = gateway === undefined ? gateways : gateways.filter(({ name }) => name === gateway);
    if (meant.some(({ kind }) => kind === 'embedded')) return [];
    const message = '--mock-fault reaches no embedded gateway';
    const expected = 'an embedded gateway, which the run starts itself';
    const actual = gateways.map(describeGateway).join(', ');
    const remedy = 'start the mock that is meant with it: npx gatewright mock --mock-fault ...';
    return [{ code: 'USAGE', message, expected, actual, remedy }];
  });
}

const describeGateway = ({ name, kind }: Gateway): string => `${name} (${kind})`;

function checkWorkflows({ project, gateways, workflows, inputs, seed, toStep }: Requested): Fault[] {
  const values = { env: (name: string) => project.environment[name], mark: `gw-${seed}-1`, seed };
  const due = workflows.filter((test) => gateways.some((gateway) => reasonToSkip(test, gateway) === undefined));
  const faultsOf = (test: ProjectWorkflow, row: Row | undefined): readonly Fault[] => {
    const { link, workflow } = test;
    const run = { link, workflow, inputs: inputsFor(test, inputs, row), ...(toStep !== undefined && { toStep }) };
    try {
      prepareWorkflow(run, { values });
      return [];
    } catch (error) {
      if (!(error instanceof DescriptionError)) throw error;
      return row ? error.faults.map((fault) => faultOfRow(fault, row)) : error.faults;
    }
  };
  return due.flatMap((test) => {
    if (!test.rows) return faultsOf(test, undefined);
    const found: Fault[] = [];
    for (const row of test.rows) {
      found.push(...faultsOf(test, row));
      // Thousands of rows may have the same.
      if (found.length >= 20) break;
    }
    return found;
  });
}

/** What a row gives wrong, or leaves out, is mended at its line. */
function faultOfRow(fault: Fault, row: Row): Fault {
  if (fault.code !== 'INPUT_INVALID') return fault;
  const { code, expected, actual } = fault;
  const words = { code, message: `row "${row.id}": ${fault.message}`, location: row.locate() };
  if (expected === undefined) return { ...words, remedy: 'give it in the row, or to all rows with --input' };
  return { ...words, expected, ...(actual !== undefined && { actual }) };
}
