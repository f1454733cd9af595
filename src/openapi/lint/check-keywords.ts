// Keywords of a schema that say nothing, say it in vain, or cannot be carried out.
import { isJsonArray, isJsonObject, isSame, jsonType, showValue } from '../../core/json.ts';
import type { JsonObject } from '../../core/json.ts';
import { compilePattern } from '../../core/pattern/pattern.ts';
import { formatNames, formatOf } from '../formats/formats.ts';
import { nearestOf } from '../reading.ts';
import { dialectOf, inside } from '../resolve-reference.ts';
import type { Place } from '../resolve-reference.ts';
import { schemaKeywords } from '../schema-keywords.ts';
import { typesOf } from './conjunction.ts';
import type { LintFinding } from './lint-finding.ts';
import type { Site } from './walk-contract.ts';

export function checkKeywords(sites: readonly Site[]): LintFinding[] {
  return sites.flatMap(({ kind, place }) => {
    const { value } = place;
    if (kind !== 'schema' || !isJsonObject(value)) return [];
    if (dialectOf(place.document) === '3.0' && typeof value['$ref'] === 'string') return besideReference(place, value);
    return [
      ...withoutType(place, value),
      ...withoutPartner(place, value),
      ...enumMembers(place),
      ...patterns(place),
      ...formats(place),
    ];
  });
}

function besideReference(schema: Place, value: JsonObject): LintFinding[] {
  const keywords = schemaKeywords('3.0');
  return Object.keys(value)
    .filter((name) => name !== '$ref' && (keywords[name] ?? 'annotation') !== 'annotation')
    .map((name) => ({
      rule: 'keyword-without-effect',
      place: inside(schema, name),
      part: 'key',
      message: `${name} has no effect: in OpenAPI 3.0 nothing beside $ref counts`,
      remedy: 'put the reference into allOf, as in "allOf: [{ $ref: … }]"',
    }));
}

const words = (text: string): string[] => text.split(' ');

/** Of which type the values are that a keyword judges (JSON Schema 2020-12, validation, section 6). */
const typeOfKeyword: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    string: words('minLength maxLength pattern'),
    number: words('minimum maximum exclusiveMinimum exclusiveMaximum multipleOf'),
    array: words('items prefixItems minItems maxItems uniqueItems contains minContains maxContains unevaluatedItems'),
    object: words(
      'properties patternProperties additionalProperties unevaluatedProperties required minProperties maxProperties ' +
        'propertyNames dependentRequired dependentSchemas',
    ),
  }).flatMap(([type, names]) => names.map((name) => [name, type])),
);

function withoutType(schema: Place, value: JsonObject): LintFinding[] {
  const allowed = typesOf(schema);
  return Object.keys(value).flatMap((name): LintFinding[] => {
    const type = Object.hasOwn(typeOfKeyword, name) ? typeOfKeyword[name] : undefined;
    if (type === undefined || allowed.has(type) || (type === 'number' && allowed.has('integer'))) return [];
    return [
      {
        rule: 'keyword-without-effect',
        place: inside(schema, name),
        part: 'key',
        message: `${name} has no effect: it judges ${type} alone`,
        expected: `a type that allows ${type}`,
        actual: [...allowed].join(' or '),
        remedy: `mend the type, or remove ${name}`,
      },
    ];
  });
}

/** Keywords that speak only beside another one. */
const partners: Readonly<Record<'3.0' | '3.1', Readonly<Record<string, readonly string[]>>>> = {
  '3.0': {
    exclusiveMinimum: ['minimum'],
    exclusiveMaximum: ['maximum'],
    nullable: ['type', 'allOf', 'anyOf', 'oneOf'],
  },
  '3.1': { then: ['if'], else: ['if'], if: ['then', 'else'], minContains: ['contains'], maxContains: ['contains'] },
};

function withoutPartner(schema: Place, value: JsonObject): LintFinding[] {
  return Object.entries(partners[dialectOf(schema.document)]).flatMap(([name, needed]): LintFinding[] => {
    if (!Object.hasOwn(value, name) || value[name] === false || needed.some((other) => Object.hasOwn(value, other))) {
      return [];
    }
    return [
      {
        rule: 'keyword-without-effect',
        place: inside(schema, name),
        part: 'key',
        message: `${name} has no effect without ${needed.join(', ').replace(/, ([^,]*)$/, ' or $1')}`,
        remedy: `add it, or remove ${name}`,
      },
    ];
  });
}

/** Where no member is left, that is a fault of its own. */
function enumMembers(schema: Place): LintFinding[] {
  const members = inside(schema, 'enum');
  const { value } = members;
  if (!isJsonArray(value)) return [];
  const allowed = typesOf(schema);
  const wrong = value.filter((member) => !allowed.has(jsonType(member)));
  return value.flatMap((member, index): LintFinding[] => {
    const place = inside(members, index);
    const first = value.findIndex((other) => isSame(other, member));
    const actual = showValue(member);
    if (first < index)
      return [{ rule: 'enum-member', place, message: 'this value is there twice', actual, remedy: 'remove one' }];
    if (wrong.length === value.length || allowed.has(jsonType(member))) return [];
    const message = 'this value can never be given: the type excludes it';
    const remedy = member === null ? forNull(schema) : 'mend the value or the type';
    return [{ rule: 'enum-member', place, message, expected: [...allowed].join(' or '), actual, remedy }];
  });
}

function forNull({ document }: Place): string {
  return dialectOf(document) === '3.0' ? 'add nullable: true, or remove null' : 'add "null" to type, or remove null';
}

function patterns(schema: Place): LintFinding[] {
  const own = inside(schema, 'pattern');
  const names = inside(schema, 'patternProperties');
  return [
    ...(typeof own.value === 'string' ? brokenPattern(own, own.value, 'value') : []),
    ...Object.keys(isJsonObject(names.value) ? names.value : {}).flatMap((name) =>
      brokenPattern(inside(names, name), name, 'key'),
    ),
  ];
}

function brokenPattern(place: Place, pattern: string, part: 'key' | 'value'): LintFinding[] {
  try {
    compilePattern(pattern);
    return [];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `the pattern cannot be compiled: ${reason}`;
    return [{ rule: 'pattern', place, part, message, expected: 'a regular expression (ECMA-262)', actual: pattern }];
  }
}

function formats(schema: Place): LintFinding[] {
  const place = inside(schema, 'format');
  const { value } = place;
  if (typeof value !== 'string' || formatOf(value)) return [];
  const near = nearestOf(value, formatNames);
  const remedy = near.remedy ?? 'say it with pattern, or put x-lint-ignore: [format] beside it';
  return [{ rule: 'format', place, message: `nothing judges the format "${value}"`, remedy }];
}
