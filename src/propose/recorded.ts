// Exchanges of a record, as far as a proposal needs them.
import { parseJson } from '../core/json.ts';
import type { JsonValue } from '../core/json.ts';
import { parseMediaType, isJsonType } from '../openapi/media-type.ts';
import type { Checked } from '../openapi/violation.ts';
import type { ExchangeEvent, RecordedBody } from '../record/event.ts';

/** A message's body: its value, or why there is none. */
export type Body = { readonly type: 'json'; readonly value: JsonValue } | { readonly type: 'none' | 'other' | 'shape' };

export type Recorded = {
  readonly method: string;
  /** The path as it was sent, the gateway's base path taken off. */
  readonly path: string;
  readonly request: Body;
  readonly status: number;
  /** As the answer named it; absent where it has no body. */
  readonly contentType?: string;
  readonly response: Body;
  readonly checked?: Checked | undefined;
};

/** @param basePath of the gateway that answered; undefined where there was no answer */
export function recordedExchange(event: ExchangeEvent, basePath: string): Recorded | undefined {
  const { request, response } = event;
  if (!response) return undefined;
  const path = pathOf(request.url);
  const contentType = response.mediaType;
  return {
    method: request.method,
    path: path.startsWith(`${basePath}/`) ? path.slice(basePath.length) : path,
    request: bodyOf(request.body, undefined),
    status: response.status,
    ...(contentType !== undefined && { contentType }),
    response: bodyOf(response.body, contentType),
    checked: event.check?.checked,
  };
}

/** The path of an absolute URL, as it was sent. */
export function pathOf(url: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*([^?#]*)/i.exec(url)?.[1] ?? url;
}

function bodyOf(body: RecordedBody | undefined, contentType: string | undefined): Body {
  if (body === undefined || body.bytes === 0) return { type: 'none' };
  const essence = contentType === undefined ? undefined : parseMediaType(contentType)?.essence;
  if (contentType !== undefined && (essence === undefined || !isJsonType(essence))) return { type: 'other' };
  if (body.text === undefined) return { type: 'shape' };
  const parsed = parseJson(body.text);
  if (parsed.ok) return { type: 'json', value: parsed.value };
  // Only the beginning of a long body is kept.
  return { type: body.digest === undefined ? 'other' : 'shape' };
}
