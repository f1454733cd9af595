// Bodies of multipart/form-data: one part for each property, and files among them.
import type { JsonValue } from '../core/json.ts';
import { isJsonArray, isJsonObject, showValue } from '../core/json.ts';
import type { Files } from '../expression/template.ts';
import { textOf } from '../expression/text-of.ts';
import { parseMediaType } from '../openapi/media-type.ts';
import type { PartEncoding } from '../openapi/multipart.ts';
import { writeMultipart } from '../openapi/multipart.ts';
import type { BodyPlan } from './plan-body.ts';
import { fixedValue } from './schema-facts.ts';
import type { Refusal } from './step-findings.ts';

/** `payload` as expressions and the contract see it, `content` as it is sent. */
export type BuiltBody = {
  readonly payload: JsonValue;
  readonly content: string | Uint8Array;
  readonly contentType: string;
};

/** @param files those that stand in the payload, by what stands there for them */
export function buildMultipart(
  plan: BodyPlan,
  payload: JsonValue,
  files: Files,
  refusals: Refusal[],
): BuiltBody | undefined {
  if (!isJsonObject(payload) || files.has(payload)) {
    refusals.push({
      code: 'REQUEST_SCHEMA_MISMATCH',
      title: 'a body of multipart/form-data has one part for each property, so the request was not sent',
      pointer: `${plan.body.pointer}/payload`,
      expected: 'an object',
      actual: files.has(payload) ? 'a file' : showValue(payload),
      remedy: 'name the part: {"file": {"x-file": "path"}}',
    });
    return undefined;
  }
  const given = parseMediaType(plan.contentType)?.parameters.get('boundary');
  const { boundary, bytes } = writeMultipart(
    payload,
    (value) => files.get(value),
    (name) => encodingOf(plan, name),
    given,
  );
  const contentType = given === undefined ? `${plan.contentType}; boundary=${boundary}` : plan.contentType;
  return { payload: asTexts(payload, files), content: bytes, contentType };
}

/** A file's text; where it is none, a character for each byte, as schemas of binary strings count them. */
export function textOfBytes(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  }
}

/** The payload with the text of each file in its place. */
function asTexts(value: JsonValue, files: Files): JsonValue {
  const file = files.get(value);
  if (file) return textOfBytes(file.bytes);
  if (isJsonArray(value)) return value.map((item) => asTexts(item, files));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, asTexts(member, files)]));
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
