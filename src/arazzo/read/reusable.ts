// Reusable Objects (Arazzo 1.1): `reference: $components.parameters.page`.
import { isJsonObject } from '../../core/json.ts';
import { didYouMean } from '../../core/nearest-name.ts';
import { parseExpression } from '../../expression/parse-expression.ts';
import type { Action, StepParameter } from '../description.ts';
import type { Part } from './fields.ts';
import { addFault, addSyntaxFault, member, readText } from './fields.ts';

/** By name; undefined where the component has a fault of its own. */
export type Components = {
  readonly parameters: ReadonlyMap<string, StepParameter | undefined>;
  readonly successActions: ReadonlyMap<string, Action | undefined>;
  readonly failureActions: ReadonlyMap<string, Action | undefined>;
};

export function isReusable(part: Part): boolean {
  return isJsonObject(part.value) && part.value['reference'] !== undefined;
}

/** The component that a Reusable Object names; undefined after a fault. */
export function resolveReusable<Component>(
  part: Part,
  kind: keyof Components,
  components: ReadonlyMap<string, Component | undefined>,
): Component | undefined {
  const reference = member(part, 'reference');
  const text = readText(reference);
  if (text === undefined) return undefined;
  const parsed = parseExpression(text);
  if (!parsed.ok) {
    addSyntaxFault(reference, 'EXPRESSION_SYNTAX', parsed.fault);
    return undefined;
  }
  const expression = parsed.value;
  if (expression.source !== 'components' || expression.map !== kind) {
    addFault(reference, 'ARAZZO_SCHEMA', `${text} cannot stand here`, { expected: `$components.${kind}.<name>` });
    return undefined;
  }
  if (!components.has(expression.key)) {
    const remedy = didYouMean(expression.key, components.keys()) ?? `add it under components.${kind}`;
    addFault(reference, 'REFERENCE_NOT_FOUND', `there is no component ${text}`, { remedy });
  }
  return components.get(expression.key);
}
