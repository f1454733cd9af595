/**
 * Whether one text is the other with a single slip of the hand: a character too many, too few or wrong, or two
 * neighbours swapped; compared without case. For places where a foreign word is allowed, and nearestName would see too much.
 */
export function isOneSlip(written: string, meant: string): boolean {
  const [left, right] = [written.toLowerCase(), meant.toLowerCase()];
  if (left === right) return written !== meant;
  let start = 0;
  while (start < left.length && left[start] === right[start]) start += 1;
  const a = left.slice(start);
  const b = right.slice(start);
  const swapped = a.slice(0, 2) === `${b.charAt(1)}${b.charAt(0)}` && a.slice(2) === b.slice(2);
  return swapped || a.slice(1) === b.slice(1) || a.slice(1) === b || a === b.slice(1);
}
