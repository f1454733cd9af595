// An Arazzo description as text, in the style of those that are shipped: steps in blocks, what fits a line on one.
import type { JsonObject, JsonValue } from '../../core/json.ts';
import { isJsonArray, isJsonObject } from '../../core/json.ts';
import { writeFlow } from '../flow.ts';

const lineWidth = 120;

/** Members that stand in a block however short they are. */
const blocks: ReadonlySet<string> = new Set(['workflows', 'steps', 'x-finally']);

/** @param firstLine a comment that names the schema of workflows to an editor */
export function writeWorkflow(document: JsonObject, firstLine: string): string {
  const lines = Object.entries(document).flatMap(([name, value]) => member(name, value, ''));
  return `${firstLine}\n${lines.join('\n')}\n`;
}

function member(name: string, value: JsonValue, indent: string): string[] {
  const flow = `${indent}${key(name)}: ${writeFlow(value)}`;
  if (!blocks.has(name) && fits(flow, value)) return [flow];
  if (typeof value === 'string') return folded(`${indent}${key(name)}: `, value, `${indent}  `) ?? [flow];
  if (isJsonArray(value))
    return [`${indent}${key(name)}:`, ...value.flatMap((item) => element(item, `${indent}  `, blocks.has(name)))];
  if (!isJsonObject(value)) return [flow];
  return [
    `${indent}${key(name)}:`,
    ...Object.entries(value).flatMap(([inner, own]) => member(inner, own, `${indent}  `)),
  ];
}

function element(value: JsonValue, indent: string, inBlock: boolean): string[] {
  const flow = `${indent}- ${writeFlow(value)}`;
  if (!isJsonObject(value) || (!inBlock && flow.length <= lineWidth)) return [flow];
  const [first = '', ...others] = Object.entries(value).flatMap(([name, own]) => member(name, own, `${indent}  `));
  return [`${indent}- ${first.trimStart()}`, ...others];
}

/** Several maps stand below each other. */
function fits(line: string, value: JsonValue): boolean {
  const isList = isJsonArray(value) && value.length > 1 && value.some(isJsonObject);
  return line.length <= lineWidth && !isList;
}

function key(name: string): string {
  return writeFlow({ [name]: 0 }).slice(2, -5);
}

/** Text too long for a line, broken at blanks; undefined where that would change it, or expressions stand in it. */
function folded(start: string, text: string, indent: string): string[] | undefined {
  if (!/^\S+(?: \S+)+$/.test(text) || text.includes('$')) return undefined;
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && indent.length + last.length + 1 + word.length <= lineWidth)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return [`${start}>-`, ...lines.map((line) => `${indent}${line}`)];
}
