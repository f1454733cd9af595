import type { JsonValue } from '../core/json.ts';
import { writeJson } from '../core/json.ts';

/** As a text holds it: strings as they are, everything else as JSON. */
export function textOf(value: JsonValue): string {
  return typeof value === 'string' ? value : writeJson(value);
}
