import { DescriptionError } from '../core/errors.ts';
import type { Fault } from '../core/errors.ts';
import type { JsonObject, JsonValue } from '../core/json.ts';
import { parseJson } from '../core/json.ts';

/**
 * Inputs of the command line: `name=text`, or `name:=json` for what is not text.
 * @throws DescriptionError with USAGE
 */
export function readInputs(given: readonly string[]): JsonObject {
  const faults: Fault[] = [];
  const inputs: Record<string, JsonValue> = {};
  for (const text of given) {
    const [, name, colon, value] = /^([^:=]+)(:?)=(.*)$/s.exec(text) ?? [];
    const parsed = colon === ':' ? parseJson(value ?? '') : undefined;
    if (name === undefined || value === undefined) {
      faults.push({
        code: 'USAGE',
        message: '--input is not understood',
        expected: 'name=text or name:=json',
        actual: text,
      });
    } else if (parsed && !parsed.ok) {
      faults.push({
        code: 'USAGE',
        message: `the value of --input ${name} is not JSON: ${parsed.reason}`,
        remedy: `write ${name}=... for text`,
      });
    } else inputs[name] = parsed?.ok === true ? parsed.value : value;
  }
  if (faults.length > 0) throw new DescriptionError(faults);
  return inputs;
}
