// Bodies of multipart/form-data (RFC 7578; OpenAPI 3.1.1, "Encoding Object"): one part for each property.
import type { JsonObject, JsonValue } from '../core/json.ts';
import { isContainer, isJsonArray, writeJson } from '../core/json.ts';
import { parseMediaType } from './media-type.ts';
import { mediaTypeOfFile } from './media-type-of-file.ts';

export type PartFile = { readonly path: string; readonly bytes: Uint8Array };

export type PartEncoding = {
  /** One media type, or several with commas between them. */
  readonly contentType?: string | undefined;
  readonly headers?: readonly (readonly [name: string, value: string])[] | undefined;
};

export type Multipart = { readonly boundary: string; readonly bytes: Uint8Array };

/**
 * The parts in the order of the properties; an array gives a part for each of its items. The boundary is the first of a
 * fixed row that does not occur in the parts, so that the same content is the same body in every run.
 * @param fileOf the file that stands at a value, where one does
 * @param given a boundary that the content type names
 */
export function writeMultipart(
  payload: JsonObject,
  fileOf: (value: JsonValue) => PartFile | undefined,
  encodingOf: (name: string) => PartEncoding | undefined,
  given?: string,
): Multipart {
  const parts = Object.entries(payload).flatMap(([name, value]) => {
    const items = isJsonArray(value) ? value : [value];
    return items.map((item) => writePart(name, item, fileOf(item), encodingOf(name)));
  });
  const boundary = given ?? freeBoundary(parts);
  const pieces = parts.flatMap((part) => [Buffer.from(`--${boundary}\r\n`), ...part, Buffer.from('\r\n')]);
  const whole = Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)]);
  return { boundary, bytes: new Uint8Array(whole.buffer, whole.byteOffset, whole.length) };
}

/** Its head, and what it holds: large contents are copied once, into the whole. */
type Part = readonly [head: Buffer, content: Buffer];

function freeBoundary(parts: readonly Part[]): string {
  for (let number = 1; ; number++) {
    const boundary = `gatewright-part-${number}`;
    if (!parts.some((part) => part.some((piece) => piece.includes(boundary)))) return boundary;
  }
}

function writePart(
  name: string,
  value: JsonValue,
  file: PartFile | undefined,
  encoding: PartEncoding | undefined,
): Part {
  const fileName = file?.path.split('/').at(-1) ?? '';
  const disposition = `form-data; name="${quoted(name)}"${file ? `; filename="${quoted(fileName)}"` : ''}`;
  const type = contentTypeOf(value, file, encoding?.contentType);
  const fields = [
    ['Content-Disposition', disposition] as const,
    ...(type === undefined ? [] : [['Content-Type', type] as const]),
    ...(encoding?.headers ?? []),
  ];
  const head = fields.map(([field, text]) => `${field}: ${text}\r\n`).join('');
  return [Buffer.from(`${head}\r\n`), file ? viewOf(file.bytes) : textOf(value)];
}

function viewOf({ buffer, byteOffset, length }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, length);
}

function textOf(value: JsonValue): Buffer {
  return Buffer.from(typeof value === 'string' ? value : writeJson(value));
}

/** As browsers write it: UTF-8 as it is, and only what would end the quotes or the line is escaped. */
function quoted(text: string): string {
  return text.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** A text without a type is text/plain anyway (RFC 7578 section 4.4). Of several types, the one that a file is of. */
function contentTypeOf(value: JsonValue, file: PartFile | undefined, declared: string | undefined): string | undefined {
  const ownType = file ? mediaTypeOfFile(file.path) : isContainer(value) ? 'application/json' : undefined;
  if (declared === undefined) return ownType;
  const types = declared.split(',').map((type) => type.trim());
  const fitting = types.find((type) => parseMediaType(type)?.essence === ownType);
  const [only = ''] = types;
  return fitting ?? (types.length > 1 || only.includes('*') ? ownType : only);
}
