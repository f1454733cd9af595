import type { Terminal } from './terminal.ts';

export type TestTerminal = Terminal & {
  /** Everything that was said, in order. */
  readonly lines: readonly string[];
  /** As a person's Ctrl-C. */
  readonly interrupt: () => void;
};

/** A terminal for tests: no colour, no live line, what is said is kept. */
export function testTerminal(environment: Terminal['environment'] = {}): TestTerminal {
  const lines: string[] = [];
  const controller = new AbortController();
  const say = (text: string): void => {
    lines.push(text);
  };
  return {
    ...{ lines, print: say, complain: say, color: false, environment },
    interruption: { signal: controller.signal, exitCode: () => (controller.signal.aborted ? 130 : undefined) },
    interrupt: () => {
      controller.abort(new Error('interrupted by SIGINT'));
    },
  };
}

/** The words of a command line as a shell would give them: 'quotes' removed, $NAME filled in. */
export function splitWords(line: string, environment: Terminal['environment'] = {}): string[] {
  const words = line.match(/(?:'[^']*'|\\.|[^\s'])+/g) ?? [];
  return words.map((word) =>
    word.replace(/'([^']*)'|\\(.)|\$([A-Z_]+)/g, (_, quoted?: string, escaped?: string, name?: string) =>
      name === undefined ? (quoted ?? escaped ?? '') : (environment[name] ?? ''),
    ),
  );
}
