// Text in, a value with positions out.
import { dump } from 'js-yaml';
import { DescriptionError } from '../core/errors.ts';
import type { JsonValue } from '../core/json.ts';
import { parseJson } from '../core/json.ts';
import type { SourceDocument, SourceLocation } from '../core/source.ts';
import { losesKeys } from './count-keys.ts';
import { parsePointer } from './json-pointer.ts';
import { eventsOf, valueOf } from './read-yaml.ts';
import { YamlError } from './yaml-error.ts';
import { createPositions } from './yaml-positions.ts';
import type { FindOffset } from './yaml-positions.ts';

/**
 * Reads YAML 1.2 or JSON. JSON is read by the faster parser; positions are worked out only when a message needs one.
 * @param file as a person names it in messages
 * @throws DescriptionError with YAML_SYNTAX: every key that is there twice, or the first place that does not parse
 */
export function readDocument(text: string, file: string): SourceDocument {
  const json = /^\s*[{[]/.test(text) ? parseJson(text) : undefined;
  const value = json?.ok === true && !losesKeys(text, json.value) ? json.value : readYaml(text, file);
  return { file, text, value, locate: createLocate(text, file) };
}

/** A value as YAML text, for files that are written for a person. */
export function writeYaml(value: JsonValue): string {
  return dump(value, { lineWidth: 120, noRefs: true });
}

function readYaml(text: string, file: string): JsonValue {
  try {
    return valueOf(text, eventsOf(text));
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    const at = createPlaces(text, file);
    throw new DescriptionError(
      error.faults.map(({ offset, message, remedy }) => ({
        code: 'YAML_SYNTAX',
        message,
        location: at(offset),
        remedy,
      })),
    );
  }
}

/** The text is parsed again at the first question: what is kept for it would be larger than the value. */
function createLocate(text: string, file: string): SourceDocument['locate'] {
  let find: FindOffset | undefined;
  let at: ((offset: number) => SourceLocation) | undefined;
  return (pointer, part) => {
    find ??= createPositions(text, eventsOf(text));
    at ??= createPlaces(text, file);
    return at(find(parsePointer(pointer) ?? [], part ?? 'value'));
  };
}

/** Line and column of an offset. */
function createPlaces(text: string, file: string): (offset: number) => SourceLocation {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let line = 0;
    for (let step = 2 ** Math.ceil(Math.log2(starts.length)); step >= 1; step /= 2) {
      if ((starts[line + step] ?? Infinity) <= offset) line += step;
    }
    return { file, line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
  };
}
