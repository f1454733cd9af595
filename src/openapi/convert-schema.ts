// From a schema as the contract writes it to one that the validator reads: JSON Schema 2020-12, one direction, every
// reference by a name that stands for one place. Converted once; each part remembers where it came from.
import type { JsonValue } from '../core/json.ts';
import { isJsonArray, isJsonObject, replaceExactNumbers } from '../core/json.ts';
import { discriminatorKeyword, discriminatorOf } from './discriminator.ts';
import type { DiscriminatorRule } from './discriminator.ts';
import { exactKeywords, exactPrefix } from './exact-keywords.ts';
import { exemptProperties } from './exempt-properties.ts';
import type { Direction } from './exempt-properties.ts';
import { dialectOf, inside } from './resolve-reference.ts';
import type { Place } from './resolve-reference.ts';
import { inPlace, schemaKeywords } from './schema-keywords.ts';
import type { KeywordKind } from './schema-keywords.ts';
import { declaredProperties, listAt, targetOf } from './schema-parts.ts';

export type Converted = Readonly<Record<string, unknown>>;

/** Where a converted schema stands in its document, or that it is an aid to read the validator's errors. */
export type Origin = {
  readonly place: Place;
  /** The nearest `x-confidence` on the way here. */
  readonly confidence: string | undefined;
  /**
   * `marker` always fails, so that the errors between two of them belong to one branch of a choice. `nullable` is a
   * choice that OpenAPI 3.0's keyword makes; `contains` one that the converter makes. `never` is the schema `false`.
   */
  readonly role: 'schema' | 'marker' | 'nullable' | 'contains' | 'never';
  /** Of a marker: which branch follows, from 0. */
  readonly branch?: number;
};

/** What a schema inherits from where it is used. */
export type Use = {
  /** Properties that the direction frees from `required`. */
  readonly exempt: readonly string[];
  readonly confidence: string | undefined;
  /** Whether another schema judges the same value, and says which properties may be left over. */
  readonly inPlace: boolean;
  /** Whether a discriminator of this value has named the schema already. */
  readonly named: boolean;
};

export const plainUse: Use = { exempt: [], confidence: undefined, inPlace: false, named: false };

export type Conversion = {
  readonly direction: Direction;
  /** Whether a property that no schema declares is an error, as if every schema said `unevaluatedProperties: false`. */
  readonly undeclared: boolean;
  /** Whether numbers keep digits that no double has. */
  readonly exact: boolean;
  readonly origins: WeakMap<object, Origin>;
  /** The name under which a schema is known to the validator, for this use. */
  readonly nameOf: (place: Place, use: Use) => string;
};

/** A schema that no rule here can carry out: its body is not checked, and this says why. */
export class SchemaNotSupported extends Error {
  override readonly name = 'SchemaNotSupported';
}

/** @throws SchemaNotSupported */
export function convertSchema(conversion: Conversion, place: Place, use: Use): Converted {
  const { value } = place;
  if (value === true) return {};
  if (value === false) return remember(conversion, place, { role: 'never', confidence: use.confidence }, { not: {} });
  if (!isJsonObject(value)) throw new SchemaNotSupported(`${place.pointer} is not a schema`);
  const marked = value['x-confidence'];
  const confidence = typeof marked === 'string' ? marked : use.confidence;
  const converted = convertObject(conversion, place, { ...use, confidence });
  return closed(conversion, place, use, nullable(conversion, place, confidence, converted));
}

function convertObject(conversion: Conversion, place: Place, use: Use): Converted {
  const is30 = dialectOf(place.document) === '3.0';
  // OpenAPI 3.0.4 section 4.7.23: nothing beside `$ref` counts.
  if (is30 && inside(place, '$ref').value !== undefined) return { $ref: nameOfTarget(conversion, place, use) };
  const members = convertMembers(conversion, place, use);
  const converted = is30 ? withNull(place, convertNumbers(members)) : members;
  return remember(conversion, place, { role: 'schema', confidence: use.confidence }, exactly(conversion, converted));
}

