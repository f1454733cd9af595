/** After five gateway errors in a row one more workflow probes; if that too finds no gateway, the rest is not tried. */
const patience = 5;

export type Breaker = {
  /** Whether the gateway is given up. */
  readonly open: () => boolean;
  /** Tells how a workflow ended: `true` where the gateway could not be reached. */
  readonly note: (unreachable: boolean) => void;
};

export function createBreaker(): Breaker {
  let inARow = 0;
  return {
    open: () => inARow > patience,
    note: (unreachable) => {
      inARow = unreachable ? inARow + 1 : 0;
    },
  };
}
