// Where two bodies must be equal: `x-parity: exact`.
import { showBytes } from '../core/bytes.ts';
import type { JsonValue } from '../core/json.ts';
import { isContainer, isJsonArray, isJsonObject, isSame, jsonType, parseJson, showValue } from '../core/json.ts';
import { escapeToken } from '../document/json-pointer.ts';
import type { RecordedBody } from '../record/event.ts';
import type { WordAt } from './parity-words.ts';
import type { ShapeDifference } from './shape-tree.ts';

/** Values that differ where they must not. What could not be compared is itself a difference: nothing passes unseen. */
export function valueDifferences(left: RecordedBody, right: RecordedBody, wordAt: WordAt): ShapeDifference[] {
  if ((['text', 'digest', 'sha256', 'bytes'] as const).every((name) => left[name] === right[name])) return [];
  const ours = valueOf(left);
  const theirs = valueOf(right);
  if (ours === undefined || theirs === undefined) {
    return wordAt('') === 'exact' ? [{ at: '', left: showBody(left), right: showBody(right) }] : [];
  }
  return differ(ours, theirs, '', wordAt);
}

function valueOf({ text }: RecordedBody): JsonValue | undefined {
  const parsed = text === undefined ? undefined : parseJson(text);
  return parsed?.ok === true ? parsed.value : undefined;
}

function showBody({ bytes, digest, sha256 }: RecordedBody): string {
  if (sha256 !== undefined) return showBytes({ size: bytes, sha256 });
  return `${bytes} bytes${digest === undefined ? '' : ` with digest ${digest}`}`;
}

function differ(left: JsonValue, right: JsonValue, at: string, wordAt: WordAt): ShapeDifference[] {
  const word = wordAt(at);
  if (word === 'ignore') return [];
  if (isJsonArray(left) && isJsonArray(right)) {
    const below = left.flatMap((element, index) => differMember(element, right[index], `${at}/${index}`, wordAt));
    if (left.length === right.length || word !== 'exact') return below;
    return [{ at, left: `${left.length} elements`, right: `${right.length} elements` }, ...below];
  }
  if (isJsonObject(left) && isJsonObject(right)) {
    return Object.entries(left).flatMap(([name, ours]) => {
      const theirs = Object.hasOwn(right, name) ? right[name] : undefined;
      return differMember(ours, theirs, `${at}/${escapeToken(name)}`, wordAt);
    });
  }
  return word === 'exact' ? differScalar(left, right, at) : [];
}

/** Another type is told as a difference of shape. */
function differScalar(left: JsonValue, right: JsonValue, at: string): ShapeDifference[] {
  if (isContainer(left) || isContainer(right) || isSame(left, right) || !isSameType(left, right)) return [];
  return [{ at, left: showValue(left), right: showValue(right) }];
}

/** A member or element that only one side has is a difference of shape, or of length. */
function differMember(left: JsonValue, right: JsonValue | undefined, at: string, wordAt: WordAt): ShapeDifference[] {
  return right === undefined ? [] : differ(left, right, at, wordAt);
}

function isSameType(left: JsonValue, right: JsonValue): boolean {
  const [ours, theirs] = [left, right].map((value) => jsonType(value).replace('integer', 'number'));
  return ours === theirs;
}
