import type { Fault } from '../core/errors.ts';
import { checkSchema } from './check-schemas.ts';
import type { Reading } from './reading.ts';
import type { Place } from './resolve-reference.ts';

/** What is wrong with a JSON Schema (2020-12) of inputs, and with all that it leads to, in other files too. */
export function checkInputsSchema(place: Place): Fault[] {
  const reading: Reading = {
    dialect: '3.1',
    faults: new Map(),
    seenSchemas: new Set(),
    endingSchemas: new Set(),
    responses: new Map(),
    codes: { schema: 'ARAZZO_SCHEMA', reference: 'REFERENCE_NOT_FOUND' },
  };
  checkSchema(reading, place);
  return [...reading.faults.values()];
}
