/** One header field, its name as written. Names compare without case (RFC 9110 section 5.1); repeated fields stay apart. */
export type HeaderField = readonly [name: string, value: string];

export type HttpRequest = {
  /** Upper case. */
  readonly method: string;
  /** Absolute, with the query. */
  readonly url: string;
  readonly headers: readonly HeaderField[];
  readonly body?: string | Uint8Array;
};

export type HttpResponse = {
  readonly status: number;
  readonly headers: readonly HeaderField[];
  /** Raw bytes, content codings undone: text and JSON are read from them once, by the contract check. */
  readonly body: Uint8Array;
  /** Why the body could not be had as it was meant; then `body` holds nothing. */
  readonly unread?: UnreadBody;
};

/**
 * `too large`: more than `limit` bytes came, or grew out of `coding`, and the rest was not read.
 * `coding`: the bytes are not what Content-Encoding says, or it names a coding that is not known.
 */
export type UnreadBody = (
  | { readonly type: 'too large'; readonly limit: number; readonly coding?: string }
  | { readonly type: 'coding'; readonly coding: string; readonly reason: string }
) & {
  /** The first bytes of what was read, for a message. */
  readonly beginning: Uint8Array;
};

export type Exchange = {
  readonly request: HttpRequest;
  readonly response: HttpResponse;
  /** When sending began, milliseconds since the epoch. */
  readonly startedAt: number;
  /** Until the last byte, milliseconds. */
  readonly duration: number;
};

/** All values of a field, in order. */
export function headerValues(headers: readonly HeaderField[], name: string): string[] {
  const wanted = name.toLowerCase();
  const values: string[] = [];
  for (const [field, value] of headers) {
    if (field.length === wanted.length && field.toLowerCase() === wanted) values.push(value);
  }
  return values;
}

/** One value for a field: repeated ones joined by a comma (RFC 9110 section 5.3), except `Set-Cookie`, where the first counts. */
export function headerValue(headers: readonly HeaderField[], name: string): string | undefined {
  const values = headerValues(headers, name);
  if (values.length < 2 || name.toLowerCase() === 'set-cookie') return values[0];
  return values.join(', ');
}

/** The headers with one field set, replacing every field of that name. */
export function withHeader(headers: readonly HeaderField[], name: string, value: string): HeaderField[] {
  const wanted = name.toLowerCase();
  return [...headers.filter(([field]) => field.toLowerCase() !== wanted), [name, value]];
}

/** Whether a text can be the value of a field: visible characters of Latin-1, blanks and tabs (RFC 9110 section 5.5). */
export function isFieldText(text: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(text);
}
