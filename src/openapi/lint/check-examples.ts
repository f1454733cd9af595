// Examples and defaults against their schemas, each the way its value goes.
import type { JsonValue } from '../../core/json.ts';
import { isJsonArray, isJsonObject } from '../../core/json.ts';
import { formatLocation } from '../../core/source.ts';
import { unescapeToken } from '../../document/json-pointer.ts';
import { isJsonType, parseMediaType } from '../media-type.ts';
import { dialectOf, inside } from '../resolve-reference.ts';
import type { Place } from '../resolve-reference.ts';
import { targetOf } from '../schema-parts.ts';
import { validateValue } from '../validate-value.ts';
import type { SchemaViolation } from '../validate-value.ts';
import type { LintFinding } from './lint-finding.ts';
import type { Site, Way } from './walk-contract.ts';

/** A value that shows what a schema allows. */
export type Example = { readonly label: string; readonly value: Place; readonly summary?: string };

/** What is broken whichever way the value goes: a schema's own example need not serve requests and answers at once. */
export function checkExamples(sites: readonly Site[]): LintFinding[] {
  return sites.flatMap((site): LintFinding[] => {
    const { kind, place } = site;
    const ways: readonly Way[] = site.ways.size > 0 ? [...site.ways] : ['request', 'response'];
    if (kind === 'schema') return schemaExamples(place).flatMap((example) => judge(example, place, ways));
    if (kind !== 'mediaType' && kind !== 'parameter' && kind !== 'header') return [];
    const schema = inside(place, 'schema');
    if (schema.value === undefined) return [];
    const examples = examplesOf(place).filter(({ value }) => kind !== 'mediaType' || isPlain(place, value.value));
    return examples.flatMap((example) => judge(example, schema, ways));
  });
}

/** Those of a media type, parameter or header; one that is kept elsewhere (`externalValue`) has no value here. */
export function examplesOf(holder: Place): Example[] {
  const single = inside(holder, 'example');
  const examples: Example[] = single.value === undefined ? [] : [{ label: 'the example', value: single }];
  const several = inside(holder, 'examples');
  for (const name of isJsonObject(several.value) ? Object.keys(several.value) : []) {
    const member = inside(several, name);
    const place = targetOf(member) ?? member;
    const summary = inside(place, 'summary').value;
    const label = `the example "${name}"`;
    examples.push({ label, value: inside(place, 'value'), ...(typeof summary === 'string' && { summary }) });
  }
  return examples;
}

/** `example`, `default` and, since OpenAPI 3.1, `examples` of a schema. In 3.0 nothing beside `$ref` counts. */
function schemaExamples(schema: Place): Example[] {
  const dialect = dialectOf(schema.document);
  if (dialect === '3.0' && targetOf(schema)) return [];
  const several = dialect === '3.0' ? undefined : inside(schema, 'examples');
  const list = several && isJsonArray(several.value) ? several.value.map((_, index) => inside(several, index)) : [];
  return [
    { label: "the schema's default", value: inside(schema, 'default') },
    ...[inside(schema, 'example'), ...list].map((value) => ({ label: "the schema's example", value })),
  ];
}

/** Text may stand for a value that JSON cannot write, as XML (OpenAPI 3.0.4 section 4.7.19). */
function isPlain({ pointer }: Place, value: JsonValue | undefined): boolean {
  const name = unescapeToken(pointer.slice(pointer.lastIndexOf('/') + 1));
  return typeof value !== 'string' || isJsonType(parseMediaType(name)?.essence ?? '');
}

function judge({ label, value }: Example, schema: Place, ways: readonly Way[]): LintFinding[] {
  const shown = value.value;
  if (shown === undefined) return [];
  const judgements = ways.map((way) => validateValue(schema, shown, way));
  if (judgements.some(({ length }) => length === 0)) return [];
  return (judgements[0] ?? []).map((violation) => toFinding(label, value, schema, violation));
}

function toFinding(label: string, value: Place, schema: Place, violation: SchemaViolation): LintFinding {
  const { pointer, schemaPointer, schemaDocument = schema.document, expected, actual, keyword } = violation;
  if (keyword === 'schema') {
    const message = `${label} could not be checked`;
    return { rule: 'example-not-checked', place: value, part: 'key', message, expected, actual };
  }
  const rule = formatLocation(schemaDocument.locate(schemaPointer));
  return {
    rule: 'example-breaks-schema',
    place: { ...value, pointer: value.pointer + pointer },
    part: 'key',
    message: `${label} breaks its schema${pointer === '' ? '' : ` at ${pointer}`}`,
    expected: `${expected}, as ${rule} says`,
    actual,
    remedy: 'mend the one that is wrong',
  };
}
