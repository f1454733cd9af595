import type { Action } from '../description.ts';
import type { Part } from './fields.ts';
import { member, members } from './fields.ts';
import type { ActionKind } from './read-action.ts';
import { readAction } from './read-action.ts';
import { readParameter } from './read-parameter.ts';
import { checkName } from './read-value.ts';
import type { Components } from './reusable.ts';
import { readObject, shapes } from './shapes.ts';

/** Components Object. Its `inputs` are JSON Schemas, found by `$ref`. */
export function readComponents(part: Part): Components {
  readObject(part, shapes.components);
  for (const [name, schema] of members(member(part, 'inputs'))) checkName(schema, name, 'a component');
  const parameters = readMap(member(part, 'parameters'), readParameter);
  const own = { parameters, successActions: new Map(), failureActions: new Map() };
  const actions = (kind: ActionKind): ReadonlyMap<string, Action | undefined> =>
    readMap(member(part, kind), (action) => readAction(action, own, kind));
  return { parameters, successActions: actions('successActions'), failureActions: actions('failureActions') };
}

function readMap<Component>(part: Part, read: (part: Part) => Component): Map<string, Component> {
  return new Map(
    members(part).map(([name, component]) => {
      checkName(component, name, 'a component');
      return [name, read(component)];
    }),
  );
}
