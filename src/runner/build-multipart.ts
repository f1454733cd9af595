// Bodies of multipart/form-data: one part for each property, and files among them.
import { bytesValue } from '../core/bytes.ts';
import type { Digest } from '../core/bytes.ts';
import type { JsonValue } from '../core/json.ts';
import { isJsonArray, isJsonObject, showValue } from '../core/json.ts';
import { textOf } from '../expression/text-of.ts';
import { parseMediaType } from '../openapi/media-type.ts';
import type { PartEncoding, PartFile } from '../openapi/multipart.ts';
import { writeMultipart } from '../openapi/multipart.ts';
import type { BodyPlan } from './plan-body.ts';
import { fixedValue } from './schema-facts.ts';
import type { Refusal } from './step-findings.ts';

/** `payload` as expressions see it, `content` as it is sent. */
export type BuiltBody = {
  readonly payload: JsonValue;
  /** As the contract judges it, where that is not what expressions see. */
  readonly judged?: JsonValue;
  readonly content: string | Uint8Array;
  readonly contentType: string;
};

/** `isText: false`: bytes that were made or received, of which some may look like text. */
export type FilePart = PartFile & { readonly isText?: false };

export type Parts = {
  /** The file that stands at a value, where one does. */
  readonly fileOf: (value: JsonValue) => FilePart | undefined;
  readonly digest: Digest;
};

export function buildMultipart(
  plan: BodyPlan,
  payload: JsonValue,
  { fileOf, digest }: Parts,
  refusals: Refusal[],
): BuiltBody | undefined {
  if (!isJsonObject(payload) || fileOf(payload)) {
    refusals.push({
      code: 'REQUEST_SCHEMA_MISMATCH',
      title: 'a body of multipart/form-data has one part for each property, so the request was not sent',
      pointer: `${plan.body.pointer}/payload`,
      expected: 'an object',
      actual: fileOf(payload) ? 'a file' : showValue(payload),
      remedy: 'name the part: {"file": {"x-file": "path"}}',
    });
    return undefined;
  }
  const given = parseMediaType(plan.contentType)?.parameters.get('boundary');
  const { boundary, bytes } = writeMultipart(payload, fileOf, (name) => encodingOf(plan, name), given);
  const contentType = given === undefined ? `${plan.contentType}; boundary=${boundary}` : plan.contentType;
  return {
    payload: replaceFiles(
      payload,
      fileOf,
      ({ bytes: all, isText = true }) => (isText ? utf8Text(all) : undefined) ?? bytesValue(all, digest),
    ),
    judged: replaceFiles(payload, fileOf, ({ bytes: all }) => textOfBytes(all)),
    content: bytes,
    contentType,
  };
}

/** A file's text; where it is none, a character for each byte, as schemas of binary strings count them. */
export function textOfBytes(bytes: Uint8Array): string {
  return utf8Text(bytes) ?? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}

function utf8Text(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** The payload with something else in the place of each file. */
function replaceFiles(value: JsonValue, fileOf: Parts['fileOf'], seen: (file: FilePart) => JsonValue): JsonValue {
  const file = fileOf(value);
  if (file) return seen(file);
  if (isJsonArray(value)) return value.map((item) => replaceFiles(item, fileOf, seen));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, replaceFiles(member, fileOf, seen)]));
}

/** Headers of a part have the value that the contract fixes; a step has no place for others. */
function encodingOf({ declared }: BodyPlan, name: string): PartEncoding | undefined {
  const encoding = declared?.encoding?.get(name);
  if (!encoding) return undefined;
  const headers = (encoding.headers ?? []).flatMap((header) => {
    const value = header.schema && fixedValue(header.schema);
    return value === undefined ? [] : [[header.name, textOf(value)] as const];
  });
  return { contentType: encoding.contentType, headers };
}
