// What people have of a request and its answer, in the forms that their HTTP clients give it.
import type { Exchange, HeaderField, HttpRequest } from '../core/http.ts';

/** `Headers`, pairs, a record (a repeated field as a list), or `{ name, value }` as browsers' tools have them. */
export type PlainHeaders =
  | Iterable<readonly [name: string, value: string]>
  | Iterable<{ readonly name: string; readonly value: string }>
  | Readonly<Record<string, string | number | readonly string[] | undefined>>;

/** A body in one of two forms, or none. */
type PlainBody = {
  /** As it was sent, after `Content-Encoding` was undone: bytes, or its text. */
  readonly body?: string | Uint8Array | ArrayBuffer | null | undefined;
  /**
   * JSON that a client has parsed already, where the bytes are gone. Whether they were JSON at all, names that stood
   * twice, and numbers beyond what JavaScript holds can then no longer be checked; the result says so in `note`.
   */
  readonly json?: unknown;
};

export type PlainRequest = PlainBody & {
  /** Where it is not given, the operationId or the path must tell it. */
  readonly method?: string | undefined;
  /** Absolute, or a path with its query; empty where only an operationId tells the operation. */
  readonly url: string;
  readonly headers?: PlainHeaders | undefined;
};

export type PlainResponse = PlainBody & {
  readonly status: number;
  readonly headers: PlainHeaders;
};

export type PlainExchange = { readonly request: PlainRequest; readonly response: PlainResponse };

/** An exchange as the check wants it; `method` is empty where it is not known. */
export type ReadExchange = {
  readonly exchange: Exchange;
  /** Whether the answer's body was given as parsed JSON. */
  readonly parsed: boolean;
};

/** @throws TypeError where a part is not what its type says: plain JavaScript may give anything */
export function readExchange({ request, response }: PlainExchange): ReadExchange {
  const { status } = response;
  if (!Number.isInteger(status) || status < 100 || status > 599) {
    throw new TypeError(`response.status must be a whole number from 100 to 599, and is ${shown(status)}`);
  }
  const answer = {
    status,
    headers: readHeaders(response.headers, 'response'),
    body: readBytes(response, 'response') ?? new Uint8Array(),
  };
  return {
    exchange: { request: readRequest(request), response: answer, startedAt: 0, duration: 0 },
    parsed: response.json !== undefined,
  };
}

function readRequest(request: PlainRequest): HttpRequest {
  const { method, url, headers = [] } = request;
  if (typeof url !== 'string' || !/^(?:$|\/|[a-z][a-z0-9+.-]*:\/\/)/i.test(url)) {
    throw new TypeError(`request.url must be an absolute URL, or a path that begins with /, and is ${shown(url)}`);
  }
  if (method !== undefined && (typeof method !== 'string' || method === '')) {
    throw new TypeError(`request.method must be a method such as GET, and is ${shown(method)}`);
  }
  const body = readBytes(request, 'request');
  return {
    method: method?.toUpperCase() ?? '',
    url,
    headers: readHeaders(headers, 'request'),
    ...(body === undefined ? {} : { body }),
  };
}

function shown(value: unknown): string {
  if (typeof value === 'string') return `the text ${JSON.stringify(value)}`;
  if (typeof value === 'number' || value === undefined || value === null) return String(value);
  return Array.isArray(value) ? 'a list' : `of the type ${typeof value}`;
}

function readHeaders(headers: PlainHeaders, of: string): HeaderField[] {
  const given: unknown = headers;
  if (typeof given !== 'object' || given === null) {
    throw new TypeError(`${of}.headers must be a record, pairs or Headers, and is ${shown(given)}`);
  }
  if (Symbol.iterator in headers && typeof headers[Symbol.iterator] === 'function') {
    return Array.from<unknown, HeaderField>(headers, (field) => readField(field, of));
  }
  return Object.entries(headers).flatMap(([name, value]: [string, unknown]) => {
    if (value === undefined) return [];
    return (Array.isArray(value) ? value : [value]).map((each) => readField([name, each], of));
  });
}

