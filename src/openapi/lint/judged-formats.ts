// Which formats are judged. Any other is a remark (JSON Schema 2020-12, validation, section 7.2.1).
import { ownFormats } from '../formats.ts';

const shared = [
  'duration',
  'email',
  'hostname',
  'ipv4',
  'ipv6',
  'iso-date-time',
  'iso-time',
  'json-pointer',
  'json-pointer-uri-fragment',
  'regex',
  'relative-json-pointer',
  'uri',
  'uri-reference',
  'uri-template',
  'url',
  'uuid',
];

export const formatNames: readonly string[] = [...Object.keys(ownFormats), ...shared];

export function isFormatJudged(name: string): boolean {
  return formatNames.includes(name);
}
