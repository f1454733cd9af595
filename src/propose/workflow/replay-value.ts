// A recorded value as a workflow gives it again: what the run made up or an earlier answer gave is an expression.
import type { JsonValue } from '../../core/json.ts';
import { isJsonArray, isJsonObject, isSame, writeJson } from '../../core/json.ts';
import { isInteger, isNumber } from '../../core/exact-number.ts';
import { escapeToken, memberOf } from '../../document/json-pointer.ts';
import { readAddress } from '../../openapi/address.ts';
import { capture, inputNamed } from './chain.ts';
import type { Draft, DraftStep } from './draft.ts';
import { codeInput, isCode } from './fill-body.ts';

/** A value somewhere in an answer, with the name of its property. */
type Leaf = { readonly step: DraftStep; readonly pointer: string; readonly name: string; readonly value: JsonValue };

export type Replay = {
  readonly draft: Draft;
  readonly seed: string;
  /** What answers gave so far, the first that gave it first. */
  readonly given: Leaf[];
  /** Texts that a request had before an answer did: the caller chose them. */
  readonly chosen: Set<string>;
  /** Steps whose answer was no success: a code in them need not be the one that was sent. */
  readonly refused: Set<DraftStep>;
  /** The inputs that stand for secrets, by pseudonym. */
  readonly secrets: Map<string, string>;
};

export function startReplay(draft: Draft, seed: string): Replay {
  return { draft, seed, given: [], chosen: new Set(), refused: new Set(), secrets: new Map() };
}

/** @param name of the parameter or property that holds it */
export function replayValue(replay: Replay, step: DraftStep, value: JsonValue, name: string): JsonValue {
  if (isJsonArray(value)) return value.map((item) => replayValue(replay, step, item, name));
  if (isJsonObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([own, member]) => [own, replayValue(replay, step, member, own)]),
    );
  }
  if (isNumber(value)) return isInteger(value) ? (expressionOf(replay, value, name) ?? value) : value;
  return typeof value === 'string' ? replayText(replay, step, value, name) : value;
}

/** What an answer gave is known to the steps behind it; what the request held, its caller chose. */
export function remember(
  replay: Replay,
  step: DraftStep,
  sent: readonly JsonValue[],
  answer: JsonValue | undefined,
): void {
  for (const { name, value } of sent.flatMap((part) => leavesOf(step, part, '', ''))) {
    if (!replay.given.some((leaf) => isSame(leaf.value, value))) replay.chosen.add(choiceOf(value, name));
  }
  if (answer !== undefined) replay.given.push(...leavesOf(step, answer, '', ''));
}

function leavesOf(step: DraftStep, value: JsonValue, pointer: string, name: string): Leaf[] {
  if (isJsonArray(value)) return value.flatMap((item, index) => leavesOf(step, item, `${pointer}/${index}`, name));
  if (!isJsonObject(value)) return [{ step, pointer, name, value }];
  return Object.entries(value).flatMap(([own, member]) =>
    leavesOf(step, member, `${pointer}/${escapeToken(own)}`, own),
  );
}

/** Numbers are many: only under the same name one is the same. */
function choiceOf(value: JsonValue, name: string): string {
  return typeof value === 'string' ? value : `${name} ${writeJson(value)}`;
}

function expressionOf({ given, chosen }: Replay, value: JsonValue, name: string): string | undefined {
  if (chosen.has(choiceOf(value, name)) || (typeof value === 'string' && value.length < 4)) return undefined;
  const isIts = (leaf: Leaf): boolean =>
    isSame(leaf.value, value) && (typeof value === 'string' || isNamed(leaf, name));
  const leaf = given.find(isIts);
  return leaf && leaf.pointer !== '' ? capture(leaf.step, leaf) : undefined;
}

/** The address of a request, by the last answer that gave it: written as HTTP sends it, both are the same. */
export function replayAddress(replay: Replay, step: DraftStep, url: string): string {
  const given = replay.given.filter(({ value }) => typeof value === 'string' && sentAs(value) === sentAs(url));
  const leaf = given.find((each) => each.step === given.at(-1)?.step);
  if (leaf && leaf.pointer !== '') return capture(leaf.step, leaf);
  replay.draft.notes.push(`${step.stepId}: no answer gave its address, so it stands there as it was`);
  return replayText(replay, step, url, 'address');
}

function sentAs(text: string): string | undefined {
  const read = readAddress(text);
  return read.ok ? read.url : undefined;
}

