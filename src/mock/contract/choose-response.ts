// Which of the declared answers is given, and as which media type.
import { didYouMean } from '../../core/nearest-name.ts';
import type { MediaType, Operation, Response } from '../../openapi/contract.ts';
import type { Example } from '../../openapi/lint/check-examples.ts';
import { examplesOf } from '../../openapi/lint/check-examples.ts';
import { closeness, isJsonType, isRange, parseMediaType } from '../../openapi/media-type.ts';
import { declaredResponse } from '../../openapi/match-response.ts';
import { placeAt } from '../../openapi/resolve-reference.ts';
import type { Preference } from './prefer.ts';

export type Chosen = {
  readonly response: Response;
  readonly status: number;
  /** Absent where the answer has no body. */
  readonly content?: MediaType;
  /** What is sent of it, where the contract has a range. */
  readonly contentType?: string;
  /** The one that was asked for. */
  readonly example?: Example;
};

/** `status`: of the refusal. */
export type NotChosen = { readonly status: 400 | 406 | 501; readonly reason: string };

export function chooseResponse(
  operation: Operation,
  preference: Preference,
  accept: readonly string[],
): Chosen | NotChosen {
  const { code, example } = preference;
  if (code === undefined && example !== undefined) return chooseExample(operation, example, bestResponses(operation));
  const wanted = code === undefined ? bestResponses(operation)[0] : responseOf(operation, code);
  if (!wanted) {
    if (code === undefined) return { status: 501, reason: 'the contract declares no answer that can be sent' };
    return { status: 400, reason: undeclared(operation, code) };
  }
  return example === undefined ? chooseContent(wanted, accept) : chooseExample(operation, example, [wanted]);
}

function undeclared({ operationId, responses }: Operation, code: number): string {
  const names = responses.map(({ status }) => status);
  const near = didYouMean(String(code), names);
  return `Prefer: code=${code}: ${operationId} declares no such answer, but ${names.join(', ')}${near === undefined ? '' : `; ${near}`}`;
}

type Ready = Pick<Chosen, 'response' | 'status'>;

/** A status of the contract for a code: exactly, by its range, or by `default`. */
export function responseOf(operation: Operation, code: number): Ready | undefined {
  const response = declaredResponse(operation, code);
  return response && { response, status: code };
}

/** The lowest success first, then `default`, then as declared. */
export function bestResponses(operation: Operation): Ready[] {
  const rank = ({ status }: Response): number => {
    if (/^2\d\d$/.test(status)) return Number(status);
    if (status === '2XX') return 300;
    return status === 'default' ? 301 : 302;
  };
  return operation.responses
    .flatMap((response) => {
      const status = statusOf(operation, response);
      return status === undefined ? [] : [{ response, status }];
    })
    .sort((left, right) => rank(left.response) - rank(right.response));
}

/** The first of a range that is not declared by itself. Interim answers (1xx) end no request. */
function statusOf({ responses }: Operation, { status }: Response): number | undefined {
  if (status.startsWith('1')) return undefined;
  const declared = (code: number): boolean => responses.some((other) => other.status === String(code));
  const first = status === 'default' ? 200 : Number(status.replace('XX', '00'));
  if (!/XX$|^default$/.test(status)) return first;
  for (let code = first; code < first + 100; code++) if (!declared(code)) return code;
  return undefined;
}

function chooseExample(operation: Operation, name: string, among: readonly Ready[]): Chosen | NotChosen {
  const known: string[] = [];
  for (const ready of among) {
    for (const content of ready.response.content) {
      const place = placeAt(content.document ?? operation.contract.document, content.pointer);
      for (const example of examplesOf(place)) {
        const own = exampleName(example);
        if (own === name) return { ...ready, content, contentType: concrete(content.mediaType), example };
        if (own !== undefined) known.push(own);
      }
    }
  }
  const there = known.length === 0 ? 'there is none' : `there ${known.length === 1 ? 'is' : 'are'} ${known.join(', ')}`;
  const near = didYouMean(name, known);
  const reason = `Prefer: example=${name}: ${operation.operationId} has no such example; ${there}`;
  return { status: 400, reason: near === undefined ? reason : `${reason}; ${near}` };
}

function exampleName({ label }: Example): string | undefined {
  return /^the example "(.*)"$/s.exec(label)?.[1];
}

export function chooseContent(ready: Ready, accept: readonly string[]): Chosen | NotChosen {
  const { content } = ready.response;
  if (content.length === 0 || ready.status === 204 || ready.status === 205 || ready.status === 304) return ready;
  const ranges = readAccept(accept);
  const best = content
    .map((media, index) => ({ media, index, ...acceptance(media.mediaType, ranges) }))
    .filter(({ quality }) => quality > 0)
    .sort(
      (left, right) => right.quality - left.quality || preferJson(left.media, right.media) || left.index - right.index,
    )
    .at(0);
  if (best) return { ...ready, content: best.media, contentType: best.contentType };
  const types = content.map(({ mediaType }) => mediaType).join(', ');
  return { status: 406, reason: `the answer is declared as ${types}, and the request accepts ${accept.join(', ')}` };
}

function preferJson(left: MediaType, right: MediaType): number {
  const isJson = ({ mediaType }: MediaType): boolean => isJsonType(concrete(mediaType).split(';')[0]?.trim() ?? '');
  return Number(isJson(right)) - Number(isJson(left));
}

type Range = { readonly essence: string; readonly quality: number };

/** RFC 9110 section 12.5.1; nothing said is everything accepted. */
function readAccept(fields: readonly string[]): Range[] {
  const ranges = fields
    .join(',')
    .split(',')
    .flatMap((part): Range[] => {
      const parsed = parseMediaType(part.trim());
      if (!parsed) return [];
      const quality = Number(parsed.parameters.get('q') ?? 1);
      return [{ essence: parsed.essence, quality: Number.isFinite(quality) ? quality : 1 }];
    });
  return ranges.length === 0 ? [{ essence: '*/*', quality: 1 }] : ranges;
}

type Acceptance = { readonly quality: number; readonly contentType: string };

/** The range that names a type most closely decides. A type of the contract's may be a range itself. */
function acceptance(declared: string, ranges: readonly Range[]): Acceptance {
  const { essence = declared } = parseMediaType(declared) ?? {};
  const usual = concrete(declared);
  const named = isRange(essence)
    ? ranges.find((range) => !isRange(range.essence) && closeness(essence, range.essence) > 0)
    : undefined;
  if (named) return { quality: named.quality, contentType: named.essence };
  const shown = parseMediaType(usual)?.essence ?? usual;
  let best: { close: number; quality: number } = { close: 0, quality: 0 };
  for (const { essence: range, quality } of ranges) {
    // Who takes JSON takes JSON of a special kind.
    const asJson = isJsonType(range) && isJsonType(shown) ? 0.5 : 0;
    const close = Math.max(closeness(range, shown), asJson);
    if (close > best.close) best = { close, quality };
  }
  return { quality: best.quality, contentType: usual };
}

/** A type that can be sent, for one that may be a range. */
export function concrete(declared: string): string {
  const { essence = declared } = parseMediaType(declared) ?? {};
  if (!isRange(essence)) return declared;
  const usual = ['application/json', 'text/plain', 'image/png', 'application/octet-stream'];
  const [type = 'application'] = essence.split('/');
  if (essence.includes('+')) return essence.replace('*', 'vnd.example');
  return usual.find((known) => closeness(essence, known) > 0) ?? `${type}/octet-stream`;
}
