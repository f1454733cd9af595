import type { HeaderField } from '../core/http.ts';

type Request = { readonly method: string; readonly url: string; readonly headers?: readonly HeaderField[] | undefined };

const plain = /^[A-Za-z0-9_@%+=:,./-]+$/;

/** A word of a POSIX shell: quoted where it must be. */
function shellWord(text: string): string {
  return plain.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/**
 * A line that sends the request again when pasted into a shell. What was masked stays masked and must be filled in.
 * @param body `bytes` where they are not kept: then the line takes them from a file named `body`
 */
export function curlLine(request: Request, body: string | { readonly bytes: number } | undefined): string {
  const words = ['curl'];
  if (request.method === 'HEAD') words.push('--head');
  else if (request.method !== 'GET' || body !== undefined) words.push('-X', request.method);
  // Without it curl reads [ ] { } in the address as a pattern.
  if (/[[\]{}]/.test(request.url)) words.push('--globoff');
  words.push(shellWord(request.url));
  for (const [name, value] of request.headers ?? []) {
    // curl knows the length and the host itself; a length of the masked text would be wrong.
    if (/^(?:content-length|host|connection)$/i.test(name)) continue;
    // An empty value needs a semicolon, or curl leaves the header out.
    words.push('-H', shellWord(value === '' ? `${name};` : `${name}: ${value}`));
  }
  if (typeof body === 'string') words.push('--data-raw', shellWord(body));
  else if (body) words.push('--data-binary', '@body');
  return words.join(' ');
}
