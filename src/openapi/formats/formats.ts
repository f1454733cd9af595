// By name, what a format asks of a value: those of JSON Schema 2020-12 (validation, section 7.3), and those that
// OpenAPI's format registry adds. A format says nothing of a value of another type.
import { isDate, isDateTime, isDuration, isHttpDate, isLocalDateTime, isLocalTime, isTime } from './date-time.ts';
import { isEmail, isHostname, isIdnEmail, isIdnHostname, isIpv4, isIpv6 } from './network.ts';
import {
  fitsDecimal128,
  fitsDouble,
  fitsFloat,
  fitsInt64,
  fitsUint64,
  isDecimal,
  isDecimalOfField,
  isWhole,
} from './number.ts';
import {
  isBase64,
  isBase64Url,
  isCharacter,
  isFieldBinary,
  isFieldBoolean,
  isFieldString,
  isFieldToken,
  isMediaRange,
  isRegularExpression,
  isUuid,
} from './text.ts';
import {
  isIri,
  isIriReference,
  isJsonPointer,
  isRelativeJsonPointer,
  isUri,
  isUriReference,
  isUriTemplate,
} from './uri.ts';

/** What a format asks of a text, and of a number by its decimal text; what it is silent about is absent. */
export type Format = {
  readonly text?: (text: string) => boolean;
  readonly number?: (number: number | string) => boolean;
};

const text = (judge: (text: string) => boolean): Format => ({ text: judge });
const number = (judge: (number: number | string) => boolean): Format => ({ number: judge });
const either = (judge: (value: number | string) => boolean): Format => ({ text: judge, number: judge });

/** Any text is right. */
const annotation: Format = {};

const formats: ReadonlyMap<string, Format> = new Map(
  Object.entries({
    'date-time': text(isDateTime),
    date: text(isDate),
    time: text(isTime),
    duration: text(isDuration),
    email: text(isEmail),
    'idn-email': text(isIdnEmail),
    hostname: text(isHostname),
    'idn-hostname': text(isIdnHostname),
    ipv4: text(isIpv4),
    ipv6: text(isIpv6),
    uri: text(isUri),
    'uri-reference': text(isUriReference),
    iri: text(isIri),
    'iri-reference': text(isIriReference),
    uuid: text(isUuid),
    'uri-template': text(isUriTemplate),
    'json-pointer': text(isJsonPointer),
    'relative-json-pointer': text(isRelativeJsonPointer),
    regex: text(isRegularExpression),

    int8: number(isWhole(-128n, 127n)),
    int16: number(isWhole(-32768n, 32767n)),
    int32: number(isWhole(-2147483648n, 2147483647n)),
    int64: either(fitsInt64),
    uint8: number(isWhole(0n, 255n)),
    uint16: number(isWhole(0n, 65535n)),
    uint32: number(isWhole(0n, 4294967295n)),
    uint64: either(fitsUint64),
    'double-int': number(isWhole(-9007199254740991n, 9007199254740991n)),
    float: number(fitsFloat),
    double: number(fitsDouble),
    decimal: text(isDecimal),
    decimal128: either(fitsDecimal128),
    byte: text(isBase64),
    base64url: text(isBase64Url),
    binary: annotation,
    password: annotation,
    commonmark: annotation,
    html: annotation,
    char: text(isCharacter),
    'date-time-local': text(isLocalDateTime),
    'time-local': text(isLocalTime),
    'http-date': text(isHttpDate),
    'media-range': text(isMediaRange),
    'sf-string': text(isFieldString),
    'sf-token': text(isFieldToken),
    'sf-binary': text(isFieldBinary),
    'sf-boolean': text(isFieldBoolean),
    'sf-integer': number(isWhole(-999999999999999n, 999999999999999n)),
    'sf-decimal': number(isDecimalOfField),
  }),
);

/** Undefined where nothing here judges the format: by the specification it is an annotation then. */
export function formatOf(name: string): Format | undefined {
  return formats.get(name);
}

export const formatNames: readonly string[] = [...formats.keys()];

/** What a message says of a format beyond its name. */
export const formatHints: Readonly<Record<string, string>> = {
  'date-time': 'as in 2026-11-23T12:30:00Z',
  date: 'as in 2026-11-23',
  time: 'as in 12:30:00Z',
  duration: 'as in P1DT12H',
  uri: 'as in https://example.com/a',
  int8: 'from -128 to 127',
  int16: 'from -32768 to 32767',
  int32: 'from -2147483648 to 2147483647',
  int64: 'from -9223372036854775808 to 9223372036854775807',
  uint8: 'from 0 to 255',
  uint16: 'from 0 to 65535',
  uint32: 'from 0 to 4294967295',
  uint64: 'from 0 to 18446744073709551615',
  byte: 'base64',
  'date-time-local': 'as in 2026-11-23T12:30:00',
  'time-local': 'as in 12:30:00',
  'http-date': 'as in Mon, 23 Nov 2026 12:30:00 GMT',
  char: 'one character',
};
