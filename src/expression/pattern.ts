// Regular expressions of ECMAScript with the `u` flag, searched for in time that grows with text times pattern: all ways
// through the pattern are followed side by side (Thompson 1968), so that no text can make a run hang as backtracking does.
// What needs backtracking, look-around and back-references, is refused.

export type Pattern = { readonly isFoundIn: (text: string) => boolean };

type Test = (character: string) => boolean;
type Edge = (text: string, at: number) => boolean;
type Instruction =
  | { readonly kind: 'one'; readonly test: Test }
  | { readonly kind: 'edge'; readonly holds: Edge }
  /** Goes on at both places; distances from this instruction. */
  | { readonly kind: 'split'; readonly left: number; readonly right: number };

/** Counted repeats are written out, and this bounds what they may grow to. */
const mostInstructions = 5000;

/** @throws SyntaxError where it is no regular expression, or one that cannot be searched so */
export function compilePattern(source: string): Pattern {
  new RegExp(source, 'u');
  const program = new PatternReader(source).read();
  return { isFoundIn: (text) => search(program, text) };
}

function search(program: readonly Instruction[], text: string): boolean {
  let current = new Set<number>();
  for (let at = 0; at <= text.length;) {
    // A match may begin at every position.
    if (follow(program, 0, current, [text, at])) return true;
    const character = at < text.length ? String.fromCodePoint(text.codePointAt(at) ?? 0) : '';
    at += Math.max(1, character.length);
    const next = new Set<number>();
    for (const place of current) {
      const instruction = program[place];
      if (instruction?.kind !== 'one' || character === '' || !instruction.test(character)) continue;
      if (follow(program, place + 1, next, [text, at])) return true;
    }
    current = next;
  }
  return false;
}

/** Adds every place that can be reached without a character; true where the end of the pattern is one. */
function follow(
  program: readonly Instruction[],
  start: number,
  places: Set<number>,
  [text, at]: readonly [text: string, at: number],
): boolean {
  const due = [start];
  for (let place = due.pop(); place !== undefined; place = due.pop()) {
    if (places.has(place)) continue;
    places.add(place);
    const instruction = program[place];
    if (!instruction) return true;
    if (instruction.kind === 'split') due.push(place + instruction.left, place + instruction.right);
    else if (instruction.kind === 'edge' && instruction.holds(text, at)) due.push(place + 1);
  }
  return false;
}

const atomText =
  /\[(?:[^\]\\]|\\.)*\]|\\[pP]\{[^}]*\}|\\u\{[^}]*\}|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|\\c[A-Za-z]|\\.|[^)|]/suy;
const quantifierText = /(?:([*+?])|\{([0-9]+)(,?)([0-9]*)\})\??/y;
const groupText = /\((?:\?:|\?<[^=!][^>]*>|(?!\?))/uy;

const wordCharacter = /\w/;
const isWord = (text: string, at: number): boolean => wordCharacter.test(text[at] ?? '');
const edges: Readonly<Record<string, Edge>> = {
  '^': (_, at) => at === 0,
  $: (text, at) => at === text.length,
  '\\b': (text, at) => isWord(text, at - 1) !== isWord(text, at),
  '\\B': (text, at) => isWord(text, at - 1) === isWord(text, at),
};

/** Reads a source that the engine's own parser has accepted. */
class PatternReader {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  read(): Instruction[] {
    const program = this.#sequence();
    if (!this.#take(/\|/y)) return program;
    const other = this.read();
    // The end of the left side leaps over the right one.
    const leap: Instruction = { kind: 'split', left: other.length + 1, right: other.length + 1 };
    return bounded([{ kind: 'split', left: 1, right: program.length + 2 }, ...program, leap, ...other]);
  }

  #sequence(): Instruction[] {
    let program: Instruction[] = [];
    while (this.#at < this.#source.length && !/[|)]/.test(this.#source[this.#at] ?? '')) {
      program = bounded([...program, ...this.#quantified()]);
    }
    return program;
  }

  #quantified(): Instruction[] {
    const program = this.#atom();
    const quantifier = this.#take(quantifierText);
    if (!quantifier) return program;
    const [, sign, least, comma, most] = quantifier;
    if (sign !== undefined) return repeat(program, sign === '+' ? 1 : 0, sign === '?' ? 1 : Infinity);
    const minimum = Number(least);
    return repeat(program, minimum, comma === '' ? minimum : most === '' ? Infinity : Number(most));
  }

  #atom(): Instruction[] {
    if (this.#take(groupText)) {
      const program = this.read();
      this.#take(/\)/y);
      return program;
    }
    const atom = this.#take(atomText)?.[0] ?? '';
    if (atom === '(' || /^\\[1-9k]/.test(atom)) {
      throw new SyntaxError('look-around and back-references are not supported: their search may never end');
    }
    const holds = edges[atom];
    return [holds ? { kind: 'edge', holds } : { kind: 'one', test: testOf(atom) }];
  }

  #take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source) ?? undefined;
    this.#at += found?.[0].length ?? 0;
    return found;
  }
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

/** Whether a character fits one atom, as the engine itself sees it. */
function testOf(atom: string): Test {
  const expression = new RegExp(`^${atom}$`, 'u');
  const known = new Map<string, boolean>();
  return (character) => {
    let fits = known.get(character);
    if (fits === undefined) known.set(character, (fits = expression.test(character)));
    return fits;
  };
}
