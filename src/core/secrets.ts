import { createCutSecrets } from './cut-secrets.ts';
import { decodeAround, readings, secretForms } from './secret-forms.ts';
import type { Reading, SecretForm } from './secret-forms.ts';

/** What must never be seen, and texts without it. */
export type Mask = {
  /**
   * Makes a secret unreadable in everything masked from now on. `kind` names it in its pseudonym: `token`, `code`.
   * Secrets shorter than 4 characters are not taken: their pseudonym would be all over the text, and hide nothing.
   */
  readonly hide: (secret: string, kind: string) => void;
  /**
   * The text with every known secret, whatever its encoding and wherever it stands, replaced by its pseudonym:
   * `«token#1»`, numbered by kind in order of appearance. A secret of digits alone, such as an SMS code, counts only
   * where no further digit is next to it.
   */
  readonly mask: (text: string) => string;
  /** How many secrets are known. */
  readonly size: number;
};

type Form = SecretForm & {
  readonly pseudonym: string;
  /** The secret, where it is digits alone. */
  readonly digits: string | undefined;
};
/** A range of the text that holds a secret. */
type Range = { readonly start: number; readonly end: number; readonly pseudonym: string };

export function createMask(): Mask {
  const secrets = new Set<string>();
  const counts = new Map<string, number>();
  const windows = createWindows();
  const short: Form[] = [];
  const cut = createCutSecrets();

  const hide = (secret: string, kind: string): void => {
    if (secret.length < 4 || secrets.has(secret)) return;
    secrets.add(secret);
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    const pseudonym = `«${kind}#${count}»`;
    cut.add(secret, pseudonym);
    const digits = /^[0-9]+$/.test(secret) ? secret : undefined;
    for (const form of secretForms(secret)) {
      // In hexadecimal every neighbour may be a digit, and no other number looks like it.
      const asNumber = form.text === secret || form.offset !== undefined;
      const known: Form = { ...form, pseudonym, digits: asNumber ? digits : undefined };
      if (form.text.length < windowLength) short.push(known);
      else windows.add(known);
    }
  };

  const mask = (text: string): string => {
    if (secrets.size === 0 || text.length < 4) return text;
    const found: Range[] = [];
    for (const reading of readings(text)) {
      const report = (form: Form, start: number): void => {
        const range = rangeOf(reading, form, start);
        if (range) found.push(range);
      };
      windows.search(reading.text, report);
      for (const form of short) searchShort(reading.text, form, report);
    }
    return cut.mask(found.length === 0 ? text : replaceRanges(text, found));
  };

  return {
    hide,
    mask,
    get size() {
      return secrets.size;
    },
  };
}

type Report = (form: Form, start: number) => void;

function searchShort(text: string, form: Form, report: Report): void {
  for (let at = text.indexOf(form.text); at >= 0; at = text.indexOf(form.text, at + 1)) report(form, at);
}

const windowLength = 6;

/**
 * All forms are found in one pass over the text, however many there are (Karp and Rabin): each form is known by the hash
 * of six of its characters, and only where the text has that hash is it compared as a whole.
 */
function createWindows(): {
  readonly add: (form: Form) => void;
  readonly search: (text: string, report: Report) => void;
} {
  type Anchor = { readonly form: Form; readonly end: number };
  const anchors = new Map<number, Anchor[]>();
  // One byte per hash, so that most windows of a text cost no look-up; sixteen times as many as there are anchors.
  let bits = 12;
  let filter = new Uint8Array(1 << bits);
  const slotOf = (hash: number): number => Math.imul(hash, 0x9e3779b1) >>> (32 - bits);

  const add = (form: Form): void => {
    // Tokens begin alike: the window that fewest others share is compared least often.
    const ends = [form.text.length, form.text.length >> 1, windowLength].filter((end) => end >= windowLength);
    const choices = ends.map((end) => ({ end, hash: hashBefore(form.text, end) }));
    const sharing = ({ hash }: { hash: number }): number => anchors.get(hash)?.length ?? 0;
    const chosen = choices.reduce((best, choice) => (sharing(choice) < sharing(best) ? choice : best));
    const shared = anchors.get(chosen.hash);
    if (shared) shared.push({ form, end: chosen.end });
    else anchors.set(chosen.hash, [{ form, end: chosen.end }]);
    if (anchors.size << 4 > filter.length) {
      bits += 2;
      filter = new Uint8Array(1 << bits);
      for (const hash of anchors.keys()) filter[slotOf(hash)] = 1;
    }
    filter[slotOf(chosen.hash)] = 1;
  };

  const search = (text: string, report: Report): void => {
    const shift = 32 - bits;
    let hash = 0;
    for (let at = 0; at < text.length; at++) {
      // Six shifts by six push a character out of the 32 bits, so that nothing needs to be taken away.
      hash = ((hash << 6) + text.charCodeAt(at)) | 0;
      if (filter[Math.imul(hash, 0x9e3779b1) >>> shift] === 0) continue;
      for (const { form, end } of anchors.get(hash) ?? []) {
        const start = at + 1 - end;
        if (start >= 0 && text.startsWith(form.text, start)) report(form, start);
      }
    }
  };
  return { add, search };
}

function hashBefore(text: string, end: number): number {
  let hash = 0;
  for (let at = end - windowLength; at < end; at++) hash = ((hash << 6) + text.charCodeAt(at)) | 0;
  return hash;
}

const isDigit = (text: string, at: number): boolean => /[0-9]/.test(text.charAt(at));
const isBase64 = (text: string, at: number): boolean => /[A-Za-z0-9+/_-]/.test(text.charAt(at));

/** The range in the text as it was given; undefined where what was found is no secret after all. */
function rangeOf({ text, offsets }: Reading, form: Form, start: number): Range | undefined {
  const end = start + form.text.length;
  if (form.digits !== undefined && standsInNumber(text, form, start)) return undefined;
  if (standsInPseudonym(text, start, end)) return undefined;
  const first = form.before && isBase64(text, start - 1) ? start - 1 : start;
  const last = form.after && isBase64(text, end) ? end + 1 : end;
  const origin = (at: number): number => offsets?.[at] ?? at;
  return { start: origin(first), end: origin(last), pseudonym: form.pseudonym };
}

/** A code of six digits is found in many a longer number, plain or in base64: those are no secrets. */
function standsInNumber(text: string, form: Form, start: number): boolean {
  if (form.offset === undefined) return isDigit(text, start - 1) || isDigit(text, start + form.text.length);
  const around = decodeAround(text, form, start);
  const found = around.indexOf(form.digits ?? '');
  return isDigit(around, found - 1) || isDigit(around, found + (form.digits?.length ?? 0));
}

/** A password may be the word `password`: pseudonyms stay as they are, so that masking twice is masking once. */
function standsInPseudonym(text: string, start: number, end: number): boolean {
  const opened = text.lastIndexOf('«', start);
  if (opened < 0 || start - opened > 40) return false;
  const pseudonym = /^«[^«»]+#[0-9]+»/.exec(text.slice(opened, opened + 60));
  return pseudonym !== null && end <= opened + pseudonym[0].length;
}

function replaceRanges(text: string, found: Range[]): string {
  // Of those that begin together, the longest; those that overlap become one.
  found.sort((left, right) => left.start - right.start || right.end - left.end);
  let masked = '';
  let read = 0;
  for (const { start, end, pseudonym } of found) {
    if (start >= read) masked += text.slice(read, start) + pseudonym;
    read = Math.max(read, end);
  }
  return masked + text.slice(read);
}
