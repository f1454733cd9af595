const textTypes: ReadonlySet<string> = new Set(['application/json', 'application/x-www-form-urlencoded', 'text/plain']);

export type AnswerHead = {
  readonly method: string;
  readonly contentType: string | undefined;
  /** As the service sent it. */
  readonly disposition: string | undefined;
};

/**
 * What the gateway makes of `Content-Disposition`: a download of every answer to GET (and HEAD, which tells of GET), and of
 * every other answer that is no text; events are left alone
 * (https://docs.cloudbase.net/en/http-api/cloudrun/cloudrun-get). A file name that the service gave to a download is kept.
 * @returns undefined where it adds nothing
 */
export function dispositionOf({ method, contentType = '', disposition }: AnswerHead): string | undefined {
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (type === 'text/event-stream') return undefined;
  const isText = type === '' || textTypes.has(type);
  if (isText && method !== 'GET' && method !== 'HEAD') return undefined;
  return disposition !== undefined && /^attachment\s*(?:;|$)/i.test(disposition) ? disposition : 'attachment';
}
