/** What a command line needs beyond the defaults to show a failure again. */
export type AgainOptions = {
  readonly name: string;
  /** The step that failed, after which everything stays as it is; absent where the whole workflow shows it. */
  readonly step?: string;
  readonly seed: string;
  /** Absent where it is the project's default. */
  readonly gateway?: string;
  readonly baseUrl?: string;
  readonly project?: string;
  readonly mockFaults: readonly string[];
  readonly timeout?: number;
  /** How strictly answers are checked, as on the command line. */
  readonly contract?: readonly string[];
  /** The row of `x-data`. */
  readonly row?: string;
  /** As on the command line. */
  readonly inputs?: readonly string[];
};

/** POSIX quoting, where a word needs it. */
export function quoteWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** The line that, executed, shows a failure again. */
export function againLine(options: AgainOptions): string {
  const words = ['npx', 'gatewright', 'run', options.name];
  if (options.row !== undefined) words.push('--row', options.row);
  if (options.step !== undefined) words.push('--to', options.step, '--keep');
  words.push('--seed', options.seed);
  for (const input of options.inputs ?? []) words.push('--input', input);
  if (options.project !== undefined) words.push('--project', options.project);
  if (options.gateway !== undefined) words.push('--gateway', options.gateway);
  if (options.baseUrl !== undefined) words.push('--base-url', options.baseUrl);
  if (options.timeout !== undefined) words.push('--timeout', String(options.timeout));
  for (const part of options.contract ?? []) words.push('--contract', part);
  for (const fault of options.mockFaults) words.push('--mock-fault', fault);
  return words.map(quoteWord).join(' ');
}
