// Documents behind an address, fetched when the user asks and kept in contracts/remote: nothing else goes to the network.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DescriptionError, GatewayError } from '../core/errors.ts';
import type { Fault } from '../core/errors.ts';
import { headerValue } from '../core/http.ts';
import type { HttpResponse, UnreadBody } from '../core/http.ts';
import { readDocument } from '../document/read-document.ts';
import { createHttpTransport } from '../gateway/http-transport.ts';
import { findRemoteReferences } from '../project.ts';
import type { RemoteReference } from '../project.ts';
import type { Transport } from '../runner/ports.ts';

/** Bytes of a document and of all, their number, milliseconds for each and for all. */
export type FetchLimits = {
  readonly size: number;
  readonly total: number;
  readonly count: number;
  readonly timeout: number;
  readonly duration: number;
};

const usual: FetchLimits = { size: 16_777_216, total: 67_108_864, count: 200, timeout: 15_000, duration: 120_000 };

export type FetchedDocument = { readonly address: string; readonly file: string; readonly bytes: number };

/**
 * Fetches every document that the contracts of a project lead to by address, and those that these lead to, and writes
 * them into `contracts/remote`. What is there already is fetched anew. Redirects are not followed.
 * @throws DescriptionError with DOCUMENT_NOT_FETCHED for each that could not be had; the others are kept
 */
export async function fetchDocuments(
  directory: string,
  limits: Partial<FetchLimits> = {},
): Promise<readonly FetchedDocument[]> {
  const { size, total, count, timeout, duration } = { ...usual, ...limits };
  const { transport, close } = createHttpTransport({ connections: 1, bodyLimit: size });
  const signal = AbortSignal.timeout(duration);
  const texts = new Map<string, string>();
  const faults = new Map<string, Fault>();
  const fetched: FetchedDocument[] = [];
  let bytes = 0;
  try {
    for (;;) {
      const next = findRemoteReferences(directory, texts).find(({ file }) => !texts.has(file) && !faults.has(file));
      if (!next) break;
      try {
        if (fetched.length === count) throw new NotFetched(`no more are fetched than ${count} at a time`);
        const text = await fetchText(transport, next, { signal, timeout, duration });
        bytes += Buffer.byteLength(text);
        if (bytes > total) throw new NotFetched(`with it, all documents are larger than ${total} bytes`);
        write(directory, next.file, text);
        texts.set(next.file, text);
        fetched.push({ address: next.address, file: next.file, bytes: Buffer.byteLength(text) });
      } catch (error) {
        if (!(error instanceof NotFetched)) throw error;
        faults.set(next.file, notFetched(next, error));
      }
    }
  } finally {
    await close();
  }
  if (faults.size > 0) throw new DescriptionError([...faults.values()]);
  return fetched;
}

class NotFetched extends Error {
  override readonly name = 'NotFetched';
  readonly remedy: string | undefined;

  constructor(message: string, remedy?: string) {
    super(message);
    this.remedy = remedy;
  }
}

function notFetched({ address, location }: RemoteReference, { message, remedy }: NotFetched): Fault {
  return {
    code: 'DOCUMENT_NOT_FETCHED',
    message: `${address} was not fetched: ${message}`,
    location,
    ...(remedy === undefined ? {} : { remedy }),
  };
}

type Times = { readonly signal: AbortSignal; readonly timeout: number; readonly duration: number };

async function fetchText(transport: Transport, { address, file }: RemoteReference, times: Times): Promise<string> {
  const response = await send(transport, address, times);
  checkStatus(response);
  if (response.unread) throw new NotFetched(whyUnread(response.unread));
  const text = decode(response.body);
  if (/^\s*<(?:!doctype|html|\?xml)/i.test(text)) {
    throw new NotFetched('a page came, and no YAML or JSON', 'name the address of the raw file');
  }
  let value: unknown;
  try {
    ({ value } = readDocument(text, file));
  } catch (error) {
    if (!(error instanceof DescriptionError)) throw error;
    const [fault] = error.faults;
    const line = fault?.location?.line ?? 1;
    throw new NotFetched(`what came is neither YAML nor JSON (line ${line}: ${fault?.message ?? ''})`);
  }
  if (typeof value === 'object' && value !== null) return text;
  throw new NotFetched('what came is not an object of YAML or JSON', 'name the address of the raw file');
}

function whyUnread(unread: UnreadBody): string {
  if (unread.type === 'coding') return unread.reason;
  return `the body is larger than ${unread.limit} bytes, and was not read further`;
}

async function send(
  transport: Transport,
  address: string,
  { signal, timeout, duration }: Times,
): Promise<HttpResponse> {
  const accept = 'application/yaml, application/json, text/*;q=0.8, */*;q=0.5';
  const request = { method: 'GET', url: address, headers: [['accept', accept] as const] };
  try {
    return await transport(request, signal, timeout);
  } catch (error) {
    if (error instanceof GatewayError) throw new NotFetched(error.message, error.remedy);
    if (signal.aborted) throw new NotFetched(`all documents together took longer than ${duration} ms`);
    throw error;
  }
}

function checkStatus({ status, headers }: HttpResponse): void {
  if (status === 200) return;
  const location = headerValue(headers, 'location');
  if (status >= 300 && status < 400 && location !== undefined) {
    throw new NotFetched(
      `the answer is ${status}, on to ${location}`,
      'if you trust that address, write it in the $ref',
    );
  }
  throw new NotFetched(`the answer is ${status}`, 'the address must answer 200 to whoever asks');
}

function decode(body: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new NotFetched('what came is not UTF-8');
  }
}

function write(directory: string, file: string, text: string): void {
  const path = join(directory, file);
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new NotFetched(`${file} could not be written (${reason})`, 'make room for that file');
  }
}
