import { isJsonArray, isJsonObject } from '../core/json.ts';
import type { JsonValue } from '../core/json.ts';
import { didYouMean } from '../core/nearest-name.ts';
import { escapeToken } from '../document/json-pointer.ts';
import type { Place } from '../document/configuration.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

const variable = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** The value with `${NAME}` replaced in its strings; a variable that is not set, or empty, adds VARIABLE_NOT_SET. */
export function expandVariables(value: JsonValue, environment: Environment, place: Place): JsonValue {
  const inside = (member: JsonValue, key: string | number): JsonValue =>
    expandVariables(member, environment, { ...place, pointer: `${place.pointer}/${escapeToken(key)}` });
  if (isJsonArray(value)) return value.map(inside);
  if (isJsonObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, inside(member, key)]));
  }
  if (typeof value !== 'string') return value;
  return value.replace(variable, (_, name: string) => {
    const found = environment[name];
    if (found === undefined || found === '') notSet(name, environment, place);
    return found ?? '';
  });
}

function notSet(name: string, environment: Environment, place: Place): void {
  const nearest = environment[name] === '' ? undefined : didYouMean(name, Object.keys(environment));
  place.faults.push({
    code: 'VARIABLE_NOT_SET',
    message: `the environment variable ${name} is not set`,
    location: place.document.locate(place.pointer),
    expected: `a value for ${name}`,
    actual: environment[name] === '' ? 'an empty text' : 'nothing',
    remedy: `set ${name} in the environment or in .env${nearest === undefined ? '' : `; ${nearest}`}`,
  });
}
