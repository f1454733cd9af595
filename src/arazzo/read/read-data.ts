// `x-data`: rows of inputs, in the document or in a file beside it.
import { isJsonObject } from '../../core/json.ts';
import type { Data, Inputs } from '../description.ts';
import type { Part } from './fields.ts';
import { addFault, addWrongType, items, member, present } from './fields.ts';
import { readLabel } from './read-labels.ts';
import { readObject, shapes } from './shapes.ts';

/** Undefined where absent or after a fault that leaves nothing of it. */
export function readData(part: Part, inputs: Inputs): Data | undefined {
  if (!readObject(part, shapes.data)) return undefined;
  const rowsPart = member(part, 'rows');
  const sourcePart = member(part, 'source');
  if ((rowsPart.value === undefined) === (sourcePart.value === undefined)) {
    const actual = rowsPart.value === undefined ? 'none of them' : 'both';
    const expected = 'exactly one of "rows" and "source"';
    addFault(part, 'ARAZZO_SCHEMA', `"x-data" has ${expected}`, { at: 'key', expected, actual });
    return undefined;
  }
  const id = readId(member(part, 'id'), inputs);
  const rows = items(rowsPart).flatMap((row) => {
    if (isJsonObject(row.value)) return [{ members: row.value, pointer: row.pointer }];
    addWrongType(row, 'a map of inputs');
    return [];
  });
  if (Array.isArray(rowsPart.value) && rowsPart.value.length === 0)
    addWrongType(rowsPart, 'a list of at least one row');
  const file = readLabel(sourcePart);
  const source = file === undefined ? undefined : { file, pointer: sourcePart.pointer };
  return { rows, pointer: part.pointer, ...present({ id, source }) };
}

/** A row's name stands in every report. */
function readId(part: Part, inputs: Inputs): string | undefined {
  const id = readLabel(part);
  if (id !== undefined && inputs.secret.has(id)) {
    const remedy = 'name the rows by another column';
    addFault(part, 'ARAZZO_SCHEMA', `the input "${id}" is secret, and a row's name is shown`, { remedy });
  }
  return id;
}
