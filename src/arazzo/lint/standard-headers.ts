/** Headers that any answer may carry without a word in its contract (RFC 9110, and what is common beside it). */
export const standardHeaders: ReadonlySet<string> = new Set([
  ...['accept-patch', 'accept-post', 'accept-ranges', 'age', 'allow', 'alt-svc', 'cache-control', 'connection'],
  ...['content-disposition', 'content-encoding', 'content-language', 'content-length', 'content-location'],
  ...[
    'content-range',
    'content-security-policy',
    'content-type',
    'date',
    'deprecation',
    'etag',
    'expires',
    'keep-alive',
  ],
  ...['last-modified', 'link', 'location', 'pragma', 'preference-applied', 'proxy-authenticate', 'referrer-policy'],
  ...['retry-after', 'server', 'server-timing', 'set-cookie', 'strict-transport-security', 'sunset', 'trailer'],
  ...['transfer-encoding', 'upgrade', 'vary', 'via', 'warning', 'www-authenticate', 'x-content-type-options'],
  ...['x-frame-options', 'access-control-allow-origin', 'access-control-allow-methods', 'access-control-max-age'],
  ...['access-control-allow-headers', 'access-control-allow-credentials', 'access-control-expose-headers'],
]);

/** Headers that a request may carry without a word in the contract. */
export const requestHeaders: ReadonlySet<string> = new Set([
  ...['accept', 'accept-charset', 'accept-encoding', 'accept-language', 'authorization', 'cache-control', 'connection'],
  ...['content-encoding', 'content-language', 'content-type', 'cookie', 'date', 'expect', 'forwarded', 'from', 'host'],
  ...['if-match', 'if-modified-since', 'if-none-match', 'if-range', 'if-unmodified-since', 'idempotency-key', 'origin'],
  ...['pragma', 'prefer', 'range', 'referer', 'te', 'traceparent', 'tracestate', 'user-agent', 'via', 'x-request-id'],
  ...['access-control-request-headers', 'access-control-request-method'],
]);