/** What is looked up when a reference leads there, or has a rule of its own. */
const passedOver: ReadonlySet<string> = new Set(['$defs', 'definitions', 'nullable']);

function convertMembers(conversion: Conversion, place: Place, use: Use): Converted {
  const own: Use = { ...use, exempt: exemptProperties(conversion.direction, place, use.exempt) };
  const keywords = schemaKeywords(dialectOf(place.document));
  const result: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(isJsonObject(place.value) ? place.value : {})) {
    const kind = keywords[name];
    if (kind === undefined || kind === 'annotation' || passedOver.has(name)) continue;
    if (kind === 'unsupported') refuseUnsupported(name, value);
    else result[name] = convertKeyword(conversion, place, [name, kind], own);
  }
  const rule = conversion.undeclared && !use.named ? discriminatorRule(conversion, place, own) : undefined;
  if (rule) result[discriminatorKeyword] = rule;
  // Where then has no rule, Ajv leaves `if` out, and with it what it evaluates; what held may hold again.
  return 'if' in result ? { ...result, then: result['then'] ?? result['if'] } : result;
}

function discriminatorRule(conversion: Conversion, place: Place, use: Use): DiscriminatorRule | undefined {
  const discriminator = discriminatorOf(place);
  if (!discriminator) return undefined;
  const { property, isChoice, schemas } = discriminator;
  const names = [...schemas].map(([value, schema]): [string, string] => {
    return [value, conversion.nameOf(schema, { ...use, exempt: [], inPlace: true, named: true })];
  });
  return { place, property, isChoice, names: Object.fromEntries(names) };
}

function remember(
  { origins }: Conversion,
  place: Place,
  origin: Omit<Origin, 'place'>,
  converted: Converted,
): Converted {
  origins.set(converted, { place, ...origin });
  return converted;
}

