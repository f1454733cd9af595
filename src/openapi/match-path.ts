// Path templates against paths as they were sent: OpenAPI 3.0.4 section 4.7.8.2. Segments are compared before they are
// decoded, so that `%2F` stays inside its segment; values are decoded by whoever reads them, once.
import { percentDecode } from './percent-decode.ts';

export type PathTemplate = readonly Segment[];

type Segment =
  | { readonly type: 'text'; readonly text: string }
  /** `name` is absent where it stands for a variable of a server. */
  | { readonly type: 'parameter'; readonly name?: string }
  /** Texts around and between parameters: one more than there are names. */
  | { readonly type: 'mixed'; readonly texts: readonly string[]; readonly names: readonly string[] };

/** @param path `/a/{b}/c:{d}`; empty text has no segment */
export function parseTemplate(path: string): PathTemplate {
  return path.split('/').slice(1).map(parseSegment);
}

/** The same without names: as the path of a server counts, none of whose variables is a parameter. */
export function parseBasePath(path: string): PathTemplate {
  return parseTemplate(path).map((segment) => (segment.type === 'text' ? segment : { type: 'parameter' }));
}

function parseSegment(text: string): Segment {
  const names = [...text.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name);
  const [name] = names;
  if (name === undefined) return { type: 'text', text: percentDecode(text) ?? text };
  if (text === `{${name}}`) return { type: 'parameter', name };
  return { type: 'mixed', texts: text.split(/\{[^{}]*\}/).map(asSent), names };
}

/** Characters that a path cannot hold are sent percent-encoded, and its `%` stays. */
function asSent(text: string): string {
  return encodeURI(text.replaceAll(/[\uD800-\uDFFF]/gu, '\uFFFD'))
    .replaceAll('%25', '%')
    .replaceAll('%5B', '[')
    .replaceAll('%5D', ']');
}

/** The raw path's segments: not by `URL`, which would resolve dots and decode. */
export function segmentsOf(url: string): string[] {
  const scheme = url.indexOf('://');
  const start = url.startsWith('/') ? 0 : url.indexOf('/', scheme < 0 ? 0 : scheme + 3);
  if (start < 0) return [''];
  let end = url.length;
  for (const mark of ['?', '#']) {
    const position = url.indexOf(mark);
    if (position >= 0 && position < end) end = position;
  }
  return url.slice(start + 1, Math.max(end, start + 1)).split('/');
}

export function fits(template: PathTemplate, sent: readonly string[]): boolean {
  return (
    template.length === sent.length &&
    template.every((segment, index) => {
      const text = sent[index] ?? '';
      if (segment.type === 'parameter') return text !== '';
      if (segment.type === 'mixed') return matchMixed(segment.texts, text) !== undefined;
      return segment.text === text || (text.includes('%') && segment.text === percentDecode(text));
    })
  );
}

/** The texts of the parameters by name, as they were sent. */
export function textsOf(template: PathTemplate, sent: readonly string[]): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  template.forEach((segment, index) => {
    const text = sent[index] ?? '';
    if (segment.type === 'parameter' && segment.name !== undefined) values.set(segment.name, text);
    if (segment.type !== 'mixed') return;
    const found = matchMixed(segment.texts, text) ?? [];
    segment.names.forEach((name, position) => values.set(name, found[position] ?? ''));
  });
  return values;
}

/**
 * What stands between the texts, at least one character each and, but for the last, as little as may be: in time that
 * grows with the length, which a regular expression would not promise.
 */
function matchMixed([first = '', ...rest]: readonly string[], sent: string): readonly string[] | undefined {
  const text = sent.replaceAll(/%[0-9a-f]{2}/gi, (octet) => octet.toUpperCase());
  const last = rest.at(-1) ?? '';
  if (!text.startsWith(first) || !text.endsWith(last)) return undefined;
  const end = text.length - last.length;
  const found: string[] = [];
  let at = first.length;
  for (const next of rest.slice(0, -1)) {
    const position = text.indexOf(next, at + 1);
    if (position < 0 || position + next.length > end) return undefined;
    found.push(text.slice(at, position));
    at = position + next.length;
  }
  if (at >= end) return undefined;
  return [...found, text.slice(at, end)];
}

/** Segment by segment from the left, text beats text with a parameter in it beats a parameter. */
export function bySpecificity(left: PathTemplate, right: PathTemplate): number {
  for (let index = 0; index < left.length; index++) {
    const difference = rank(left[index]) - rank(right[index]);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Smaller is more specific. */
function rank(segment: Segment | undefined): number {
  if (segment?.type === 'text') return 0;
  return segment?.type === 'mixed' ? 1 / (1 + segment.texts.join('').length) : 1;
}
