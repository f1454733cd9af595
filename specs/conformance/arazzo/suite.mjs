// The cases of the suite, read and carried out in this process: no network, no waiting. See README.md.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { same } from './judge.mjs';
import { openWorld, server } from './world.mjs';

const timeout = 30_000;

export const casesFolder = join(import.meta.dirname, 'cases');

/** @returns the names of the case folders, in order */
export function caseNames() {
  return readdirSync(casesFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(casesFolder, entry.name, 'case.yaml')))
    .map(({ name }) => name)
    .sort();
}

export function readCase(product, name) {
  const text = readFileSync(join(casesFolder, name, 'case.yaml'), 'utf8');
  return { name, ...product.readDocument(text, `${name}/case.yaml`).value };
}

/** The sentences of the specification (`sentences`), or the cases that our own runner does not pass (`known-gaps`). */
export function readList(product, name) {
  const file = `${name}.yaml`;
  return product.readDocument(readFileSync(join(import.meta.dirname, file), 'utf8'), file).value ?? [];
}

/** The recorded exchanges, those with `repeat` as often as it says. */
export function exchangesOf({ exchanges = [] }) {
  return exchanges.flatMap((exchange) => Array.from({ length: exchange.repeat ?? 1 }, () => exchange));
}

/** How our runner differs from a case; an empty list is a pass. */
export async function runCase(product, example) {
  return compare(product, example, await carryOut(product, example));
}

/** Everything that our runner did with a case. */
export async function carryOut(product, example) {
  const world = openWorld(product, example, exchangesOf(example));
  const { project, faults: told } = product.readProject(casesFolder, {}, [`${example.name}/workflow.arazzo.yaml`]);
  const warnings = told.filter(({ weight }) => weight === 'warning');
  const faults = told.filter(({ weight }) => weight !== 'warning');
  if (!project) return { differences: world.differences(), faults, warnings, result: undefined };
  try {
    const chosen = project.workflows.find(
      ({ file, workflow }) => file.startsWith(`${example.name}/`) && workflow.workflowId === (example.workflow ?? workflow.workflowId),
    );
    const run = {
      ...{ link: chosen.link, workflow: chosen.workflow, inputs: example.inputs ?? {}, baseUrl: server, timeout },
      operations: project.operations,
      ...example.run,
    };
    const result = await product.runWorkflow(run, world.ports, world.signal);
    if (result.duration !== world.elapsed()) world.differ(`it took ${result.duration} ms, and ${world.elapsed()} ms have passed`);
    return { differences: world.differences(), faults, warnings, result };
  } catch (error) {
    if (!(error instanceof product.DescriptionError)) throw error;
    return { differences: world.differences(), faults: error.faults, warnings, result: undefined };
  }
}

function compare(product, example, { differences, faults, warnings, result }) {
  const all = [...differences];
  const wanted = example.faults ?? [];
  const shown = faults.map(showFault);
  all.push(...compareList(product, 'fault', wanted, shown, ['code', 'at']));
  all.push(...compareList(product, 'warning', example.warnings ?? [], warnings.map(showFault), ['code', 'at']));
  if (!result) return example.verdict === undefined ? all : [...all, 'nothing was carried out'];
  if (result.verdict !== example.verdict) all.push(`the verdict is ${result.verdict}, and ${example.verdict} is expected`);
  const outputs = fillIn(example.outputs ?? {});
  if (!same(product, outputs, result.outputs)) all.push(difference(product, 'the outputs', outputs, result.outputs));
  const findings = result.findings.map(showFinding);
  all.push(...compareList(product, 'finding', fillIn(example.findings ?? []), findings, ['code', 'severity', 'step', 'expected', 'actual']));
  const steps = result.steps.map(({ stepId, verdict }) => `${stepId} ${verdict}`);
  if (example.cleanUp && !same(product, example.cleanUp, result.cleanUp)) {
    all.push(difference(product, 'the clean-up', example.cleanUp, result.cleanUp));
  }
  if (example.steps && !same(product, example.steps, steps)) all.push(difference(product, 'the steps', example.steps, steps));
  return all;
}

/** Of each entry what the case says, and always those that `keys` names. */
function compareList(product, what, wanted, actual, keys) {
  const named = actual.map((one, index) => {
    const said = [...keys, ...Object.keys(wanted[index] ?? one)];
    return Object.fromEntries(Object.entries(one).filter(([key]) => said.includes(key)));
  });
  if (same(product, wanted, named)) return [];
  return [difference(product, `the ${what}s`, wanted, named)];
}

export function showFault({ code, message, location, expected, actual, remedy }) {
  const at = location === undefined ? undefined : `${location.line}:${location.column}`;
  return defined({ code, at, message, expected, actual, remedy });
}

export function showFinding({ code, severity, stepId, location, title, expected, actual, remedy, exchange }) {
  const at = `${location.line}:${location.column}`;
  return defined({ code, ...(severity === 'error' ? {} : { severity }), step: stepId, at, title, expected, actual, remedy, exchange });
}

function defined(members) {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

function difference(product, what, wanted, actual) {
  return `${what} differ\n    expected: ${product.writeJson(wanted)}\n    actual:   ${product.writeJson(actual)}`;
}

/** `{server}` in an expected text stands for the address of the API. */
export function fillIn(value, address = server) {
  if (typeof value === 'string') return value.replaceAll('{server}', address);
  if (Array.isArray(value)) return value.map((item) => fillIn(item, address));
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, fillIn(member, address)]));
}

