/** The mock's own time, so that limits of minutes and days can be tested at once. */
export type MockClock = {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Moves the time forward, or, by less than nothing, back. */
  readonly advance: (milliseconds: number) => void;
};

/** A clock that runs with the machine's, ahead of it by what it was advanced. */
export function createClock(): MockClock {
  let ahead = 0;
  return {
    now: () => Date.now() + ahead,
    advance: (milliseconds) => {
      ahead += milliseconds;
    },
  };
}
