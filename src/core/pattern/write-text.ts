// Texts that a regular expression describes.
import { readPattern } from './read-pattern.ts';
import type { Part } from './read-pattern.ts';

/** What is left open by the pattern: which of `count` ways is taken, and how often something is repeated. */
export type Writing = {
  readonly choose: (count: number) => number;
  /** Between the two, both counted in. */
  readonly times: (least: number, most: number) => number;
};

/** The first way of each choice, and as few repeats as there may be. */
const shortest: Writing = { choose: () => 0, times: (least) => least };

/** A text in which the pattern is found, as far as that can be told; undefined where it looks around or back. */
export function textOfPattern(source: string, writing: Writing = shortest): string | undefined {
  try {
    return write(readPattern(source), writing);
  } catch {
    return undefined;
  }
}

/** Counted repeats are written out, up to this many. */
const mostRepeats = 1000;
/** No text becomes longer by much. */
const longest = 20_000;

function write(part: Part, writing: Writing): string {
  switch (part.kind) {
    case 'one':
      return characterOf(part.atom, writing);
    case 'edge':
      return '';
    case 'sequence':
      return part.parts.map((each) => write(each, writing)).join('');
    case 'choice': {
      const chosen = part.parts[writing.choose(part.parts.length)] ?? part.parts[0];
      return chosen ? write(chosen, writing) : '';
    }
    case 'repeat': {
      const count = Math.min(writing.times(part.least, part.most), mostRepeats);
      let text = '';
      for (let round = 0; round < count && text.length < longest; round++) text += write(part.part, writing);
      return text;
    }
    default:
      throw new SyntaxError(`a ${part.kind} tells no text`);
  }
}

/** Plain characters, the most readable first. */
const candidates = Array.from('a1A0-_ .:/+@').concat(
  Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)),
);
/** Letters of other scripts, and characters that have no form, for patterns that allow no ASCII. */
const rare = Array.from('é中文あ한жαא漢字ñüß😀\t\n\r\0');

const fitting = new Map<string, readonly string[]>();

function characterOf(atom: string, { choose }: Writing): string {
  let found = fitting.get(atom);
  if (!found) {
    const one = new RegExp(`^(?:${atom})$`, 'u');
    const plain = candidates.filter((character) => one.test(character));
    found = plain.length > 0 ? plain : rare.filter((character) => one.test(character));
    if (fitting.size < 10_000) fitting.set(atom, found);
  }
  const readable = found.filter((character) => /[a-z0-9]/i.test(character));
  const from = readable.length > 0 ? readable : found;
  const character = from[choose(from.length)] ?? escaped(atom);
  if (character === undefined) throw new SyntaxError(`no known character fits ${atom}`);
  return character;
}

/** The one character that an atom names: itself, or by its code. */
function escaped(atom: string): string | undefined {
  if (Array.from(atom).length === 1) return atom;
  const code = /^\\(?:u\{([0-9a-f]+)\}|u([0-9a-f]{4})|x([0-9a-f]{2}))$/i.exec(atom);
  const digits = code?.[1] ?? code?.[2] ?? code?.[3];
  return digits === undefined ? undefined : String.fromCodePoint(parseInt(digits, 16));
}
