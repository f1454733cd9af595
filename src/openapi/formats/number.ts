// The formats of numbers. A double holds whole numbers only up to 2^53, so that a number may come as its decimal text,
// as in `12`, `1e3` or `5.0`.

const decimalText = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** A decimal number, exactly: `digits` (without zeros at either end) times ten to the power of `exponent`. */
type Decimal = { readonly negative: boolean; readonly digits: string; readonly exponent: number };

function readDecimal(text: string): Decimal | undefined {
  const [, sign, whole = '', fraction = '', power = '0'] = decimalText.exec(text) ?? [];
  if (sign === undefined) return undefined;
  const written = (whole + fraction).replace(/^0+/, '');
  let end = written.length;
  while (written[end - 1] === '0') end--;
  const exponent = end === 0 ? 0 : Number(power) - fraction.length + (written.length - end);
  return { negative: sign === '-', digits: written.slice(0, end), exponent };
}

/** Longer than any whole number that has a format. */
const mostDigits = 40;

/** Judges whether a number is a whole one from `least` to `most`. */
export function isWhole(least: bigint, most: bigint): (value: number | string) => boolean {
  const isWithin = (whole: bigint): boolean => whole >= least && whole <= most;
  return (value) => {
    if (typeof value === 'number') return Number.isInteger(value) && isWithin(BigInt(value));
    const decimal = readDecimal(value);
    if (!decimal || decimal.exponent < 0 || decimal.digits.length + decimal.exponent > mostDigits) return false;
    const whole = BigInt(decimal.digits + '0'.repeat(decimal.exponent)) * (decimal.negative ? -1n : 1n);
    return isWithin(whole);
  };
}

/** Whether a number is a signed whole one of 64 bits. */
export const fitsInt64 = isWhole(-(2n ** 63n), 2n ** 63n - 1n);

/** Whether a number is a whole one of 64 bits, not below 0. */
export const fitsUint64 = isWhole(0n, 2n ** 64n - 1n);

const digitsOfDecimal128 = 34;
const specialValues: ReadonlySet<string> = new Set(['NaN', 'INF', '-INF']);

/** Whether a number is one of IEEE 754-2008 decimal128: 34 digits, and its range; as text also `NaN`, `INF`, `-INF`. */
export function fitsDecimal128(value: number | string): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  const decimal = readDecimal(value);
  if (!decimal) return specialValues.has(value);
  const { digits, exponent } = decimal;
  return digits.length <= digitsOfDecimal128 && exponent >= -6176 && digits.length + exponent <= 6145;
}

/** Whether a text is a decimal number of any size: `12.50`. */
export function isDecimal(text: string): boolean {
  return /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/.test(text);
}

/** Half a step above the largest float, from where rounding leads to infinity. */
const aboveFloats = 3.4028235677973366e38;

/** Whether a number lies in the range of a 32-bit float. */
export function fitsFloat(value: number | string): boolean {
  return Math.abs(Number(value)) < aboveFloats;
}

/** Whether a number lies in the range of a 64-bit float. */
export function fitsDouble(value: number | string): boolean {
  return Number.isFinite(Number(value));
}

/** `sf-decimal` of RFC 8941 section 3.3.2: at most 12 digits before the point and 3 behind it. */
export function isDecimalOfField(value: number | string): boolean {
  const decimal = readDecimal(String(value));
  return decimal !== undefined && decimal.exponent >= -3 && decimal.digits.length + decimal.exponent <= 12;
}
