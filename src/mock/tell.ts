/** Gets lines of JSON; absent: nobody listens. */
export type Log = ((line: string) => void) | undefined;

/** Whose word it is, as in `{ service: 'shop' }`, and the id of the request where there is one. */
export type Speaker = Readonly<Record<string, string>>;

/** A line of JSON for what the line of a request does not say. */
export function tell(log: Log, speaker: Speaker, text: string): void {
  log?.(JSON.stringify({ time: new Date().toISOString(), ...speaker, text }));
}
