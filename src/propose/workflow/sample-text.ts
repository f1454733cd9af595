// A text that a schema of strings may take.
import { readPattern } from '../../core/pattern/read-pattern.ts';
import type { Part } from '../../core/pattern/read-pattern.ts';

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

/** The shortest text that a pattern describes, as far as that can be told; undefined where it looks around or back. */
function textOfPattern(pattern: string): string | undefined {
  try {
    return write(readPattern(pattern));
  } catch {
    return undefined;
  }
}

/** Counted repeats are written out, up to this many. */
const most = 200;

function write(part: Part): string {
  switch (part.kind) {
    case 'one':
      return characterOf(part.atom);
    case 'edge':
      return '';
    case 'sequence':
      return part.parts.map(write).join('');
    case 'choice':
      return part.parts[0] ? write(part.parts[0]) : '';
    case 'repeat':
      return write(part.part).repeat(Math.min(part.least, most));
    default:
      throw new SyntaxError(`a ${part.kind} tells no text`);
  }
}

/** Plain characters, the most readable first. */
const candidates = Array.from('a1A0-_ .:/+@').concat(
  Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)),
);

function characterOf(atom: string): string {
  const one = new RegExp(`^(?:${atom})$`, 'u');
  const found = candidates.find((character) => one.test(character));
  if (found === undefined) throw new SyntaxError(`no plain character fits ${atom}`);
  return found;
}
