// The cases of the suite, read and carried out in this process: no network, no waiting. See README.md.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { judgeRequest, same } from './judge.mjs';

/** What the paths of the recorded requests are relative to. */
const server = 'http://api.test/v1';
const begin = Date.UTC(2026, 0, 1);
const timeout = 30_000;
/** No case sends so many; a runner that never ends is stopped here. */
const mostRequests = 1100;

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
  const world = openWorld(product, exchangesOf(example));
  try {
    const project = product.loadProject(casesFolder, {}, [`${example.name}/workflow.arazzo.yaml`]);
    const chosen = project.workflows.find(
      ({ file, workflow }) => file.startsWith(`${example.name}/`) && workflow.workflowId === (example.workflow ?? workflow.workflowId),
    );
    const run = {
      ...{ link: chosen.link, workflow: chosen.workflow, inputs: example.inputs ?? {}, baseUrl: server, timeout },
      operations: project.operations,
    };
    const result = await product.runWorkflow(run, world.ports, new AbortController().signal);
    return { differences: world.differences(), faults: [], result };
  } catch (error) {
    if (!(error instanceof product.DescriptionError)) throw error;
    return { differences: world.differences(), faults: error.faults, result: undefined };
  }
}

/** A transport that gives the recorded responses, a clock that only counts, and what differs from the record. */
function openWorld(product, exchanges) {
  const differences = [];
  let now = begin;
  let waited = 0;
  let count = 0;
  const transport = async (request, _signal, within) => {
    const number = (count += 1);
    if (number > mostRequests) throw new Error('the workflow does not end');
    const exchange = exchanges[number - 1];
    const path = request.url.startsWith(server) ? request.url.slice(server.length) : request.url;
    const seen = { method: request.method, path, headers: request.headers, body: request.body };
    if (!exchange) {
      differences.push(`request ${number} is not expected: ${seen.method} ${seen.path}`);
      throw new product.GatewayError('GATEWAY_UNREACHABLE', 'no exchange is recorded for this request');
    }
    differences.push(...judgeRequest(product, { number, exchange, seen, only: true }));
    if (waited !== (exchange.after ?? 0)) {
      differences.push(`request ${number} is sent after ${waited} ms, and ${exchange.after ?? 0} ms are expected`);
    }
    waited = 0;
    return answer(exchange, within);
  };
  const answer = ({ response, delay = 0 }, within) => {
    if (response === 'none') throw new product.GatewayError('GATEWAY_CONNECTION_LOST', 'the connection broke');
    now += Math.min(delay, within);
    if (delay > within) throw new product.GatewayError('GATEWAY_TIMEOUT', `no answer within ${within} ms`);
    return responseOf(product, response, now);
  };
  const clock = {
    now: () => now,
    wait: async (milliseconds) => {
      now += milliseconds;
      waited += milliseconds;
    },
  };
  const credentials = { obtain: async () => undefined, renew: async () => undefined };
  const values = { env: () => undefined, mark: 'mark', seed: 'seed', code: async () => '000000' };
  return {
    ports: { transport, clock, credentials, values },
    differences: () => [
      ...differences,
      ...exchanges.slice(count).map(({ request }) => `a request is missing: ${request}`),
      ...(waited > 0 ? [`behind the last request it waits ${waited} ms`] : []),
    ],
  };
}

/** The bytes of a recorded response: a status alone has the JSON body `{}`, and 204 and 304 have none. */
export function responseOf(product, recorded, now) {
  const { status, headers = {}, body } = typeof recorded === 'object' ? recorded : { status: recorded };
  const fields = Object.entries(headers).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one) => [name, dated(String(one), now)]),
  );
  const typed = fields.find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  const empty = body === undefined && (typed !== undefined || status === 204 || status === 304);
  if (empty) return { status, headers: fields, body: new Uint8Array() };
  if (typed === undefined) fields.unshift(['Content-Type', 'application/json']);
  const isJson = typed === undefined || /json/.test(typed);
  const text = isJson ? product.writeJson(body === undefined ? {} : body) : body;
  return { status, headers: fields, body: new TextEncoder().encode(text) };
}

/** `@+3s` stands for the HTTP date of three seconds from now. */
function dated(value, now) {
  const [, seconds] = /^@([+-]\d+)s$/.exec(value) ?? [];
  return seconds === undefined ? value : new Date((Math.ceil(now / 1000) + Number(seconds)) * 1000).toUTCString();
}

function compare(product, example, { differences, faults, result }) {
  const all = [...differences];
  const wanted = example.faults ?? [];
  const shown = faults.map(showFault);
  all.push(...compareList(product, 'fault', wanted, shown, ['code', 'at']));
  if (!result) return example.verdict === undefined ? all : [...all, 'nothing was carried out'];
  if (result.verdict !== example.verdict) all.push(`the verdict is ${result.verdict}, and ${example.verdict} is expected`);
  const outputs = fillIn(example.outputs ?? {});
  if (!same(product, outputs, result.outputs)) all.push(difference(product, 'the outputs', outputs, result.outputs));
  const findings = result.findings.map(showFinding);
  all.push(...compareList(product, 'finding', fillIn(example.findings ?? []), findings, ['code', 'severity', 'step', 'expected', 'actual']));
  const steps = result.steps.map(({ stepId, verdict }) => `${stepId} ${verdict}`);
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

