// Where two objects or arrays are not the same, for people: whole values compared say too little by themselves.
import { bytesOf, firstDifference } from '../core/bytes.ts';
import type { JsonValue } from '../core/json.ts';
import { isJsonArray, isJsonObject, isSame, showValue } from '../core/json.ts';
import { escapeToken } from '../document/json-pointer.ts';

export type Difference = {
  /** JSON Pointer of the place, the same in both. */
  readonly pointer: string;
  /** Absent: there is nothing. */
  readonly left: JsonValue | undefined;
  readonly right: JsonValue | undefined;
};

/** Every place where two values differ, as deep as both have one. */
export function differencesOf(left: JsonValue | undefined, right: JsonValue | undefined, pointer = ''): Difference[] {
  if (isSame(left, right)) return [];
  if (isJsonArray(left) && isJsonArray(right)) {
    const length = Math.max(left.length, right.length);
    return Array.from({ length }, (_, index) => index).flatMap((index) =>
      differencesOf(left[index], right[index], `${pointer}/${index}`),
    );
  }
  if (isJsonObject(left) && isJsonObject(right) && !bytesOf(left) && !bytesOf(right)) {
    const names = new Set([...Object.keys(left), ...Object.keys(right)]);
    return [...names].flatMap((name) => differencesOf(left[name], right[name], `${pointer}/${escapeToken(name)}`));
  }
  return [{ pointer, left, right }];
}

const shownPlaces = 3;

/** `at /position 4 on the left and 3 on the right; 2 more places differ` */
export function showDifferences(found: readonly Difference[]): string {
  const shown = found.slice(0, shownPlaces).map(({ pointer, left, right }) => {
    const place = pointer === '' ? '' : `at ${pointer} `;
    return `${place}${showSide(left)} on the left and ${showSide(right)} on the right${showPlace(left, right)}`;
  });
  const more = found.length - shown.length;
  const rest = more === 0 ? [] : [`${more} more ${more === 1 ? 'place differs' : 'places differ'}`];
  return [...shown, ...rest].join('; ');
}

/** `, which differ from byte 1025 on` */
function showPlace(left: JsonValue | undefined, right: JsonValue | undefined): string {
  const [ours, theirs] = [bytesOf(left), bytesOf(right)];
  const place = ours && theirs && firstDifference(ours, theirs);
  return place === undefined ? '' : `, which differ from byte ${place} on`;
}

function showSide(value: JsonValue | undefined): string {
  return value === undefined ? 'nothing' : showValue(value);
}
