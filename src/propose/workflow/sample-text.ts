// A text that a schema of strings may take.
import { textOfPattern } from '../../core/pattern/write-text.ts';

const byFormat: Readonly<Record<string, string>> = {
  'date-time': '2026-01-01T00:00:00Z',
  date: '2026-01-01',
  time: '00:00:00Z',
  duration: 'P1D',
  email: 'someone@example.com',
  hostname: 'example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  uri: 'https://example.com/',
  url: 'https://example.com/',
  'uri-reference': '/example',
  uuid: '00000000-0000-4000-8000-000000000000',
  byte: 'ZXhhbXBsZQ==',
  int64: '1',
  decimal: '1.5',
};

/** Texts to try, the most readable first. */
export function sampleTexts(rules: {
  readonly format: unknown;
  readonly pattern: unknown;
  readonly minLength: number;
  readonly maxLength: number;
}): string[] {
  const { format, pattern, minLength, maxLength } = rules;
  const formatted = typeof format === 'string' ? byFormat[format] : undefined;
  const matching = typeof pattern === 'string' ? textOfPattern(pattern) : undefined;
  const plain = 'example'.padEnd(Math.min(minLength, 1000), '-example').slice(0, Math.min(maxLength, 1000));
  return [formatted, matching, plain, '1', 'A1', '2026-01-01'].filter((text) => text !== undefined);
}
