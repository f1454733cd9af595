// The parts of a regular expression of ECMAScript with the `u` flag.

export type Part =
  /** One character; `atom` is its source, as in `[a-z]`. */
  | { readonly kind: 'one'; readonly atom: string }
  | { readonly kind: 'edge'; readonly edge: Edge }
  | { readonly kind: 'sequence'; readonly parts: readonly Part[] }
  | { readonly kind: 'choice'; readonly parts: readonly Part[] }
  | { readonly kind: 'repeat'; readonly part: Part; readonly least: number; readonly most: number }
  | { readonly kind: 'look-around'; readonly part: Part }
  | { readonly kind: 'back-reference' };

export type Edge = '^' | '$' | '\\b' | '\\B';

const edges: ReadonlySet<string> = new Set(['^', '$', '\\b', '\\B']);
const atomText =
  /\[(?:[^\]\\]|\\.)*\]|\\[pP]\{[^}]*\}|\\k<[^>]*>|\\[1-9][0-9]*|\\u\{[^}]*\}|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|\\c[A-Za-z]|\\.|[^)|]/suy;
const quantifierText = /(?:([*+?])|\{([0-9]+)(,?)([0-9]*)\})\??/y;
const groupText = /\((?:\?:|\?<[^=!][^>]*>|(?!\?))/uy;
const lookText = /\(\?<?[=!]/y;

/** @throws SyntaxError where the engine's own parser refuses the source, or it has what is not read here */
export function readPattern(source: string): Part {
  new RegExp(source, 'u');
  return new PatternReader(source).read();
}

/** Reads a source that the engine's own parser has accepted. */
class PatternReader {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  read(): Part {
    const parts = [this.#sequence()];
    while (this.#take(/\|/y)) parts.push(this.#sequence());
    return parts.length === 1 && parts[0] ? parts[0] : { kind: 'choice', parts };
  }

  #sequence(): Part {
    const parts: Part[] = [];
    while (this.#at < this.#source.length && !/[|)]/.test(this.#source[this.#at] ?? '')) parts.push(this.#quantified());
    return { kind: 'sequence', parts };
  }

  #quantified(): Part {
    const part = this.#atom();
    const quantifier = this.#take(quantifierText);
    if (!quantifier) return part;
    const [, sign, minimum, comma, maximum] = quantifier;
    if (sign !== undefined) {
      return { kind: 'repeat', part, least: sign === '+' ? 1 : 0, most: sign === '?' ? 1 : Infinity };
    }
    const least = Number(minimum);
    return { kind: 'repeat', part, least, most: comma === '' ? least : maximum === '' ? Infinity : Number(maximum) };
  }

  #atom(): Part {
    if (this.#take(groupText)) return this.#group();
    if (this.#take(lookText)) return { kind: 'look-around', part: this.#group() };
    const atom = this.#take(atomText)?.[0] ?? '';
    if (atom === '(')
      throw new SyntaxError(`the group at ${this.#source.slice(this.#at - 1)} is of a kind not read here`);
    if (/^\\[1-9k]/.test(atom)) return { kind: 'back-reference' };
    return edges.has(atom) ? { kind: 'edge', edge: atom as Edge } : { kind: 'one', atom };
  }

  #group(): Part {
    const part = this.read();
    this.#take(/\)/y);
    return part;
  }

  #take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source) ?? undefined;
    this.#at += found?.[0].length ?? 0;
    return found;
  }
}
