// How long to wait before a repeat (RFC 9110 section 10.2.3; Arazzo 1.1, Failure Action Object `retryAfter`).
import type { HeaderField } from '../core/http.ts';
import { headerValue } from '../core/http.ts';

/** A run must not stand still because of one answer, or of one slip in a file. In milliseconds. */
const longest = { header: 120_000, action: 3_600_000 };

/** `asked` is what was to be waited, where that is longer than what is waited. In milliseconds. */
export type Delay = { readonly wait: number; readonly asked?: number };

/** An answer's `Retry-After` wins over the action's `retryAfter`, which is in seconds. */
export function retryDelay(retryAfter: number, headers: readonly HeaderField[], now: number): Delay {
  const header = retryAfterOf(headers, now);
  const asked = header ?? retryAfter * 1000;
  const most = header === undefined ? longest.action : longest.header;
  return asked > most ? { wait: most, asked } : { wait: asked };
}

/** Milliseconds from now: the header is in whole seconds, or an HTTP date. Undefined where absent or neither of them. */
export function retryAfterOf(headers: readonly HeaderField[], now: number): number | undefined {
  const header = headerValue(headers, 'Retry-After')?.trim() ?? '';
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  // Date.parse alone takes "1.5" for a day.
  const asked = /^[a-z]{3,9},? /i.test(header) ? Date.parse(header) - now : Number.NaN;
  return Number.isNaN(asked) ? undefined : Math.max(asked, 0);
}
