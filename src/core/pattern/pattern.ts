// Regular expressions of ECMAScript with the `u` flag, searched for in bounded time. The engine of the platform
// backtracks: it is quick, and a text can lead it into work that never ends. So it is asked only where that cannot be:
// where the bound on its steps, for this length of text, is small. Elsewhere all ways are followed side by side.
import { longestWithin } from './backtracking.ts';
import { LinearSearch } from './linear-search.ts';
import { writeProgram } from './program.ts';
import { readPattern } from './read-pattern.ts';
import type { Part } from './read-pattern.ts';

export type Pattern = {
  /** @throws RangeError where the text is too long for a search in bounded time */
  readonly isFoundIn: (text: string) => boolean;
};

/** Steps that backtracking may take where there is another way: it is the quicker one up to about there. */
const fewSteps = (length: number): number => 2000 + 32 * length;

/** Steps that backtracking may take where it is the only way: a few milliseconds. */
const affordableSteps = (length: number): number => 1_000_000 + 32 * length;

/** A pattern that has to backtrack is of use only if it can be searched for in texts of this length. */
const shortText = 32;

/** @throws SyntaxError where it is no regular expression, or one that no text can be searched for in bounded time */
export function compilePattern(source: string): Pattern {
  const parts = readPattern(source);
  const native = new RegExp(source, 'u');
  const program = tryProgram(parts);
  if (program instanceof SyntaxError) return onlyBacktracking(source, parts, program.message);
  const longest = longestWithin(parts, fewSteps);
  let linear: LinearSearch | undefined;
  return {
    isFoundIn: (text) =>
      text.length <= longest ? native.test(text) : (linear ??= new LinearSearch(program)).isFoundIn(text),
  };
}

function tryProgram(parts: Part): ReturnType<typeof writeProgram> | SyntaxError {
  try {
    return writeProgram(parts);
  } catch (error) {
    if (error instanceof SyntaxError) return error;
    throw error;
  }
}

function onlyBacktracking(source: string, parts: Part, reason: string): Pattern {
  const longest = longestWithin(parts, affordableSteps);
  if (longest < shortText) throw new SyntaxError(`${reason}, and a search for ${source} may never end`);
  const native = new RegExp(source, 'u');
  return {
    isFoundIn: (text) => {
      if (text.length <= longest) return native.test(text);
      throw new RangeError(
        `the pattern ${source} was not searched for in a text of ${text.length} characters: ${reason}, which beyond ` +
          `${longest} may never end`,
      );
    },
  };
}
