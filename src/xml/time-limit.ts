import { Script, createContext } from 'node:vm';

/** One evaluation may take this long, in milliseconds. */
const evaluationLimit = 2000;

const world: { work: () => unknown } = { work: () => undefined };
let context: ReturnType<typeof createContext> | undefined;
const script = new Script('work()');

/**
 * Work that ends: the engine stops it where it takes too long. For libraries that know no limit of their own.
 * @throws Error that says so; and whatever the work throws
 */
export function withinTime<T>(work: () => T, limit = evaluationLimit): T {
  let result: { readonly value: T } | undefined;
  world.work = () => {
    result = { value: work() };
  };
  try {
    script.runInContext((context ??= createContext(world)), { timeout: limit });
  } catch (error) {
    if (isTimeout(error)) {
      throw new Error(`it was given up after ${limit / 1000} seconds`, { cause: error });
    }
    throw error;
  }
  if (!result) throw new Error('it gave no result');
  return result.value;
}

/** Such an error belongs to the world of the script, so that it is no Error of ours. */
function isTimeout(error: unknown): boolean {
  return (
    typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
  );
}