/** `petId` and `pet_id` may be the `id` of an answer. */
function isNamed(leaf: Leaf, name: string): boolean {
  return leaf.name === name || (leaf.name === 'id' && /id$/i.test(name));
}

const pseudonym = /«[^«»#]+#\d+»/g;

function replayText(replay: Replay, step: DraftStep, text: string, name: string): string {
  const whole = expressionOf(replay, text, name);
  if (whole !== undefined) return whole;
  const { draft, seed } = replay;
  if (isPseudonym(text)) {
    const isSent = isCode(name) && !replay.refused.has(step);
    const code = isSent ? codeInput({ draft, earlier: draft.steps }) : undefined;
    return code ?? secretInput(replay, step, name, text);
  }
  const marks = seed === '' ? [] : marksIn(text, seed);
  if (marks[0] === text) return `$inputs.${markInput(draft)}`;
  let written = text;
  for (const mark of marks) written = written.replaceAll(mark, `{$inputs.${markInput(draft)}}`);
  written = written.replaceAll(pseudonym, (secret) => {
    const expression = expressionOf(replay, secret, name) ?? secretInput(replay, step, name, secret);
    return `{${expression}}`;
  });
  return replayFilter(replay, written, name);
}

/** Values in filters such as `eq.16`, `in.(16,17)` and `(id.gte.16,id.lte.17)`. */
function replayFilter(replay: Replay, text: string, name: string): string {
  const expressed = (operand: string, owner: string): string => {
    const expression = operandOf(replay, operand, owner);
    return expression === undefined ? operand : `{${expression}}`;
  };
  return text
    .replace(/^([a-z]+\.)([^({].*)$/, (_, operator: string, operand: string) => operator + expressed(operand, name))
    .replace(/^([a-z]+\.)\((\d+(?:,\d+)*)\)$/, (_, operator: string, list: string) => {
      const items = list.split(',').map((item) => expressed(item, name));
      return `${operator}(${items.join(',')})`;
    })
    .replaceAll(
      /([A-Za-z_]\w*)(\.[a-z]+\.)(\d{1,15})(?!\d)/g,
      (_, owner: string, operator: string, operand: string) => `${owner}${operator}${expressed(operand, owner)}`,
    );
}

/** Of a filter such as `eq.16`; a number in text counts where the names match. */
function operandOf(replay: Replay, operand: string, name: string): string | undefined {
  const number = /^\d{1,15}$/.test(operand) ? Number(operand) : undefined;
  return (number === undefined ? undefined : expressionOf(replay, number, name)) ?? expressionOf(replay, operand, name);
}

function isPseudonym(text: string): boolean {
  return /^«[^«»#]+#\d+»$/.test(text);
}

/** `gw-<seed>-` and what follows it. */
function marksIn(text: string, seed: string): string[] {
  const start = `gw-${seed}-`;
  const found = new Set<string>();
  for (let at = text.indexOf(start); at >= 0; at = text.indexOf(start, at + 1)) {
    found.add(start + (/^[0-9a-z-]*/.exec(text.slice(at + start.length))?.[0] ?? ''));
  }
  return [...found].filter((mark) => mark !== start);
}

function markInput(draft: Draft): string {
  return inputNamed(draft, 'mark', { type: 'string', 'x-from': 'run.mark' });
}

/** A record has no secrets: who runs the workflow gives it. */
function secretInput({ draft, secrets }: Replay, step: DraftStep, name: string, secret: string): string {
  const known = secrets.get(secret);
  if (known !== undefined) return `$inputs.${known}`;
  const variable = freeVariable(draft, name);
  const input = inputNamed(draft, name, { type: 'string', 'x-from': { source: 'env', name: variable, secret: true } });
  secrets.set(secret, input);
  const where = `${step.stepId}: "${name}" is a secret, which a record does not hold`;
  draft.notes.push(`${where}; set ${variable} in the environment or in .env`);
  return `$inputs.${input}`;
}

/** `refresh_token` comes from REFRESH_TOKEN, a second one from REFRESH_TOKEN_2. */
function freeVariable({ inputs }: Draft, name: string): string {
  const plain = name.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').replaceAll(/[^A-Za-z0-9]+/g, '_');
  const base = plain.toUpperCase() || 'SECRET';
  const taken = new Set([...inputs.values()].map((schema) => memberOf(schema['x-from'], 'name')));
  for (let number = 1; ; number++) {
    const free = number === 1 ? base : `${base}_${number}`;
    if (!taken.has(free)) return free;
  }
}
