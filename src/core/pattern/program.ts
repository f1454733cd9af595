// A pattern as instructions of an automaton that follows all ways through it side by side (Thompson 1968).
import type { Edge, Part } from './read-pattern.ts';

export type Instruction =
  /** Goes on behind a character that fits the atom of this number. */
  | { readonly kind: 'one'; readonly atom: number }
  | { readonly kind: 'edge'; readonly edge: Edge }
  /** Goes on at both places; distances from this instruction. */
  | { readonly kind: 'split'; readonly left: number; readonly right: number };

export type Program = {
  /** Begins at 0; the end is behind the last. */
  readonly instructions: readonly Instruction[];
  /** The sources of the atoms, each once. */
  readonly atoms: readonly string[];
};

/** Counted repeats are written out, and this bounds what they may grow to. */
const mostInstructions = 2000;

/** @throws SyntaxError for what needs backtracking (look-around, back-references), and for a pattern that grows too large */
export function writeProgram(pattern: Part): Program {
  const atoms = new Map<string, number>();
  const instructions = write(pattern, (atom) => {
    const number = atoms.get(atom) ?? atoms.size;
    atoms.set(atom, number);
    return number;
  });
  return { instructions, atoms: [...atoms.keys()] };
}

type NumberOf = (atom: string) => number;

function write(part: Part, numberOf: NumberOf): Instruction[] {
  switch (part.kind) {
    case 'one':
      return [{ kind: 'one', atom: numberOf(part.atom) }];
    case 'edge':
      return [part];
    case 'sequence':
      return part.parts.reduce<Instruction[]>((all, each) => bounded([...all, ...write(each, numberOf)]), []);
    case 'choice':
      return part.parts.map((branch) => write(branch, numberOf)).reduceRight((right, left) => choose(left, right));
    case 'repeat':
      return repeat(write(part.part, numberOf), part.least, part.most);
    default:
      throw new SyntaxError(`${part.kind}s need backtracking`);
  }
}

function choose(left: readonly Instruction[], right: readonly Instruction[]): Instruction[] {
  // The end of the left side leaps over the right one.
  const leap: Instruction = { kind: 'split', left: right.length + 1, right: right.length + 1 };
  return bounded([{ kind: 'split', left: 1, right: left.length + 2 }, ...left, leap, ...right]);
}

function repeat(program: readonly Instruction[], least: number, most: number): Instruction[] {
  const optional: Instruction[] = [{ kind: 'split', left: 1, right: program.length + 1 }, ...program];
  let repeated: Instruction[] = [];
  for (let count = 0; count < least; count++) repeated = bounded([...repeated, ...program]);
  if (most === Infinity) {
    const back: Instruction = { kind: 'split', left: -program.length - 1, right: 1 };
    const leap: Instruction = { kind: 'split', left: 1, right: program.length + 2 };
    return bounded([...repeated, leap, ...program, back]);
  }
  for (let count = least; count < most; count++) repeated = bounded([...repeated, ...optional]);
  return repeated;
}

function bounded(program: Instruction[]): Instruction[] {
  if (program.length <= mostInstructions) return program;
  throw new SyntaxError(`the pattern is too large: its repeats, written out, have more than ${mostInstructions} parts`);
}
