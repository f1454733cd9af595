// Parameters: OpenAPI 3.0.4 section 4.7.12, 3.1.1 section 4.8.12.
import type { Parameter, ParameterPlace, ParameterStyle } from './contract.ts';
import { readContent, partOf, schemaOf } from './read-response.ts';
import { addFault, checkNames, elementsOf, follow, nearestOf, objectAt, switchAt, textAt } from './reading.ts';
import type { Reading } from './reading.ts';
import { inside } from './resolve-reference.ts';
import type { Place } from './resolve-reference.ts';

/** The styles of each place, the default first. */
const styles: Readonly<Record<ParameterPlace, readonly ParameterStyle[]>> = {
  path: ['simple', 'label', 'matrix'],
  query: ['form', 'spaceDelimited', 'pipeDelimited', 'deepObject'],
  header: ['simple'],
  cookie: ['form'],
};
const places = ['path', 'query', 'header', 'cookie'] as const;

const fields =
  'name in description required deprecated allowEmptyValue style explode allowReserved schema content example examples';

/** The parameters of a path item and an operation, merged: same name and place, the operation's wins. */
export function readParameters(reading: Reading, pathItem: Place, operation: Place): Parameter[] {
  const merged = new Map<string, Parameter>();
  for (const holder of [pathItem, operation]) {
    const own = new Set<string>();
    for (const element of elementsOf(reading, inside(holder, 'parameters'), 'parameters')) {
      const parameter = readParameter(reading, element);
      if (!parameter) continue;
      const key = `${parameter.in}:${parameter.in === 'header' ? parameter.name.toLowerCase() : parameter.name}`;
      if (own.has(key))
        addFault(reading, element, `the ${parameter.in} parameter "${parameter.name}" is declared twice`);
      own.add(key);
      merged.set(key, parameter);
    }
  }
  return [...merged.values()];
}

function readParameter(reading: Reading, element: Place): Parameter | undefined {
  const target = follow(reading, element);
  const place = target && objectAt(reading, target, 'a parameter');
  if (!place) return undefined;
  checkNames(reading, place, 'a parameter', fields.split(' '));
  const name = textAt(reading, place, 'name') ?? '';
  if (name === '') addFault(reading, place, 'a parameter must have a name');
  const where = readPlace(reading, place);
  if (where === undefined) return undefined;
  const style = readStyle(reading, place, where);
  const required = switchAt(reading, place, 'required', false);
  if (where === 'path' && !required) addFault(reading, place, `the path parameter "${name}" must be required: true`);
  const content = readContent(reading, inside(place, 'content'));
  checkForm(reading, place, content.length);
  return {
    name,
    in: where,
    required,
    style,
    explode: switchAt(reading, place, 'explode', style === 'form'),
    allowReserved: switchAt(reading, place, 'allowReserved', false),
    ...schemaOf(reading, place),
    ...(content[0] === undefined ? {} : { content: content[0] }),
    ...partOf(place),
  };
}

function readPlace(reading: Reading, place: Place): ParameterPlace | undefined {
  const where = textAt(reading, place, 'in');
  const known = places.find((candidate) => candidate === where);
  if (known === undefined) {
    const message = `a parameter's "in" must be one of ${places.join(', ')}`;
    addFault(reading, where === undefined ? place : inside(place, 'in'), message, nearestOf(where ?? '', places));
  }
  return known;
}

function readStyle(reading: Reading, place: Place, where: ParameterPlace): ParameterStyle {
  const declared = textAt(reading, place, 'style');
  const [fallback = 'form', ...others] = styles[where];
  const style = [fallback, ...others].find((known) => known === (declared ?? fallback));
  if (style !== undefined) return style;
  addFault(reading, inside(place, 'style'), `a ${where} parameter has no style "${declared ?? ''}"`, {
    remedy: `use ${styles[where].join(', ')}`,
  });
  return fallback;
}

function checkForm(reading: Reading, place: Place, contents: number): void {
  const hasSchema = inside(place, 'schema').value !== undefined;
  if (inside(place, 'content').value === undefined) {
    if (!hasSchema) addFault(reading, place, 'a parameter must have a schema or a content');
    return;
  }
  if (hasSchema) addFault(reading, place, 'a parameter has a schema or a content, not both');
  if (contents !== 1) addFault(reading, inside(place, 'content'), "a parameter's content must have one media type");
}
