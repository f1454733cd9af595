// Searches in time that grows with the length of the text: what is reached after a character is worked out once for
// each set of places and each kind of character, and looked up from then on (a deterministic automaton, built lazily).
import type { Instruction, Program } from './program.ts';

/** Where the search stands between two characters. */
type State = {
  /** Instructions that are due, before those that need no character are followed. */
  readonly places: readonly number[];
  readonly before: Neighbour;
  /** By the number of the kind of the next character. */
  readonly next: (State | 'found' | undefined)[];
};

type Neighbour = 'none' | 'word' | 'other';

/** Characters that the same atoms fit are of one kind. */
type Kind = { readonly number: number; readonly neighbour: Neighbour; readonly fits: readonly boolean[] };

/** What is kept of states and characters, so that no text can fill the memory. */
const mostPlacesKept = 200_000;
const mostCharactersKept = 20_000;

/** Instructions followed that were not looked up, after which a search is given up: about a second. */
const mostWork = 10_000_000;

const wordCharacter = /\w/;

export class LinearSearch {
  readonly #instructions: readonly Instruction[];
  readonly #atoms: readonly RegExp[];
  readonly #kinds = new Map<string, Kind>();
  readonly #kindOfAscii: (Kind | undefined)[] = new Array<Kind | undefined>(128).fill(undefined);
  readonly #kindOfCharacter = new Map<number, Kind>();
  readonly #end: Kind = { number: 0, neighbour: 'none', fits: [] };
  #states = new Map<string, State>();
  #placesKept = 0;
  #work = 0;

  constructor({ instructions, atoms }: Program) {
    this.#instructions = instructions;
    // Whether a character fits one atom, as the engine itself sees it.
    this.#atoms = atoms.map((atom) => new RegExp(`^${atom}$`, 'u'));
  }

  /** @throws RangeError where the search is given up */
  isFoundIn(text: string): boolean {
    this.#work = 0;
    let state = this.#stateOf([], 'none');
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      const character = unit < 0xd800 ? unit : (text.codePointAt(at) ?? 0);
      if (character > 0xffff) at++;
      const kind =
        (unit < 128 ? this.#kindOfAscii[unit] : this.#kindOfCharacter.get(character)) ?? this.#readKind(character);
      const next = state.next[kind.number] ?? this.#goOn(state, kind);
      if (next === 'found') return true;
      state = next;
    }
    return (state.next[this.#end.number] ?? this.#goOn(state, this.#end)) === 'found';
  }

  #readKind(code: number): Kind {
    const character = String.fromCodePoint(code);
    const neighbour = wordCharacter.test(character) ? 'word' : 'other';
    const fits = this.#atoms.map((atom) => atom.test(character));
    const key = `${neighbour} ${fits.map(Number).join('')}`;
    const kind = this.#kinds.get(key) ?? { number: this.#kinds.size + 1, neighbour, fits };
    this.#kinds.set(key, kind);
    if (code < 128) return (this.#kindOfAscii[code] = kind);
    if (this.#kindOfCharacter.size >= mostCharactersKept) this.#kindOfCharacter.clear();
    this.#kindOfCharacter.set(code, kind);
    return kind;
  }

  #stateOf(places: readonly number[], before: Neighbour): State {
    const key = `${before} ${places.join(' ')}`;
    let state = this.#states.get(key);
    if (!state) {
      this.#placesKept += places.length + 1;
      if (this.#placesKept > mostPlacesKept) {
        // The states that were let go keep each other, and go together.
        this.#states = new Map();
        this.#placesKept = places.length + 1;
      }
      this.#states.set(key, (state = { places, before, next: [] }));
    }
    return state;
  }

  #goOn(state: State, kind: Kind): State | 'found' {
    const reached = this.#follow(state, kind.neighbour);
    const next = reached && this.#stateOf(this.#after(reached, kind), kind.neighbour);
    return (state.next[kind.number] = next ?? 'found');
  }

  /** Every place that can be reached without a character; undefined where the end of the pattern is one. */
  #follow(state: State, after: Neighbour): Set<number> | undefined {
    const reached = new Set<number>();
    // A match may begin at every position.
    const due = [...state.places, 0];
    for (let place = due.pop(); place !== undefined; place = due.pop()) {
      if (reached.has(place)) continue;
      reached.add(place);
      const instruction = this.#instructions[place];
      if (!instruction) return undefined;
      if (instruction.kind === 'split') due.push(place + instruction.left, place + instruction.right);
      else if (instruction.kind === 'edge' && holds(instruction.edge, state.before, after)) due.push(place + 1);
    }
    this.#work += reached.size;
    if (this.#work > mostWork) throw new RangeError('searching for the pattern in this text takes too long');
    return reached;
  }

  #after(reached: ReadonlySet<number>, { fits }: Kind): number[] {
    const places: number[] = [];
    for (const place of reached) {
      const instruction = this.#instructions[place];
      if (instruction?.kind === 'one' && fits[instruction.atom] === true) places.push(place + 1);
    }
    return places.sort((left, right) => left - right);
  }
}

function holds(edge: string, before: Neighbour, after: Neighbour): boolean {
  if (edge === '^') return before === 'none';
  if (edge === '$') return after === 'none';
  return ((before === 'word') !== (after === 'word')) === (edge === '\\b');
}
