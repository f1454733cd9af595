// Which part of a contract speaks of an answer: OpenAPI 3.0.4 sections 4.7.14 and 4.7.16.
import type { MediaType, Operation, Response } from './contract.ts';
import { closeness, isRange, parseMediaType } from './media-type.ts';
import type { MediaTypeName } from './media-type.ts';

export type GoverningResponse = { readonly operation: Operation; readonly response: Response };

/**
 * The declaration that governs a status, of all operations that fit the request, most specific first: the first that
 * declares it exactly or by range; else the first `default`.
 */
export function governingResponse(operations: readonly Operation[], status: number): GoverningResponse | undefined {
  for (const operation of operations) {
    const response = declaredResponse(operation, status);
    if (response && response.status !== 'default') return { operation, response };
  }
  for (const operation of operations) {
    const response = declaredResponse(operation, status);
    if (response) return { operation, response };
  }
  return undefined;
}

const byStatus = new WeakMap<Operation, Map<number, Response | undefined>>();

/** `404` beats `4XX` beats `default`. */
export function declaredResponse(operation: Operation, status: number): Response | undefined {
  let known = byStatus.get(operation);
  if (!known) byStatus.set(operation, (known = new Map<number, Response | undefined>()));
  if (known.has(status)) return known.get(status);
  const declared = (name: string): Response | undefined =>
    operation.responses.find((candidate) => candidate.status === name);
  const response = declared(String(status)) ?? declared(`${Math.trunc(status / 100)}XX`) ?? declared('default');
  known.set(status, response);
  return response;
}

export type MediaTypeMatch = {
  /** The Content-Type as it was understood; absent where it is nonsense. */
  readonly name?: MediaTypeName;
  /** The closest declaration; absent where none fits. */
  readonly declared?: MediaType;
};

// Content types repeat; the bound keeps a server that varies them from filling the memory.
const matches = new WeakMap<readonly MediaType[], Map<string, MediaTypeMatch>>();
const matchesKept = 100;

/**
 * The declared media type that a Content-Type falls under: the type itself, then `application/*+json`,
 * `application/*`, then the range of everything. Parameters only decide between declarations of the same type.
 */
export function matchMediaType(content: readonly MediaType[], contentType: string): MediaTypeMatch {
  let known = matches.get(content);
  if (!known) matches.set(content, (known = new Map<string, MediaTypeMatch>()));
  const found = known.get(contentType);
  if (found) return found;
  const parsed = parseMediaType(contentType);
  const name = parsed && !isRange(parsed.essence) ? parsed : undefined;
  const declared = name && closest(content, name);
  const match = { ...(name === undefined ? {} : { name }), ...(declared === undefined ? {} : { declared }) };
  if (known.size < matchesKept) known.set(contentType, match);
  return match;
}

function closest(content: readonly MediaType[], name: MediaTypeName): MediaType | undefined {
  let best: MediaType | undefined;
  let bestScore = 0;
  for (const candidate of content) {
    const declared = parseMediaType(candidate.mediaType);
    if (!declared) continue;
    const close = closeness(declared.essence, name.essence);
    if (close === 0) continue;
    const same = [...declared.parameters].filter(([key, value]) => name.parameters.get(key)?.toLowerCase() === value);
    // Each parameter that differs makes the declaration a little less close, each that agrees a little closer.
    const score = close + (2 * same.length - declared.parameters.size) / 100;
    if (score > bestScore) [best, bestScore] = [candidate, score];
  }
  return best;
}
