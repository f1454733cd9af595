// What a workflow is called that nobody has named.
import type { Operation } from '../../openapi/contract.ts';
import { namesOf } from '../names.ts';
import type { DraftStep } from './draft.ts';
import { resourceOf } from './resource.ts';

/** `insertCourses` is `insert-courses`, `GET /course` is `get-course`. */
export function kebabCase(name: string): string {
  const words = name.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2').replaceAll(/([A-Z])([A-Z][a-z])/g, '$1 $2');
  return (
    words
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .filter((word) => word !== '')
      .join('-') || 'step'
  );
}

/** `courses-lifecycle` where all steps speak of one resource, else the first operation and the last. */
export function nameOfSteps(steps: readonly DraftStep[]): string {
  const [first] = steps;
  const last = steps.at(-1);
  if (!first || !last) return 'workflow';
  if (steps.length === 1) return kebabCase(first.operation.operationId);
  const resources = new Set(steps.map(({ path }) => resourceOf(path)));
  const methods = new Set(steps.map(({ operation }) => operation.method));
  if (resources.size === 1 && methods.size > 1) {
    const resource = resourceOf(first.path);
    const { many } = namesOf(resource);
    return `${kebabCase(many === 'Rows' ? resource : many)}-${methods.has('DELETE') || methods.has('POST') ? 'lifecycle' : 'reads'}`;
  }
  return `${idOf(first.operation)}-to-${idOf(last.operation)}`;
}

function idOf({ operationId }: Operation): string {
  return kebabCase(operationId);
}

/** `courses-lifecycle` is `Courses lifecycle`. */
export function titleOf(workflowId: string): string {
  const words = workflowId.replaceAll(/[-_]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
