/** An answer as it is about to be sent. */
export type Answer = {
  readonly status: number;
  readonly contentType: string | undefined;
  readonly body: string;
  /** Header names to leave out. */
  readonly without: readonly string[];
};
