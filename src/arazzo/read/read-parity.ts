// `x-parity`: how what two gateways answer is compared.
import type { JsonValue } from '../../core/json.ts';
import { isJsonObject, showValue } from '../../core/json.ts';
import { didYouMean } from '../../core/nearest-name.ts';
import { parsePointer } from '../../document/json-pointer.ts';
import type { ParityRules, ParityWord } from '../description.ts';
import type { Part } from './fields.ts';
import { addFault, members, present } from './fields.ts';

const words: readonly ParityWord[] = ['exact', 'shape', 'ignore'];

/** One word for the whole answer, or words by JSON Pointer into its body. */
export function readParity(part: Part): ParityRules | undefined {
  if (part.value === undefined) return undefined;
  if (!isJsonObject(part.value)) {
    const word = readWord(part);
    return word && new Map([['', word]]);
  }
  const rules = new Map<string, ParityWord>();
  for (const [pointer, wordPart] of members(part)) {
    const word = readWord(wordPart);
    if (!parsePointer(pointer)) {
      const remedy = `did you mean "/${pointer.replace(/^[$#]?[./]?/, '').replaceAll('.', '/')}"?`;
      addFault(wordPart, 'ARAZZO_SCHEMA', `"${pointer}" is not a JSON Pointer`, { at: 'key', remedy });
    } else if (word !== undefined) rules.set(pointer, word);
  }
  return rules;
}

function readWord(part: Part): ParityWord | undefined {
  const word = parityWord(part.value);
  if (word !== undefined) return word;
  const remedy = typeof part.value === 'string' ? didYouMean(part.value, words) : undefined;
  addFault(part, 'ARAZZO_SCHEMA', '"x-parity" has a wrong value', {
    expected: `one of ${words.join(', ')}`,
    actual: showValue(part.value),
    ...present({ remedy }),
  });
  return undefined;
}

/** The word that a value is; undefined where it is none. */
export function parityWord(value: JsonValue | undefined): ParityWord | undefined {
  return words.find((word) => word === value);
}