function refuseUnsupported(name: string, value: JsonValue | undefined): void {
  if (name === '$schema' && typeof value === 'string' && /draft\/2020-12\/|oas\/3\.1\//.test(value)) return;
  throw new SchemaNotSupported(`the schema uses ${name}, which is not carried out`);
}

function convertKeyword(
  conversion: Conversion,
  schema: Place,
  [name, kind]: readonly [name: string, kind: KeywordKind],
  use: Use,
): unknown {
  const member = inside(schema, name);
  const { value } = member;
  const childUse = inPlace.has(name) ? { ...use, inPlace: true } : { ...use, exempt: [], inPlace: false, named: false };
  const convert = (place: Place): Converted => convertSchema(conversion, place, childUse);
  switch (kind) {
    case 'reference':
      return nameOfTarget(conversion, schema, use);
    case 'strings':
      return withoutExempt(value, use);
    case 'schemas': {
      const branches = listAt(member).map(convert);
      return name === 'anyOf' || name === 'oneOf' ? withMarkers(conversion, schema, branches) : branches;
    }
    case 'schemaMap':
      return mapMembers(member, convert);
    case 'schemaOrBoolean':
      return typeof value === 'boolean' ? value : convert(member);
    case 'schema':
      return name === 'contains' ? foldable(conversion, schema, convert(member)) : convert(member);
    default:
      return literalOf(conversion, value);
  }
}

function literalOf({ exact }: Conversion, value: JsonValue | undefined): unknown {
  return exact || value === undefined ? value : replaceExactNumbers(value, Number);
}

/** A choice of one branch, whose errors end with a known one. */
function foldable(conversion: Conversion, place: Place, branch: Converted): Converted {
  const choice = { anyOf: withMarkers(conversion, place, [branch]) };
  return remember(conversion, place, { role: 'contains', confidence: undefined }, choice);
}

function withoutExempt(value: JsonValue | undefined, use: Use): JsonValue | undefined {
  if (!isJsonArray(value)) return value;
  return value.filter((item) => typeof item !== 'string' || !use.exempt.includes(item));
}

function mapMembers({ document, pointer, value }: Place, convert: (place: Place) => Converted): Converted {
  const names = isJsonObject(value) ? Object.keys(value) : [];
  if (names.includes('__proto__')) throw new SchemaNotSupported(`Ajv passes over what ${pointer} says of __proto__`);
  // Not by assignment, which would lose a property named `__proto__`.
  return Object.fromEntries(names.map((name) => [name, convert(inside({ document, pointer, value }, name))]));
}

function withMarkers(conversion: Conversion, place: Place, branches: readonly Converted[]): Converted[] {
  return branches.flatMap((branch, index) => [
    remember(conversion, place, { role: 'marker', confidence: undefined, branch: index }, { not: {} }),
    branch,
  ]);
}

function nameOfTarget(conversion: Conversion, place: Place, use: Use): string {
  const target = targetOf(place);
  if (!target) throw new SchemaNotSupported(`the $ref at ${place.pointer} leads nowhere`);
  return conversion.nameOf(target, { ...use, inPlace: true });
}

/** Draft 4 said `exclusiveMinimum: true` beside `minimum`; 2020-12 has the number in its place. */
function convertNumbers(schema: Converted): Converted {
  const { exclusiveMinimum, exclusiveMaximum, minimum, maximum, ...rest } = schema;
  return {
    ...rest,
    ...(minimum === undefined ? {} : { [exclusiveMinimum === true ? 'exclusiveMinimum' : 'minimum']: minimum }),
    ...(maximum === undefined ? {} : { [exclusiveMaximum === true ? 'exclusiveMaximum' : 'maximum']: maximum }),
  };
}

/** OpenAPI 3.0.4 section 4.7.24: `nullable: true` adds null to `type`. `enum` must list null itself. */
function withNull({ value }: Place, schema: Converted): Converted {
  const type = schema['type'];
  if (!isJsonObject(value) || value['nullable'] !== true || type === undefined || isChoice(schema)) return schema;
  return { ...schema, type: [type, 'null'] };
}

function isChoice(schema: Converted): boolean {
  return 'allOf' in schema || 'oneOf' in schema || 'anyOf' in schema;
}

/**
 * Beside `allOf`, `oneOf` or `anyOf`, many contracts mean by `nullable: true` that null may stand for the whole, though
 * 3.0.4 leaves it without effect there.
 */
function nullable(conversion: Conversion, place: Place, confidence: string | undefined, schema: Converted): Converted {
  const { value } = place;
  if (dialectOf(place.document) !== '3.0' || !isJsonObject(value) || value['nullable'] !== true) return schema;
  if (!isChoice(schema)) return schema;
  const branches = withMarkers(conversion, place, [exactly(conversion, { type: 'null' }), schema]);
  return remember(conversion, place, { role: 'nullable', confidence }, { anyOf: branches });
}

/** Where undeclared properties are looked for: none may be left over once all that judges this value has spoken. */
function closed(conversion: Conversion, place: Place, use: Use, schema: Converted): Converted {
  if (!conversion.undeclared || use.inPlace || declaredProperties(place).size === 0) return schema;
  if ('additionalProperties' in schema || 'unevaluatedProperties' in schema) return schema;
  const origin = conversion.origins.get(schema) ?? { role: 'schema', confidence: use.confidence };
  return remember(conversion, place, origin, { ...schema, unevaluatedProperties: false });
}

/**
 * The rules for numbers that the validator cannot carry out by itself: all of them where numbers keep digits that no
 * double has; else only `multipleOf`, which it works out by doubles.
 */
function exactly({ exact }: Conversion, schema: Converted): Converted {
  const names = Object.keys(schema).filter((name) =>
    exact ? Object.hasOwn(exactKeywords, name) : name === 'multipleOf',
  );
  if (names.length === 0) return schema;
  return Object.fromEntries(
    Object.entries(schema).flatMap(([name, value]): [string, unknown][] => {
      if (!names.includes(name)) return [[name, value]];
      // Of texts, the validator's own rule for formats speaks.
      return name === 'format'
        ? [
            [name, value],
            [exactPrefix + name, value],
          ]
        : [[exactPrefix + name, value]];
    }),
  );
}
