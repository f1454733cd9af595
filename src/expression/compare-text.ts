/** By code points: comparing the strings themselves would put U+FF5E behind U+1F600. */
export function compareText(left: string, right: string): number {
  let at = 0;
  while (at < left.length && left[at] === right[at]) at += 1;
  return (rank(left.charCodeAt(at)) || 0) - (rank(right.charCodeAt(at)) || 0);
}

/** UTF-16 units with the surrogates moved behind the rest; NaN, which is the end of the text, stays NaN. */
function rank(unit: number): number {
  if (unit < 0xd800 || Number.isNaN(unit)) return unit + 1;
  return (unit < 0xe000 ? unit + 0x2000 : unit - 0x800) + 1;
}
