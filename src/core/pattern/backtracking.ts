// How much work a backtracking engine can be led into: a bound on its steps, from the parts of the pattern alone.
import type { Part } from './read-pattern.ts';

/**
 * The steps of a part as they depend on what follows it: `ways` is how often at most what follows is tried, `own` the
 * part's own steps. A part with `ways` 1 leads to one continuation; each loop and choice multiplies or adds.
 */
type Steps = { readonly ways: number; readonly own: number };

const countless = 1e15;
const steps = (ways: number, own: number): Steps => ({
  ways: Math.min(ways, countless),
  own: Math.min(own, countless),
});

/** The most steps that a search in a text of this length may take: not what it takes, but never less. */
export function mostSteps(pattern: Part, length: number): number {
  const { ways, own } = stepsOf(pattern, length);
  const fromOnePlace = ways + own;
  return isAnchored(pattern) ? fromOnePlace + length : fromOnePlace * (length + 1);
}

/** The longest text, in powers of two, in which a search stays below what `allowed` gives for its length. */
export function longestWithin(pattern: Part, allowed: (length: number) => number): number {
  let longest = 0;
  for (let length = 1; length <= 2 ** 27; length *= 2) {
    if (mostSteps(pattern, length) > allowed(length)) return longest;
    longest = length;
  }
  return Infinity;
}

function stepsOf(part: Part, length: number): Steps {
  switch (part.kind) {
    case 'one':
    case 'edge':
      return steps(1, 1);
    case 'back-reference':
      return steps(1, length + 1);
    case 'look-around': {
      // Once it holds, it is not tried in other ways (ECMA-262 section 22.2.2.4).
      const { ways, own } = stepsOf(part.part, length);
      return steps(1, ways + own);
    }
    case 'sequence':
      return part.parts.reduceRight((rest, each) => before(stepsOf(each, length), rest), steps(1, 0));
    case 'choice': {
      const each = part.parts.map((branch) => stepsOf(branch, length));
      const sum = (of: 'ways' | 'own'): number => each.reduce((total, branch) => total + branch[of], 0);
      return steps(sum('ways'), sum('own') + each.length);
    }
    case 'repeat':
      return repeated(stepsOf(part.part, length), part.least, Math.min(part.most - part.least, length));
  }
}

function before(first: Steps, rest: Steps): Steps {
  return steps(first.ways * rest.ways, first.ways * rest.own + first.own);
}

/** After each of the optional rounds, what follows may be tried as well. */
function repeated(round: Steps, least: number, optional: number): Steps {
  const { ways, own } = round;
  if (ways === 1) return before(steps(1, least * own), steps(optional + 1, optional * (own + 1)));
  let all = steps(1, 0);
  for (let count = 0; count < optional && all.ways < countless; count++) {
    all = steps(1 + ways * all.ways, 1 + own + ways * all.own);
  }
  for (let count = 0; count < least && all.ways < countless; count++) all = before(round, all);
  return all;
}

function isAnchored(part: Part): boolean {
  switch (part.kind) {
    case 'edge':
      return part.edge === '^';
    case 'sequence':
      return part.parts[0] !== undefined && isAnchored(part.parts[0]);
    case 'choice':
      return part.parts.every(isAnchored);
    default:
      return false;
  }
}
