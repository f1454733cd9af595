import type { FastifyRequest } from 'fastify';

/**
 * Whether a call is for a web function, which is a web server behind the gateway: `webfn=true` or the header
 * `X-Tcb-Webfn: true` say so (https://docs.cloudbase.net/http-api/functions/functions-post).
 */
export function isWebCall({ headers, url }: Pick<FastifyRequest, 'headers' | 'url'>): boolean {
  const query = url.indexOf('?');
  if (headers['x-tcb-webfn'] === 'true') return true;
  return query !== -1 && new URLSearchParams(url.slice(query)).get('webfn') === 'true';
}
