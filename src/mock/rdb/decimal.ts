// DECIMAL(p,s) as text that sorts like the number it means, so that no digit is lost and the engine can compare it:
// `1` and p digits for what is not negative; `0`, the nines' complement of the digits and `~` for what is negative.

/** A decimal number taken apart; no leading zeros in `whole`, no trailing ones in `fraction`. */
export type Decimal = { readonly negative: boolean; readonly whole: string; readonly fraction: string };

export type DecimalSize = { readonly precision: number; readonly scale: number };

const maxExponent = 400;

/** Reads `-12.50` or `1e3`; undefined where the text is not a number, or one beyond all reason. */
export function parseDecimal(text: string): Decimal | undefined {
  const found = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,3}))?$/i.exec(text);
  if (!found) return undefined;
  const [, sign, whole = '', fraction = '', exponentText] = found;
  const exponent = Number(exponentText ?? 0);
  if (whole + fraction === '' || Math.abs(exponent) > maxExponent) return undefined;
  const digits = '0'.repeat(Math.max(0, -exponent)) + whole + fraction + '0'.repeat(Math.max(0, exponent));
  const point = Math.max(0, -exponent) + whole.length + exponent;
  const parts = {
    whole: digits.slice(0, point).replace(/^0+/, ''),
    fraction: digits.slice(point).replace(/0+$/, ''),
  };
  return { negative: sign === '-' && parts.whole + parts.fraction !== '', ...parts };
}

/** The stored form, rounded to the scale (half away from zero, as MySQL does); undefined where it does not fit. */
export function storeDecimal({ negative, whole, fraction }: Decimal, size: DecimalSize): string | undefined {
  const kept = BigInt(`0${whole}${fraction.padEnd(size.scale, '0').slice(0, size.scale)}`);
  const rounded = kept + ((fraction[size.scale] ?? '0') >= '5' ? 1n : 0n);
  const digits = String(rounded).padStart(size.precision, '0');
  return digits.length > size.precision ? undefined : sortable(negative && rounded > 0n, digits);
}

/** The form to compare stored ones with: digits beyond the scale are kept, a number beyond the precision sorts last. */
export function comparableDecimal({ negative, whole, fraction }: Decimal, size: DecimalSize): string {
  const places = size.precision - size.scale;
  if (whole.length > places) return negative ? '/' : '2';
  return sortable(negative, whole.padStart(places, '0') + fraction.padEnd(size.scale, '0'));
}

/** The stored form as plain text, with every place of its scale: `12.50`. */
export function readDecimal(stored: string, size: DecimalSize): string {
  const negative = stored.startsWith('0');
  const digits = negative ? complement(stored.slice(1, -1)) : stored.slice(1);
  const whole = digits.slice(0, size.precision - size.scale).replace(/^0+(?=\d)/, '') || '0';
  const fraction = digits.slice(size.precision - size.scale);
  return `${negative ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

function sortable(negative: boolean, digits: string): string {
  return negative ? `0${complement(digits)}~` : `1${digits}`;
}

function complement(digits: string): string {
  return digits.replace(/\d/g, (digit) => String(9 - Number(digit)));
}
