// YAML in flow style, for one line of a file that a person keeps.
import { isJsonArray, isJsonObject, writeJson } from '../core/json.ts';
import type { JsonValue } from '../core/json.ts';

/** `{ type: [number, 'null'], x-confidence: inferred }` */
export function writeFlow(value: JsonValue): string {
  if (isJsonArray(value)) return `[${value.map(writeFlow).join(', ')}]`;
  if (isJsonObject(value)) {
    const members = Object.entries(value).map(([name, member]) => `${writeText(name)}: ${writeFlow(member)}`);
    return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
  }
  return typeof value === 'string' ? writeText(value) : writeJson(value);
}

// Behind the first character `#` and `=` mean nothing, where no blank stands before.
const bare = /^(?:\.{1,2}\/)*[\p{L}_$][\p{L}\p{N}_.$/+#=-]*(?: (?:[\p{L}\p{N}_.$/+-][\p{L}\p{N}_.$/+#=-]*|==))*$/u;
const otherwise = /^(?:null|true|false|yes|no|on|off|y|n)$/i;

function writeText(text: string): string {
  if ((bare.test(text) && !otherwise.test(text)) || /^\d+\.\d+\.\d+$/.test(text)) return text;
  // Only double quotes can hold what is no printable character.
  return /[\p{Cc}\u2028\u2029]/u.test(text) ? JSON.stringify(text) : `'${text.replaceAll("'", "''")}'`;
}
