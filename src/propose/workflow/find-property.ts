// Where an answer holds a property, by its schema.
import { escapeToken } from '../../document/json-pointer.ts';
import { inside } from '../../openapi/resolve-reference.ts';
import type { Place } from '../../openapi/resolve-reference.ts';
import { partsOf, propertiesOf, saidOf } from './schema-view.ts';

/** Its JSON Pointer inside the body, and its schema. */
export type Found = { readonly pointer: string; readonly schema: Place };

/** Wrappers around a property that are looked through, lists among them. */
const deepest = 3;

/** The nearest to the root; of a list its first item. */
export function findProperty(answers: readonly Place[], name: string): Found | undefined {
  for (const answer of answers) {
    const seen = new Set<unknown>();
    let level: Found[] = [{ pointer: '', schema: answer }];
    for (let depth = 0; depth <= deepest && level.length > 0; depth++) {
      for (const { pointer, schema } of level) {
        const own = propertiesOf(partsOf(schema)).get(name);
        if (own) return { pointer: `${pointer}/${escapeToken(name)}`, schema: own };
      }
      level = level.flatMap(inner).filter(({ schema: { value } }) => !seen.has(value) && seen.add(value));
    }
  }
  return undefined;
}

function inner({ pointer, schema }: Found): Found[] {
  const parts = partsOf(schema);
  const items = saidOf(parts, 'items');
  const properties = [...propertiesOf(parts)].map(([name, property]) => ({
    pointer: `${pointer}/${escapeToken(name)}`,
    schema: property,
  }));
  const first = saidOf(parts, 'prefixItems');
  const lead = first ? inside(first, 0) : items;
  return [...(lead ? [{ pointer: `${pointer}/0`, schema: lead }] : []), ...properties];
}