function readField(field: unknown, of: string): HeaderField {
  const [name, value] = partsOf(field);
  if (typeof name === 'string' && typeof value === 'string') return [name, value];
  if (typeof name === 'string' && typeof value === 'number') return [name, String(value)];
  const what = typeof name === 'string' ? `the value of ${name} is ${shown(value)}` : `a field is ${shown(field)}`;
  throw new TypeError(`${of}.headers must have names and values that are text, and ${what}`);
}

function partsOf(field: unknown): readonly unknown[] {
  if (Array.isArray(field)) return field;
  return typeof field === 'object' && field !== null && 'name' in field && 'value' in field
    ? [field.name, field.value]
    : [];
}

/** Undefined where there is no body. */
function readBytes({ body, json }: PlainBody, of: string): Uint8Array | undefined {
  if (typeof json === 'function') {
    throw new TypeError(`${of}.json is a function: what fetch gives is read by fetchExchange(request, response)`);
  }
  if (json !== undefined) {
    if (body !== undefined && body !== null) {
      throw new TypeError(`${of} has a body and json: give body where the bytes or the text are at hand, else json`);
    }
    return new TextEncoder().encode(writeJson(json, of));
  }
  if (body === undefined || body === null) return undefined;
  if (typeof body === 'string') return new TextEncoder().encode(body);
  if (body instanceof Uint8Array) return body;
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  const given: unknown = body;
  throw new TypeError(
    `${of}.body must be text or bytes, and is ${shown(given)}: JSON that is parsed already is given as ${of}.json`,
  );
}

/** What JSON cannot hold would be dropped or changed without a word. */
function writeJson(json: unknown, of: string): string {
  const refuse = (name: string, what: string): never => {
    throw new TypeError(`${of}.json holds what is no JSON: ${name === '' ? 'it' : `"${name}"`} is ${what}`);
  };
  const hold = (name: string, value: unknown): unknown => {
    if (typeof value === 'function' || typeof value === 'symbol') return refuse(name, `a ${typeof value}`);
    if (typeof value === 'bigint') return refuse(name, 'a bigint');
    if (typeof value === 'number' && !Number.isFinite(value)) return refuse(name, String(value));
    return value;
  };
  try {
    return JSON.stringify(json, hold);
  } catch (error) {
    if (error instanceof TypeError && error.message.startsWith(of)) throw error;
    throw new TypeError(`${of}.json holds what is no JSON: it contains itself, or is nested too deep`, {
      cause: error,
    });
  }
}

/** As `fetch` gives it: a `Request`, or what was given to `fetch`. */
export type FetchRequest = {
  readonly method: string;
  /** Default: the response's, after redirects. */
  readonly url?: string | undefined;
  readonly headers?: PlainHeaders | undefined;
};

/** A `Response` of `fetch`. */
export type FetchResponse = {
  readonly status: number;
  readonly url: string;
  readonly headers: Iterable<readonly [name: string, value: string]>;
  readonly bodyUsed: boolean;
  readonly clone: () => { readonly arrayBuffer: () => Promise<ArrayBuffer> };
};

/**
 * The exchange of a `fetch`. The response stays readable: a copy is read.
 * @throws TypeError where the response was read before
 */
export async function fetchExchange(request: FetchRequest, response: FetchResponse): Promise<PlainExchange> {
  const { method, url = response.url, headers } = request;
  return {
    request: { method, url, headers },
    response: { status: response.status, headers: response.headers, body: await bytesOf(response) },
  };
}

/** @throws TypeError where it was read before */
export async function bytesOf(response: FetchResponse): Promise<Uint8Array> {
  if (response.bodyUsed) throw new TypeError('the body was read before: check the response first, or a clone of it');
  return new Uint8Array(await response.clone().arrayBuffer());
}
