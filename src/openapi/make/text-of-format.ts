// Texts of the formats that the contract check judges. Names and addresses are those kept for examples (RFC 2606, 5737,
// 3849): nobody is called by them.
import type { Chance } from '../../core/chance.ts';

type Make = (chance: Chance) => string;

const hex = (chance: Chance, length: number): string =>
  Array.from({ length }, () => chance.below(16).toString(16)).join('');
const two = (number: number): string => String(number).padStart(2, '0');
const day: Make = (chance) => `2026-${two(chance.below(12) + 1)}-${two(chance.below(28) + 1)}`;
const hour: Make = (chance) => `${two(chance.below(24))}:${two(chance.below(60))}:${two(chance.below(60))}`;
const letters = (chance: Chance, length: number): string =>
  Array.from({ length }, () => String.fromCharCode(97 + chance.below(26))).join('');
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** Whole groups of four, so that no padding is due. */
const base64: Make = (chance) => Array.from({ length: 12 }, () => alphabet[chance.below(62)] ?? 'A').join('');
const number: Make = (chance) => String(chance.below(100_000) + 1);
const path: Make = (chance) => `/${letters(chance, 5)}/${chance.below(1000)}`;
const uri: Make = (chance) => `https://example.com${path(chance)}`;
const email: Make = (chance) => `${letters(chance, 6)}@example.com`;
const host: Make = (chance) => `${letters(chance, 6)}.example.com`;
const uuid: Make = (chance) =>
  `${hex(chance, 8)}-${hex(chance, 4)}-4${hex(chance, 3)}-${'89ab'[chance.below(4)] ?? '8'}${hex(chance, 3)}-${hex(chance, 12)}`;

const makers: Readonly<Record<string, Make>> = {
  'date-time': (chance) => `${day(chance)}T${hour(chance)}Z`,
  date: day,
  time: (chance) => `${hour(chance)}Z`,
  duration: (chance) => `P${chance.below(30) + 1}D`,
  'date-time-local': (chance) => `${day(chance)}T${hour(chance)}`,
  'time-local': hour,
  'http-date': (chance) => new Date(Date.UTC(2026, 0, 1) + chance.below(31_536_000) * 1000).toUTCString(),
  email,
  'idn-email': email,
  hostname: host,
  'idn-hostname': host,
  ipv4: (chance) => `192.0.2.${chance.below(254) + 1}`,
  ipv6: (chance) => `2001:db8::${(chance.below(65_535) + 1).toString(16)}`,
  uri,
  url: uri,
  'uri-reference': path,
  iri: uri,
  'iri-reference': path,
  'uri-template': (chance) => `${uri(chance)}/{id}`,
  uuid,
  'json-pointer': path,
  'relative-json-pointer': (chance) => `${chance.below(3)}${path(chance)}`,
  regex: (chance) => `^${letters(chance, 3)}$`,
  byte: base64,
  base64url: base64,
  binary: (chance) => letters(chance, 12),
  password: (chance) => `Passw0rd-${chance.below(1000)}`,
  int64: number,
  uint64: number,
  decimal: (chance) => `${chance.below(1000)}.${two(chance.below(100))}`,
  decimal128: (chance) => `${chance.below(1000)}.${two(chance.below(100))}`,
  char: (chance) => letters(chance, 1),
  'media-range': () => 'application/json',
  'sf-string': (chance) => `"${letters(chance, 5)}"`,
  'sf-token': (chance) => letters(chance, 5),
  'sf-binary': (chance) => `:${base64(chance)}:`,
  'sf-boolean': (chance) => (chance.below(2) === 0 ? '?0' : '?1'),
};

/** Undefined where the format asks for nothing that is known here. */
export function textOfFormat(format: string, chance: Chance): string | undefined {
  return Object.hasOwn(makers, format) ? makers[format]?.(chance) : undefined;
}
