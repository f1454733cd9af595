// Where proposals come from: the mock's tables, DDL, or the record of a run.
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { DescriptionError } from '../core/errors.ts';
import type { JsonObject } from '../core/json.ts';
import { didYouMean } from '../core/nearest-name.ts';
import { readDocument } from '../document/read-document.ts';
import { readTables } from '../mock/rdb/tables.ts';
import type { Project } from '../project.ts';
import { amendmentsFrom } from '../propose/amend.ts';
import type { Amendments } from '../propose/amend.ts';
import { tablesOfMock } from '../propose/mock-tables.ts';
import { readDdl } from '../propose/read-ddl.ts';
import { contractFromRecord, nameOfPath, pathsBehindTemplates } from '../propose/record-contract.ts';
import { pathOf, recordedExchange } from '../propose/recorded.ts';
import type { Recorded } from '../propose/recorded.ts';
import { segmentOf } from '../propose/names.ts';
import { tableContract, tablesPath } from '../propose/table-contract.ts';
import type { ProposedTable } from '../propose/table.ts';
import { listRuns, readRecord } from '../record/read-record.ts';
import { recordFile } from '../record/write-record.ts';
import { count } from '../report/figures.ts';
import { chooseRun } from './choose-run.ts';

export type Proposal = {
  readonly name: string;
  readonly path: string;
  readonly contract: JsonObject;
  /** `6 columns of mock/tables.yaml` */
  readonly learntFrom: string;
};

export type Proposals = {
  readonly proposals: readonly Proposal[];
  readonly amendments: Amendments;
  /** What a person must know besides. */
  readonly notes: readonly string[];
};

const nothing: Amendments = { proposed: [], undecided: [] };

/** @throws DescriptionError with the faults of the tables file, or USAGE where it has no such table */
export function proposeFromTables(project: Project, names: readonly string[]): Proposals {
  const file = tablesFile(project);
  const tables = tablesOfMock(readTables(readDocument(readText(join(project.directory, file), file), file)));
  return { proposals: fromTables(tables, names, file), amendments: nothing, notes: [] };
}

/** The tables of the first embedded gateway that has any. */
function tablesFile({ gateways }: Project): string {
  return gateways?.files.find(({ name }) => /\.(?:ya?ml|json)$/.test(name))?.name ?? 'mock/tables.yaml';
}

/** @throws DescriptionError with CONFIGURATION at the line that is no MySQL, or USAGE where it has no such table */
export async function proposeFromDdl(path: string, names: readonly string[]): Promise<Proposals> {
  const file = relative(process.cwd(), resolve(path)).replaceAll('\\', '/');
  const { tables, notes } = await readDdl(readText(path, file), file);
  return { proposals: fromTables(tables, names, file), amendments: nothing, notes };
}

function readText(path: string, file: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    const message = `there is no file ${file}`;
    throw new DescriptionError([{ code: 'FILE_NOT_FOUND', message, remedy: 'check the path' }]);
  }
}

function fromTables(tables: readonly ProposedTable[], names: readonly string[], file: string): Proposal[] {
  const known = tables.map(({ name }) => name);
  checkNames(names, known, {
    what: 'table',
    file,
    remedy: 'what a function answers only a record tells: --from <run>',
  });
  return tables
    .filter(({ name }) => names.length === 0 || names.includes(name))
    .map((table) => ({
      name: table.name,
      path: `${tablesPath}${segmentOf(table.name)}`,
      contract: tableContract(table),
      learntFrom: `${count(table.columns.length, 'column')} in ${file}`,
    }));
}

type Wanting = { readonly what: string; readonly file: string; readonly remedy: string };

function checkNames(names: readonly string[], known: readonly string[], { what, file, remedy }: Wanting): void {
  const faults = names
    .filter((name) => !known.includes(name))
    .map((name) => ({
      code: 'USAGE' as const,
      message: `${file} has no ${what} "${name}"`,
      ...(known.length > 0 && { expected: known.join(', ') }),
      remedy: didYouMean(name, known) ?? remedy,
    }));
  if (faults.length > 0) throw new DescriptionError(faults);
}

/** @throws DescriptionError with FILE_NOT_FOUND, or USAGE where nothing of that name came */
export async function proposeFromRecord(
  project: Project,
  { run, reports, names }: { readonly run: string; readonly reports: string; readonly names: readonly string[] },
): Promise<Proposals> {
  const folder = runFolder(run, reports);
  const exchanges = await readExchanges(folder);
  const paths = pathsBehindTemplates(exchanges, project.operations);
  const record = `the record of ${basename(folder)}`;
  const known = [...new Set([...paths.keys()].map(nameOfPath))];
  const remedy = 'only what a template of a path stands for, and was answered with 2xx, can be proposed';
  checkNames(names, known, { what: 'answer of', file: record, remedy });
  const isWanted = (path: string, ofPath: readonly Recorded[]): boolean =>
    names.length > 0 ? names.includes(nameOfPath(path)) : ofPath.some(({ checked }) => checked === 'wildcard');
  const proposals = [...paths].flatMap(([path, ofPath]): Proposal[] => {
    const proposed = isWanted(path, ofPath) ? contractFromRecord(path, ofPath, project.operations) : undefined;
    if (!proposed) return [];
    const { name, contract } = proposed;
    return [{ name, path, contract, learntFrom: `${count(ofPath.length, 'exchange')} in ${record}` }];
  });
  const chosen = exchanges.filter(({ path }) => names.length === 0 || names.includes(nameOfPath(path)));
  const shapes = chosen.filter(({ request, response }) => request.type === 'shape' || response.type === 'shape').length;
  const notes =
    shapes === 0 ? [] : [`${count(shapes, 'exchange')} kept as shapes only tell nothing: run with --bodies all`];
  return { proposals, amendments: amendmentsFrom(chosen, project.operations), notes };
}

/** A run by its folder, its `events.ndjson`, its name in the reports folder, or `last`. */
export function runFolder(run: string, reports: string): string {
  const path = basename(run) === recordFile ? dirname(run) : run;
  if (existsSync(join(path, recordFile))) return path;
  return join(reports, chooseRun(listRuns(reports), run === 'last' ? undefined : run, reports));
}

async function readExchanges(folder: string): Promise<Recorded[]> {
  const basePaths = new Map<string, string>();
  const exchanges: Recorded[] = [];
  for await (const event of readRecord(folder)) {
    if (event.type === 'run') {
      for (const { name, baseUrl } of event.gateways) basePaths.set(name, pathOf(baseUrl).replace(/\/$/, ''));
    }
    if (event.type !== 'exchange') continue;
    const exchange = recordedExchange(event, basePaths.get(event.test.split(':')[0] ?? '') ?? '');
    if (exchange) exchanges.push(exchange);
  }
  return exchanges;
}
