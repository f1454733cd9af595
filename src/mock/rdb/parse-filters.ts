// Filters: `column=[not.]operator.value`, and groups `and=(...)`, `or=(...)`, `not.and=(...)`, nested at will.
import { didYouMean } from '../../core/nearest-name.ts';
import type { Comparison, Condition, Parsed } from './query.ts';
import { comparisons, truthValues } from './query.ts';
import type { Cursor } from './scan.ts';
import { GrammarError, skipBlanks, take, takeList, takePart } from './scan.ts';

const operators: readonly string[] = [...comparisons, 'in', 'is'];
const maxDepth = 32;

/** One parameter of the query string as a condition. */
export function parseFilter(name: string, value: string): Parsed<Condition> {
  const cursor = { text: value, at: 0 };
  try {
    const group = /^(not\.)?(and|or)$/.exec(name);
    const condition = group
      ? takeGroup(cursor, group[2] === 'or' ? 'or' : 'and', { negated: group[1] !== undefined, depth: 1 })
      : takeOperation(cursor, name, '');
    if (cursor.at < value.length) throw new GrammarError(`"${value.slice(cursor.at)}" is left over`);
    return { ok: true, value: condition };
  } catch (error) {
    if (!(error instanceof GrammarError)) throw error;
    return { ok: false, reason: `${name}=${value}: ${error.message}` };
  }
}

function takeGroup(
  cursor: Cursor,
  joined: 'and' | 'or',
  { negated, depth }: { readonly negated: boolean; readonly depth: number },
): Condition {
  if (depth > maxDepth) throw new GrammarError(`groups nest deeper than ${maxDepth}`);
  if (!take(cursor, '(')) throw new GrammarError('a group reads (column.operator.value,...)');
  const conditions: Condition[] = [];
  do {
    skipBlanks(cursor);
    conditions.push(takeItem(cursor, depth));
    skipBlanks(cursor);
  } while (take(cursor, ','));
  if (!take(cursor, ')')) throw new GrammarError('a group has no closing )');
  return { type: 'group', joined, conditions, negated };
}

const nestedGroup = /(not\.)?(and|or)(?=\()/y;

function takeItem(cursor: Cursor, depth: number): Condition {
  nestedGroup.lastIndex = cursor.at;
  const nested = nestedGroup.exec(cursor.text);
  if (nested) {
    cursor.at += nested[0].length;
    const joined = nested[2] === 'or' ? 'or' : 'and';
    return takeGroup(cursor, joined, { negated: nested[1] !== undefined, depth: depth + 1 });
  }
  const column = takePart(cursor, '.,()');
  if (column === '' || !take(cursor, '.')) throw new GrammarError('an item reads column.operator.value');
  return takeOperation(cursor, column, ',)');
}

/** `[not.]operator.value`; outside groups, where nothing closes a value, it is taken as it stands. */
function takeOperation(cursor: Cursor, column: string, closing: string): Condition {
  const negated = take(cursor, 'not.');
  const operator = takePart(cursor, `.${closing}`);
  if (!operators.includes(operator)) throw new GrammarError(unknownOperator(operator));
  if (!take(cursor, '.')) throw new GrammarError('a filter reads column=operator.value, as in id=eq.1');
  if (operator === 'in') return { type: 'in', column, values: takeValues(cursor), negated };
  const value = closing === '' ? takeRest(cursor) : takePart(cursor, closing);
  if (operator !== 'is') return { type: 'compare', column, operator: operator as Comparison, value, negated };
  const truth = truthValues.find((known) => known === value.toLowerCase());
  if (truth === undefined) throw new GrammarError(`"is" takes ${truthValues.join(', ')}, not "${value}"`);
  return { type: 'is', column, value: truth, negated };
}

function unknownOperator(operator: string): string {
  const meant = didYouMean(operator, operators);
  return `unknown operator "${operator}"${meant === undefined ? `: the operators are ${operators.join(', ')}` : `; ${meant}`}`;
}

function takeRest(cursor: Cursor): string {
  const rest = cursor.text.slice(cursor.at);
  cursor.at = cursor.text.length;
  return rest;
}

/** `(1,2)` or `[1,2]`: both kinds of bracket are documented. */
function takeValues(cursor: Cursor): string[] {
  const closing = take(cursor, '(') ? ')' : take(cursor, '[') ? ']' : undefined;
  if (closing === undefined) throw new GrammarError('"in" takes a list in brackets, as in in.(1,2)');
  if (take(cursor, closing)) return [];
  const values = takeList(cursor, closing);
  if (!take(cursor, closing)) throw new GrammarError(`a list has no closing ${closing}`);
  return values;
}
