// The discriminator (OpenAPI 3.0.4 section 4.7.25, 3.1.1 section 4.8.25): which schema a value says that it is of. It never
// decides what is valid: where it and the schemas disagree, that is told as a doubt.
import { isJsonObject } from '../core/json.ts';
import type { JsonValue } from '../core/json.ts';
import { memberOf } from '../document/json-pointer.ts';
import type { KeywordError } from './describe-error.ts';
import { inside, placeAt, resolveReference } from './resolve-reference.ts';
import type { Place } from './resolve-reference.ts';
import { declaredProperties, listAt, partsInPlace, targetOf } from './schema-parts.ts';

export type Discriminator = {
  readonly property: string;
  /** The schema that each value of the property names; those of the mapping first. */
  readonly schemas: ReadonlyMap<string, Place>;
  /** Whether the schemas are those of `oneOf` or `anyOf`; else they hold this one by `allOf`. */
  readonly isChoice: boolean;
};

const known = new WeakMap<object, Discriminator | undefined>();

/** Undefined where the schema has none. */
export function discriminatorOf(place: Place): Discriminator | undefined {
  const { value } = place;
  if (!isJsonObject(value) || value['discriminator'] === undefined) return undefined;
  if (!known.has(value)) known.set(value, readDiscriminator(place));
  return known.get(value);
}

function readDiscriminator(place: Place): Discriminator | undefined {
  const discriminator = inside(place, 'discriminator');
  const property = memberOf(discriminator.value, 'propertyName');
  if (typeof property !== 'string') return undefined;
  const branches = ['oneOf', 'anyOf'].flatMap((name) => listAt(inside(place, name)));
  const isChoice = branches.length > 0;
  const mapping = memberOf(discriminator.value, 'mapping');
  const schemas = new Map<string, Place>();
  for (const [name, written] of Object.entries(isJsonObject(mapping) ? mapping : {})) {
    const schema = typeof written === 'string' ? mappedSchema(discriminator, written) : undefined;
    if (schema) schemas.set(name, schema);
  }
  for (const [name, schema] of isChoice ? branches.flatMap(namedBranch) : childrenOf(place)) {
    if (!schemas.has(name)) schemas.set(name, schema);
  }
  return { property, schemas, isChoice };
}

/** A reference, or the bare name of a schema of the components. */
function mappedSchema(from: Place, written: string): Place | undefined {
  const isName = /^[A-Za-z0-9._-]+$/.test(written);
  const byName = isName ? resolveReference(from, `#/components/schemas/${written}`) : undefined;
  if (byName?.ok === true) return byName.place;
  const resolved = resolveReference(from, written);
  return resolved.ok ? resolved.place : undefined;
}

function namedBranch(branch: Place): [name: string, schema: Place][] {
  const reference = memberOf(branch.value, '$ref');
  const schema = targetOf(branch);
  return typeof reference === 'string' && schema ? [[reference.slice(reference.lastIndexOf('/') + 1), schema]] : [];
}

/** The schemas of the same document that hold this one by `allOf`. */
function childrenOf(parent: Place): [name: string, schema: Place][] {
  const schemas = placeAt(parent.document, '/components/schemas');
  return Object.keys(isJsonObject(schemas.value) ? schemas.value : {}).flatMap((name): [string, Place][] => {
    const schema = inside(schemas, name);
    const isChild = listAt(inside(schema, 'allOf')).some((part) => targetOf(part)?.value === parent.value);
    return isChild ? [[name, schema]] : [];
  });
}

/** Whether a schema that the value names by a discriminator declares a property of it. */
export function isDeclaredByName(
  place: Place,
  value: JsonValue,
  property: string,
  passed = new Set<unknown>(),
): boolean {
  if (passed.has(place.value)) return false;
  passed.add(place.value);
  const discriminator = discriminatorOf(place);
  const named = discriminator && memberOf(value, discriminator.property);
  const schema = typeof named === 'string' ? discriminator?.schemas.get(named) : undefined;
  if (schema && declaredProperties(schema).has(property)) return true;
  return partsInPlace(place).some((part) => isDeclaredByName(part, value, property, passed));
}

/** Its name for the validator. */
export const discriminatorKeyword = 'named:discriminator';

/** A discriminator as the validator carries it: a keyword of our own that finds doubts, and refuses nothing. */
export type DiscriminatorRule = {
  readonly place: Place;
  readonly property: string;
  readonly isChoice: boolean;
  /** By the property's value, the name under which the validator knows the schema. */
  readonly names: Readonly<Record<string, string>>;
};

/** A value whose discriminator names a schema that refuses it. */
export type Misnamed = {
  readonly rule: DiscriminatorRule;
  /** JSON Pointer to the value. */
  readonly pointer: string;
  readonly named: string;
  /** The values that would name a schema that allows it. */
  readonly fitting: readonly string[];
  /** What the named schema found. */
  readonly errors: readonly KeywordError[];
};
