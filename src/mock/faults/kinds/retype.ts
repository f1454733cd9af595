import type { JsonValue } from '../../../core/json.ts';
import { writeJson } from '../../../core/json.ts';
import { changeAt, pointerForm } from '../change-body.ts';
import type { Kind } from '../kind.ts';

export const retype: Kind = {
  does: 'a value gets another JSON type and looks the same: 1 becomes "1"',
  argument: { name: 'POINTER', form: pointerForm },
  read: (pointer) => changeAt(pointer, retyped),
};

/** 1 becomes "1", and "1" becomes 1; any other text its length. */
export function retyped(value: JsonValue): JsonValue {
  if (typeof value !== 'string') return writeJson(value);
  const number = value.trim() === '' ? NaN : Number(value);
  return Number.isFinite(number) ? number : value.length;
}
