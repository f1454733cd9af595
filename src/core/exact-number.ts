// Numbers of JSON that a double cannot hold, such as 9007199254740993 or 0.12345678901234567890: kept by their digits
// from the answer to what is compared, judged, shown and sent again.
import { Big } from 'big.js';

/** A number that no double stands for. Others are plain numbers, so that one value has one form. */
export class ExactNumber {
  /** As in JSON (RFC 8259 section 6). */
  readonly text: string;

  constructor(text: string) {
    this.text = text;
    everMade = true;
  }

  toString(): string {
    return this.text;
  }

  /** JSON.stringify cannot write it as a number: `writeJson` does, and asks here whether there was one. */
  toJSON(): string {
    everWritten = true;
    return this.text;
  }
}

export type JsonNumber = number | ExactNumber;

let everMade = false;
let everWritten = false;

/** Whether there has been one in this process: where not, no value has to be searched for them. */
export function haveExactNumbers(): boolean {
  return everMade;
}

/** Whether one was met while `write` ran. */
export function meetsExactNumber(write: () => void): boolean {
  everWritten = false;
  write();
  return everWritten;
}

export function isNumber(value: unknown): value is JsonNumber {
  return typeof value === 'number' || value instanceof ExactNumber;
}

/** Digits that every double keeps (IEEE 754 binary64). */
const digitsKept = 15;

/** The number that a JSON text means: a double where it means the same, else its digits. */
export function parseNumber(text: string): JsonNumber {
  const value = Number(text);
  if (text.length <= digitsKept && !/e/i.test(text)) return value;
  return isHeldBy(value, text) ? value : new ExactNumber(text);
}

/** Exponents beyond this are no quantity of any API; numbers with them have an order, and no other arithmetic. */
const largestExponent = 400;

function isHeldBy(value: number, text: string): boolean {
  if (!Number.isFinite(value)) return false;
  if (value === 0) return !/[1-9]/.test(text.split(/e/i, 1)[0] ?? '');
  return Math.abs(exponentOf(text)) > largestExponent || new Big(text).eq(new Big(value));
}

function exponentOf(text: string): number {
  return Number(/e([+-]?\d+)$/i.exec(text)?.[1] ?? 0);
}

/** Negative, 0 or positive, by the exact values. */
export function compareNumbers(left: JsonNumber, right: JsonNumber): number {
  if (typeof left === 'number' && typeof right === 'number') return left < right ? -1 : Number(left > right);
  const [one, other] = [bigOf(left), bigOf(right)];
  if (one && other) return one.cmp(other);
  // At least one is beyond reach, so that their magnitudes tell.
  return magnitudeOf(left) - magnitudeOf(right);
}

/** A number without a fraction, as `1.0` and `1e3` are too (JSON Schema 2020-12, core, section 6.3). */
export function isInteger(value: JsonNumber): boolean {
  if (typeof value === 'number') return Number.isInteger(value);
  const big = bigOf(value);
  return big ? big.eq(big.round(0)) : exponentOf(value.text) > 0;
}

/** By decimal arithmetic: 19.99 is a multiple of 0.01. Undefined where the two are too far apart to be divided. */
export function isMultipleOf(value: JsonNumber, divisor: JsonNumber): boolean | undefined {
  if (Number.isSafeInteger(value) && Number.isSafeInteger(divisor)) return Number(value) % Number(divisor) === 0;
  const [dividend, by] = [bigOf(value), bigOf(divisor)];
  return dividend && by && !by.eq(0) ? dividend.mod(by).eq(0) : undefined;
}

function bigOf(value: JsonNumber): Big | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? new Big(value) : undefined;
  return Math.abs(exponentOf(value.text)) > largestExponent ? undefined : new Big(value.text);
}

function magnitudeOf(value: JsonNumber): number {
  if (typeof value === 'number') return 0;
  const sign = value.text.startsWith('-') ? -1 : 1;
  const exponent = exponentOf(value.text);
  return exponent > 0 ? sign * exponent : sign / (1 - exponent);
}
