import { DescriptionError } from '../core/errors.ts';
import type { Project } from '../project.ts';
import type { Draft } from '../propose/workflow/draft.ts';

export function draftFromRun(
  project: Project,
  from: { readonly run: string; readonly reports: string; readonly test: string | undefined },
): Promise<Draft> {
  return Promise.reject(new DescriptionError([{ code: 'NOT_SUPPORTED', message: `${project.directory} ${from.run}` }]));
}
