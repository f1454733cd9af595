// A text of a length, pattern and format.
import type { Chance } from '../../core/chance.ts';
import { compilePattern } from '../../core/pattern/pattern.ts';
import { asUnicodePattern } from '../../core/pattern/unicode-pattern.ts';
import { textOfPattern } from '../../core/pattern/write-text.ts';
import { formatOf } from '../formats/formats.ts';
import { rulesOf } from '../lint/conjunction.ts';
import type { Conjunction } from '../lint/conjunction.ts';
import { chanceAt, variantOf } from './making.ts';
import type { Making, Spot } from './making.ts';
import { countOf } from './rules.ts';
import { textOfFormat } from './text-of-format.ts';

/** No text becomes longer than this, whatever the contract allows. */
const longestText = 100_000;
/** Texts that are tried for a pattern. */
const tries = 60;

type Wanted = {
  readonly patterns: readonly string[];
  readonly formats: readonly string[];
  readonly least: number;
  readonly most: number;
};

/** One that fits; the nearest to it where none does, for the schema to refuse. */
export function makeText(making: Making, spot: Spot, world: Conjunction): string {
  const chance = chanceAt(making, spot, 'text');
  const wanted: Wanted = {
    patterns: textsAt(world, 'pattern'),
    formats: textsAt(world, 'format'),
    least: Math.min(countOf(world, 'minLength') ?? 0, longestText),
    most: countOf(world, 'maxLength') ?? Infinity,
  };
  const fits = fitting(wanted);
  let last: string | undefined;
  for (const text of candidates(spot, wanted, chance, variantOf(making, spot))) {
    if (fits(text)) return text;
    last ??= text;
  }
  return last ?? '';
}

function textsAt(world: Conjunction, keyword: string): string[] {
  return rulesOf(world, keyword).flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
}

function fitting({ patterns, formats, least, most }: Wanted): (text: string) => boolean {
  const compiled = patterns.map(patternOf);
  const judges = formats.flatMap((name) => formatOf(name)?.text ?? []);
  return (text) => {
    const length = Array.from(text).length;
    if (length < least || length > most) return false;
    return compiled.every((isFoundIn) => isFoundIn(text)) && judges.every((judge) => judge(text));
  };
}

const compiledPatterns = new Map<string, (text: string) => boolean>();

/** Whether a text has the pattern in it; one that cannot be searched for is left to the schema. */
export function patternOf(source: string): (text: string) => boolean {
  let found = compiledPatterns.get(source);
  if (!found) {
    found = tryCompile(source);
    if (compiledPatterns.size < 10_000) compiledPatterns.set(source, found);
  }
  return found;
}

function tryCompile(source: string): (text: string) => boolean {
  try {
    return compilePattern(asUnicodePattern(source)).isFoundIn;
  } catch {
    return () => true;
  }
}

/** @param turn how often it was tried before: what is shortest is then no longer first */
function* candidates({ name }: Spot, wanted: Wanted, chance: Chance, turn: number): Generator<string> {
  const { patterns, formats, least, most } = wanted;
  for (const format of formats) {
    const text = textOfFormat(format, chance);
    if (text !== undefined) yield* [text, textOfFormat(format, chance) ?? text];
    if (format === 'uri' || format === 'url') yield `https://example.com/${'a'.repeat(Math.max(0, least - 20))}`;
  }
  yield fitted(words(name, chance), least, most);
  yield fitted('a', Math.max(1, least), most);
  if (patterns.length === 0) return;
  for (let round = turn; round < turn + tries; round++) {
    for (const source of patterns) {
      const text = textOfPattern(asUnicodePattern(source), writingFor(chance, round, least));
      if (text === undefined) continue;
      yield text;
      // A pattern without edges leaves open what stands around it.
      if (least > Array.from(text).length) yield fitted(text, least, most);
    }
  }
  yield* known(chance);
}

/** First short and readable, then longer, then as long as asked for. */
function writingFor(chance: Chance, round: number, least: number): Parameters<typeof textOfPattern>[1] {
  return {
    choose: (count) => (round === 0 ? 0 : chance.below(count)),
    times: (fewest, most) => {
      const extra = round === 0 ? 0 : round % 4 === 3 ? least : chance.below(2 + round);
      return Math.max(fewest, Math.min(most, fewest + extra));
    },
  };
}

/** Texts of usual forms, for patterns that look around or back, and so tell no text. */
function* known(chance: Chance): Generator<string> {
  const number = chance.below(900) + 100;
  yield* [
    'a',
    'A1',
    '1',
    `name${number}`,
    `Passw0rd!${number}`,
    `Name ${number}`,
    `${number}`,
    `a-${number}`,
    `A_${number}`,
  ];
  yield* ['aa', 'abab', '11', 'example.com', 'someone@example.com', 'https://example.com/a', '/a/b', '2026-01-01', ''];
}

/** Nouns that mean nothing to anyone. */
const nouns = (
  'amber birch cedar delta ember fjord grove harbor indigo juniper kite lagoon maple nectar olive pebble ' +
  'quartz river saffron tulip umber violet willow zephyr'
).split(' ');

function words(name: string, chance: Chance): string {
  const noun = nouns[chance.below(nouns.length)] ?? 'amber';
  const hint = /[a-z]/i.test(name) ? hinted(name.toLowerCase(), chance) : undefined;
  return hint ?? `${noun} ${chance.below(1000)}`;
}

/** What a name says of the text, where the contract says nothing. */
function hinted(name: string, chance: Chance): string | undefined {
  if (/e-?mail$/.test(name)) return textOfFormat('email', chance);
  if (/(?:^|_)(?:url|uri|href|link)$|url$/.test(name)) return textOfFormat('uri', chance);
  if (/(?:_|^)(?:at|date|time)$|(?:At|Date)$/.test(name)) return textOfFormat('date-time', chance);
  if (/(?:^|_)(?:id|uuid|guid)$/.test(name)) return textOfFormat('uuid', chance);
  return undefined;
}

function fitted(text: string, least: number, most: number): string {
  const characters = Array.from(text);
  if (characters.length > most) return characters.slice(0, most).join('').replace(/ $/, 'a');
  return characters.length >= least ? text : text + 'a'.repeat(least - characters.length);
}
