// Simple conditions (Arazzo 1.1, "Criterion Object"). The specification names the operators and gives no grammar; this is
// the only published one (github.com/swaggerexpert/arazzo-criterion), in the order of RFC 9535's filters:
//
//   or = and *("||" and)      basic = "!" (group / operand) / group / operand [operator operand]
//   and = basic *("&&" basic)  group = "(" or ")"
import { parseNumber } from '../core/exact-number.ts';
import type { ComparisonOperator, Condition, Operand, Parsed, SyntaxFault } from './expression.ts';
import { parseNavigation } from './parse-expression.ts';
import { scanExpression } from './scan-expression.ts';

/** Never throws: the fault says at which character the text stops being a condition. */
export function parseCondition(text: string): Parsed<Condition> {
  const reader = new ConditionReader(text);
  const condition = reader.or(0);
  const fault = 'message' in condition ? condition : reader.end();
  return 'message' in condition || fault
    ? { ok: false, fault: fault ?? reader.unexpected() }
    : { ok: true, value: condition };
}

type Read<T> = T | SyntaxFault;

/** An operand that is an expression runs up to white space or one of these. */
const operandText = /\$[^\s!&()<=>{|}]*/y;
const operatorText = /==|!=|<=|>=|<|>/y;
const operators: readonly ComparisonOperator[] = ['==', '!=', '<', '<=', '>', '>='];
const numberText = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?(?![A-Za-z0-9_.])/y;
const wordText = /(?:true|false|null)(?![A-Za-z0-9_])/y;
const stringText = /'(?:[^']|'')*'/y;
/** Deeper groups are refused, so that no text can exhaust the stack. */
const deepestGroup = 100;

class ConditionReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  or(depth: number): Read<Condition> {
    let left = this.#and(depth);
    while (!('message' in left) && this.#take(/\|\|/y) !== undefined) {
      const right = this.#and(depth);
      left = 'message' in right ? right : { kind: 'or', left, right };
    }
    return left;
  }

  end(): SyntaxFault | undefined {
    this.#skipSpace();
    return this.#at < this.#text.length ? this.unexpected() : undefined;
  }

  unexpected(): SyntaxFault {
    this.#skipSpace();
    const offset = this.#at;
    const rest = this.#text.slice(offset);
    if (rest === '') return { message: 'the condition ends where an operand is due', offset };
    const [pattern, message, remedy] = mistakes.find(([start]) => start.test(rest)) ?? [];
    if (message !== undefined && pattern) {
      return { message, offset, ...(remedy === undefined ? {} : { remedy: rest.replace(pattern, remedy) }) };
    }
    return { message: `"${rest}" is not expected here`, offset };
  }

  #and(depth: number): Read<Condition> {
    let left = this.#basic(depth);
    while (!('message' in left) && this.#take(/&&/y) !== undefined) {
      const right = this.#basic(depth);
      left = 'message' in right ? right : { kind: 'and', left, right };
    }
    return left;
  }

  #basic(depth: number): Read<Condition> {
    const negated = this.#take(/!(?!=)/y) !== undefined;
    const group = this.#take(/\(/y) !== undefined;
    const condition = group ? this.#group(depth + 1) : this.#comparison(negated);
    if ('message' in condition || !negated) return condition;
    return { kind: 'not', condition };
  }

  #group(depth: number): Read<Condition> {
    if (depth > deepestGroup) return { message: `groups are more than ${deepestGroup} deep`, offset: this.#at };
    const condition = this.or(depth);
    if ('message' in condition) return condition;
    if (this.#take(/\)/y) === undefined) return this.end() ?? { message: 'a ")" is missing', offset: this.#at };
    return this.#noOperator('a group is true or false and cannot be compared') ?? condition;
  }

  #comparison(negated: boolean): Read<Condition> {
    const left = this.#operand();
    if ('message' in left) return left;
    if (negated)
      return this.#noOperator('"!" before a comparison needs a group: !(a == b)') ?? { kind: 'operand', operand: left };
    const operator = this.#operator();
    if (operator === undefined) return { kind: 'operand', operand: left };
    const right = this.#operand();
    if ('message' in right) return right;
    const chained = this.#noOperator('comparisons cannot be chained; join them with "&&"');
    return chained ?? { kind: 'comparison', operator, left, right };
  }

  #noOperator(message: string): SyntaxFault | undefined {
    const offset = this.#skipSpace();
    return this.#operator() === undefined ? undefined : { message, offset };
  }

  #operator(): ComparisonOperator | undefined {
    if (/^={3}|^!==/.test(this.#text.slice(this.#skipSpace()))) return undefined;
    const operator = this.#take(operatorText);
    return operators.find((candidate) => candidate === operator);
  }

  #operand(): Read<Operand> {
    this.#skipSpace();
    if (this.#text[this.#at] === '$') return this.#navigation();
    const string = this.#take(stringText);
    if (string !== undefined) return { literal: string.slice(1, -1).replaceAll("''", "'") };
    const number = this.#take(numberText);
    if (number !== undefined) return { literal: parseNumber(number) };
    const word = this.#take(wordText);
    if (word !== undefined) return { literal: word === 'null' ? null : word === 'true' };
    return this.unexpected();
  }

  #navigation(): Read<Operand> {
    const start = this.#at;
    const text = this.#take(operandText) ?? '';
    const scanned = scanExpression(text);
    if (!scanned.ok) return { ...scanned.fault, offset: start + scanned.fault.offset };
    const rest = text.slice(scanned.end);
    const path = parseNavigation(rest);
    if (path) return { expression: scanned.expression, path };
    const message = `"${rest}" behind ${scanned.expression.text} is neither .member nor [index]`;
    return { message, offset: start + scanned.end };
  }

  #skipSpace(): number {
    this.#take(/\s+/y, 0);
    return this.#at;
  }

  #take(pattern: RegExp, space = 1): string | undefined {
    if (space === 1) this.#skipSpace();
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }
}

/** What people write from the habit of other languages: the text's beginning, what is wrong, and what to write. */
const mistakes: readonly (readonly [start: RegExp, message: string, remedy?: string])[] = [
  [/^"([^"]*)".*$/s, 'a string stands in single quotes', "write '$1'"],
  [/^"/, 'a string stands in single quotes'],
  [/^'/, 'the string has no closing quote; a quote inside a string is doubled'],
  [/^===.*$/s, 'there is no operator "==="', 'write =='],
  [/^!==.*$/s, 'there is no operator "!=="', 'write !='],
  [/^=.*$/s, 'there is no operator "="', 'write =='],
  [/^&.*$/s, 'there is no operator "&"', 'write &&'],
  [/^\|.*$/s, 'there is no operator "|"', 'write ||'],
  [/^!/, '"!" stands before a group or a single operand'],
  [/^\{/, 'an expression stands bare in a simple condition, without braces'],
  [/^and\b.*$/is, 'there is no operator "and"', 'write &&'],
  [/^or\b.*$/is, 'there is no operator "or"', 'write ||'],
  [/^not\b.*$/is, 'there is no operator "not"', 'write !'],
  [/^([A-Za-z_][A-Za-z0-9_-]*).*$/s, 'a bare word is no operand', "write '$1', or an expression that begins with $$"],
];
