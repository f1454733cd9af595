// JSON text whose keys are there twice: `JSON.parse` keeps the last without a word (RFC 8259 section 4).
import { isContainer, isJsonArray } from '../core/json.ts';
import type { JsonValue } from '../core/json.ts';

const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;

/** Whether a JSON text has more members than its value, so that one of them was lost. */
export function losesKeys(text: string, value: JsonValue): boolean {
  return countColons(text) !== countMembers(value);
}

/** Colons outside of strings: there is one for each member. */
function countColons(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === colon) count++;
    else if (code === quote) at = endOfString(text, at + 1);
  }
  return count;
}

/** The next quotation mark that an even number of backslashes stands before. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start);
  while (end > 0) {
    let before = end;
    while (text.charCodeAt(before - 1) === backslash) before--;
    if ((end - before) % 2 === 0) return end;
    end = text.indexOf('"', end + 1);
  }
  return text.length;
}

function countMembers(value: JsonValue): number {
  if (!isContainer(value)) return 0;
  const children: JsonValue[] = Object.values(value);
  let count = isJsonArray(value) ? 0 : children.length;
  for (const child of children) count += countMembers(child);
  return count;
}
