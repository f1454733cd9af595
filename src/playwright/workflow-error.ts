// What a person reads of a workflow in Playwright: the text of the command, at the line of the YAML file.
import { join } from 'node:path';
import { DescriptionError, GatewayError } from '../core/errors.ts';
import type { Finding } from '../core/finding.ts';
import type { SourceLocation } from '../core/source.ts';
import type { Project } from '../project.ts';
import { renderFaults } from '../report/render-fault.ts';
import { renderFinding } from '../report/render-finding.ts';
import { renderGatewayError } from '../report/render-gateway-error.ts';
import type { WorkflowResult } from '../runner/result.ts';

/** What a result alone does not say. */
export type Origin = {
  readonly project: Pick<Project, 'directory' | 'text' | 'gateways' | 'workflows'>;
  readonly gateway: string;
  readonly location: SourceLocation;
  readonly mask: (text: string) => string;
  /** The command line that shows the result again. */
  readonly again?: string | undefined;
};

/** Undefined where the service kept every promise, every criterion was met, and everything was undone. */
export function workflowError(result: WorkflowResult, origin: Origin | undefined): Error | undefined {
  const findings = result.findings.filter(({ severity }) => severity === 'error');
  if (findings.length > 0) return findingsError(findings, origin);
  if (result.error !== undefined && result.verdict === 'broken') return gatewayError(result.error, origin);
  const { workflowId, verdict, cleanUp } = result;
  const well = verdict === 'passed' || verdict === 'recovered';
  if (well && cleanUp.done >= cleanUp.due) return undefined;
  const reason = well ? `left something behind: ${cleanUp.done} of ${cleanUp.due} undone` : `was ${verdict}`;
  return errorAt('Error', againBelow(`workflow ${workflowId} ${reason}`, origin), origin?.location, origin);
}

const findingsShown = 10;

/** At the line of the first; its code is the error's name. */
export function findingsError(findings: readonly Finding[], origin: Origin | undefined): Error {
  const [first] = findings;
  const text = origin?.project.text ?? (() => undefined);
  const texts = findings
    .slice(0, findingsShown)
    .map((finding) => outdent(renderFinding(finding, { text, color: false })));
  if (findings.length > findingsShown) texts.push(`and ${findings.length - findingsShown} more findings`);
  return errorAt(first?.code ?? 'Error', againBelow(texts.join('\n\n'), origin), first?.location, origin);
}

/** At the line of the workflow. */
export function gatewayError(error: GatewayError, origin: Origin | undefined): Error {
  const location = origin?.project.gateways?.locate(origin.gateway);
  const text = renderGatewayError(error, {
    ...(origin && { gateway: { name: origin.gateway, location } }),
    color: false,
  });
  return errorAt(error.code, againBelow(outdent(text), origin), origin?.location, origin);
}

/** What is said of an error reaches reports: no secret stands in it. */
export function maskError(error: GatewayError, mask: (text: string) => string): GatewayError {
  const { code, message, sent, remedy } = error;
  return new GatewayError(code, mask(message), { sent, ...(remedy !== undefined && { remedy: mask(remedy) }) });
}

/** Whatever it is, with faults of files as a person reads them, at the line of the first. */
export function readableError(error: unknown, place?: Place): unknown {
  if (!(error instanceof DescriptionError)) return error;
  const text = renderFaults(error.faults, { color: false });
  const location = error.faults.find((fault) => fault.location !== undefined)?.location;
  return errorAt(error.name, place?.mask(text) ?? text, location, place);
}

function againBelow(text: string, origin: Origin | undefined): string {
  const shown = origin?.mask(text) ?? text;
  return origin?.again === undefined ? shown : `${shown}\n\n  again      ${origin.again}`;
}

/** Playwright takes a line that begins with four spaces and `at` for the stack. */
function outdent(text: string): string {
  return text.replaceAll(/^ {2}/gm, '');
}

type Place = Pick<Origin, 'mask'> & { readonly project: Pick<Project, 'directory' | 'text'> };

/** @param message that may begin with the name */
function errorAt(name: string, message: string, location: SourceLocation | undefined, place: Place | undefined): Error {
  const error = new Error(message.startsWith(`${name} `) ? message.slice(name.length).trimStart() : message);
  error.name = name;
  const own = framesOfUser(error);
  const frame = location && place && frameOf(location, place);
  // Frames alone: in a message Playwright takes every line that ends in a place for one.
  error.stack = [name, ...(frame === undefined ? [] : [frame]), ...own].join('\n');
  return error;
}

/** Undefined where the file holds a secret: Playwright copies what stands around the line into its reports. */
function frameOf({ file, line, column }: SourceLocation, { project, mask }: Place): string | undefined {
  const text = project.text(file);
  return text === undefined || mask(text) !== text
    ? undefined
    : `    at ${join(project.directory, file)}:${line}:${column}`;
}

/** The lines of an error's stack that are neither ours nor Playwright's. */
export function framesOfUser(error: Error): string[] {
  return (error.stack ?? '').split('\n').filter((line) => isFrameOfUser(line));
}

function isFrameOfUser(line: string): boolean {
  return line.startsWith('    at ') && !/[\\/]node_modules[\\/]|\bnode:|<anonymous>/.test(line) && !line.includes(here);
}

const here = import.meta.dirname;
