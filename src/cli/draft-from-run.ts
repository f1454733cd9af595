import { basename } from 'node:path';
import type { Project } from '../project.ts';
import type { Draft } from '../propose/workflow/draft.ts';
import { draftFromRecord } from '../propose/workflow/from-record.ts';
import { collectTests } from '../propose/workflow/recorded-test.ts';
import { readRecord } from '../record/read-record.ts';
import { runFolder } from './propose-from.ts';

type Wanted = { readonly run: string; readonly reports: string; readonly test: string | undefined };

/** @throws DescriptionError with FILE_NOT_FOUND, or USAGE where the test is not told or its bodies were not kept */
export async function draftFromRun(project: Project, { run, reports, test }: Wanted): Promise<Draft> {
  const folder = runFolder(run, reports);
  const tests = collectTests();
  for await (const event of readRecord(folder)) tests.add(event);
  const name = basename(folder);
  return draftFromRecord(tests.choose(test, name), project.operations, name);
}
