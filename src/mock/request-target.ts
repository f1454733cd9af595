import type { IncomingMessage } from 'node:http';

/**
 * Path and query, where the client, which takes the mock for its proxy, names the host before them
 * (https://www.rfc-editor.org/rfc/rfc9112.html#section-3.2.2).
 */
export function originForm({ url = '/' }: Pick<IncomingMessage, 'url'>): string {
  const path = url.replace(/^https?:\/\/[^/?#]*/i, '');
  return path.startsWith('/') ? path : `/${path}`;
}
