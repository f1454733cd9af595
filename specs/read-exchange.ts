// A case of the contract check as a folder holds it: contracts, and exchanges as raw HTTP or JSON.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Exchange, HeaderField } from '../src/core/http.ts';

/** The files of a folder that hold an exchange or a request, in order. */
export function exchangeFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => /\.(?:http|json)$|^request[\w-]*\.yaml$/.test(file))
    .sort();
}

export function readExchange(folder: string, file: string): Exchange {
  const text = readFileSync(join(folder, file), 'utf8');
  return file.endsWith('.json') ? fromJson(JSON.parse(text) as Recorded) : fromHttp(text);
}

/** Where bytes matter: `body` with JSON's own escapes, as in `\ufeff`, or `base64`. */
type Recorded = {
  readonly request: { readonly method: string; readonly target: string };
  readonly response: {
    readonly status: number;
    readonly headers: readonly HeaderField[];
    readonly body?: string;
    readonly base64?: string;
  };
};

function fromJson({ request, response }: Recorded): Exchange {
  const { status, headers, body = '', base64 } = response;
  const bytes = base64 === undefined ? new TextEncoder().encode(body) : Uint8Array.from(Buffer.from(base64, 'base64'));
  return exchangeOf({ ...request, headers: [] }, { status, headers, body: bytes });
}

/** A request, a line `###`, a response: each a first line, header lines, a blank line, a body. */
function fromHttp(text: string): Exchange {
  const [sent = '', answered = ''] = text.split(/^###\n/m, 2);
  const [method = '', target = ''] = messageOf(sent).first.split(' ');
  const request = messageOf(sent);
  const response = messageOf(answered);
  return exchangeOf(
    { method, target, headers: request.headers, ...(request.body === '' ? {} : { body: request.body }) },
    {
      status: Number(response.first.split(' ')[1]),
      headers: response.headers,
      body: new TextEncoder().encode(response.body),
    },
  );
}

type Message = { readonly first: string; readonly headers: readonly HeaderField[]; readonly body: string };

/** The end of a file's last line is not the body's. */
function messageOf(text: string): Message {
  const end = text.indexOf('\n\n');
  const head = end < 0 ? text : text.slice(0, end);
  const [first = '', ...lines] = head.trim().split('\n');
  const headers = lines.map((line): HeaderField => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  return { first, headers, body: end < 0 ? '' : text.slice(end + 2).replace(/\n$/, '') };
}

type Sent = {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly HeaderField[];
  readonly body?: string;
};

function exchangeOf({ target, ...sent }: Sent, response: Exchange['response']): Exchange {
  return { request: { ...sent, url: `http://127.0.0.1:1${target}` }, response, startedAt: 0, duration: 1 };
}
