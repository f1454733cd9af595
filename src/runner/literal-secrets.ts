// Secrets that stand in the files of workflows. They are known before the first request: another workflow may send the
// same text under a name that tells nothing, and what is written once cannot be hidden any more.
import type { Row, Step, Workflow } from '../arazzo/description.ts';
import { resolveOperation, resolveWorkflow } from '../arazzo/link.ts';
import type { Link } from '../arazzo/link.ts';
import type { JsonObject, JsonValue } from '../core/json.ts';
import type { Template } from '../expression/expression.ts';
import { textOf } from '../expression/text-of.ts';
import type { Secret } from './find-secrets.ts';
import { findSecretMembers, secretKind } from './find-secrets.ts';
import { requestPasswords } from './schema-facts.ts';

/** Of the defaults of its inputs, of its rows, and of what its steps send as it stands. */
export function literalSecrets(link: Link, workflow: Workflow, rows: readonly Row[] = []): Secret[] {
  const { defaults, secret } = workflow.inputs;
  const inputs = [defaults, ...rows.map((row) => row.inputs)];
  return [
    ...inputs.flatMap((values) => namedSecrets(values, secret)),
    ...[...workflow.steps, ...workflow.finally].flatMap((step) => secretsOfStep(link, step)),
  ];
}

function namedSecrets(values: JsonObject, names: ReadonlySet<string>): Secret[] {
  return [...names].flatMap((name) => {
    const value = values[name];
    return value === undefined || value === null || value === ''
      ? []
      : [{ value: textOf(value), kind: secretKind(name) }];
  });
}

function secretsOfStep(link: Link, step: Step): Secret[] {
  const { target } = step;
  const called = target.type === 'workflow' ? resolveWorkflow(link, target.workflow) : undefined;
  const operation = called ? undefined : resolveOperation(link, target);
  const names = operation ? requestPasswords(operation) : (called?.workflow.inputs.secret ?? new Set<string>());
  const parameters = Object.fromEntries(step.parameters.map(({ name, value }) => [name, literalOf(value)]));
  const payload = step.requestBody?.payload;
  return [...findSecretMembers(parameters, names), ...(payload ? findSecretMembers(literalOf(payload), names) : [])];
}

/** Null in place of what is only known when the step is carried out. */
function literalOf(template: Template): JsonValue {
  switch (template.kind) {
    case 'literal':
      return template.value;
    case 'array':
      return template.items.map(literalOf);
    case 'object':
      return Object.fromEntries(template.members.map(([name, value]) => [name, literalOf(value)]));
    default:
      return null;
  }
}
