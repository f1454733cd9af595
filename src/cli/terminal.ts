/** Where the command speaks and what interrupts it: the process in real life, an array of lines in tests. */
export type Terminal = {
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
  /** Replaces the live line at the bottom; undefined where output is no terminal. */
  readonly live?: (line: string) => void;
  /** Columns of the screen; undefined where output is no terminal. */
  readonly width?: number;
  readonly color: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly interruption: Interruption;
};

export type Interruption = {
  readonly signal: AbortSignal;
  /** 130 after SIGINT, 143 after SIGTERM, undefined where none came. */
  readonly exitCode: () => number | undefined;
};

/** The terminal of this process. Colour only on a terminal, NO_COLOR and FORCE_COLOR obeyed. */
export function processTerminal(): Terminal {
  // A closed pipe, as with `| head`, is no fault of anyone.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    throw error;
  });
  const { NO_COLOR, FORCE_COLOR } = process.env;
  const plain = NO_COLOR !== undefined && NO_COLOR !== '';
  const forced = FORCE_COLOR !== undefined && FORCE_COLOR !== '0';
  let lineShown = false;
  const clear = (): string => {
    const before = lineShown ? '\r\u001b[2K' : '';
    lineShown = false;
    return before;
  };
  return {
    print: (text) => process.stdout.write(`${clear()}${text}\n`),
    complain: (text) => process.stderr.write(`${clear()}${text}\n`),
    ...(process.stdout.isTTY && {
      width: process.stdout.columns,
      live: (line: string) => {
        process.stdout.write(`${clear()}${line.slice(0, process.stdout.columns)}`);
        lineShown = line !== '';
      },
    }),
    color: !plain && (forced || process.stdout.isTTY),
    environment: process.env,
    interruption: listenForSignals(),
  };
}

const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const;

/** The first signal asks everything to stop and clean up; the second ends the process at once. */
function listenForSignals(): Interruption {
  const controller = new AbortController();
  let code: number | undefined;
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (code !== undefined) process.exit(code);
      code = exitCodes[name];
      process.stderr.write(`\n${name}: cleaning up; once more ends at once\n`);
      controller.abort(new Error(`interrupted by ${name}`));
    });
  }
  return { signal: controller.signal, exitCode: () => code };
}

/** Until a signal comes; the exit code that it asks for. */
export async function interrupted({ interruption: { signal, exitCode } }: Terminal): Promise<number> {
  await new Promise<void>((done) => {
    if (signal.aborted) done();
    signal.addEventListener('abort', () => {
      done();
    });
  });
  return exitCode() ?? 0;
}
