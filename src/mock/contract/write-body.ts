// A value as the bytes of a media type.
import type { JsonValue } from '../../core/json.ts';
import { isContainer, isJsonArray, isJsonObject, writeJson } from '../../core/json.ts';
import type { MediaType } from '../../openapi/contract.ts';
import { writeForm } from '../../openapi/form.ts';
import { isJsonType, isXmlType } from '../../openapi/media-type.ts';
import { writeMultipart } from '../../openapi/multipart.ts';
import { formType } from '../../openapi/read-body.ts';
import { writeXml } from './write-xml.ts';

export type WrittenBody =
  | { readonly ok: true; readonly body: string | Uint8Array; readonly contentType?: string }
  | { readonly ok: false; readonly reason: string };

/** @param essence without parameters, in lower case */
export function writeBody(value: JsonValue, essence: string, content: MediaType): WrittenBody {
  if (isJsonType(essence)) return { ok: true, body: writeJson(value) };
  if (essence === formType && isJsonObject(value)) return { ok: true, body: writeForm(value, content) };
  if (essence.startsWith('multipart/') && isJsonObject(value)) {
    const { boundary, bytes } = writeMultipart(
      value,
      () => undefined,
      (name) => ({ contentType: content.encoding?.get(name)?.contentType }),
    );
    return { ok: true, body: bytes, contentType: `${essence}; boundary=${boundary}` };
  }
  // An example may be the text itself.
  if (typeof value === 'string') return { ok: true, body: value };
  if (isXmlType(essence)) return writeXml(value, content.schema);
  if (essence === 'text/event-stream') return { ok: true, body: `data: ${writeJson(value)}\n\n` };
  if (/yaml$/.test(essence)) return { ok: true, body: writeJson(value) };
  if (/[/+](?:x-)?(?:ndjson|jsonl|json-?lines|json-seq)$/.test(essence)) {
    const mark = essence.endsWith('json-seq') ? '\u001e' : '';
    const lines = isJsonArray(value) ? value : [value];
    return { ok: true, body: lines.map((line) => `${mark}${writeJson(line)}\n`).join('') };
  }
  if (!isContainer(value)) return { ok: true, body: String(value) };
  const what = isJsonArray(value) ? 'a list' : 'an object';
  return { ok: false, reason: `${what} has no form in ${essence} that is known here: give it an example` };
}
