// A value as the bytes of a media type.
import type { JsonObject, JsonValue } from '../../core/json.ts';
import { isContainer, isJsonArray, isJsonObject, writeJson } from '../../core/json.ts';
import type { MediaType } from '../../openapi/contract.ts';
import { writeForm } from '../../openapi/form.ts';
import { formType, isJsonType, isXmlType } from '../../openapi/media-type.ts';
import { writeMultipart } from '../../openapi/multipart.ts';
import { writeXml } from './write-xml.ts';

export type WrittenBody =
  | { readonly ok: true; readonly body: string | Uint8Array; readonly contentType?: string }
  | { readonly ok: false; readonly reason: string };

/** @param essence without parameters, in lower case */
export function writeBody(value: JsonValue, essence: string, content: MediaType): WrittenBody {
  if (isJsonType(essence)) return { ok: true, body: writeJson(value) };
  if (isJsonObject(value) && essence === formType) return { ok: true, body: writeForm(value, content) };
  if (isJsonObject(value) && essence.startsWith('multipart/')) return writeParts(value, essence, content);
  // An example may be the text itself.
  if (typeof value === 'string') return { ok: true, body: value };
  if (isXmlType(essence)) return writeXml(value, content.schema);
  const text = textIn(essence, value);
  if (text !== undefined) return { ok: true, body: text };
  const what = isJsonArray(value) ? 'a list' : 'an object';
  return { ok: false, reason: `${what} has no form in ${essence} that is known here: give it an example` };
}

function writeParts(value: JsonObject, essence: string, { encoding }: MediaType): WrittenBody {
  const { boundary, bytes } = writeMultipart(
    value,
    () => undefined,
    (name) => ({ contentType: encoding?.get(name)?.contentType }),
  );
  return { ok: true, body: bytes, contentType: `${essence}; boundary=${boundary}` };
}

const jsonLines = /[/+](?:x-)?(?:ndjson|jsonl|json-?lines|json-seq)$/;

/** One event, one line for each item, YAML as JSON, or a value that is no more than its text. */
function textIn(essence: string, value: JsonValue): string | undefined {
  if (essence === 'text/event-stream') return `data: ${writeJson(value)}\n\n`;
  if (essence.endsWith('yaml')) return writeJson(value);
  if (!jsonLines.test(essence)) return isContainer(value) ? undefined : String(value);
  // RFC 7464 begins each text with a record separator.
  const mark = essence.endsWith('json-seq') ? '\u001e' : '';
  return (isJsonArray(value) ? value : [value]).map((line) => `${mark}${writeJson(line)}\n`).join('');
}
