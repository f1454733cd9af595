// One warm instance of a function: a thread of its own, so that no handler can hold up, exhaust or end the mock.
import { inspect } from 'node:util';
import { Worker } from 'node:worker_threads';
import type { CallMessage, ThreadMessage, ThreadStart } from './worker.ts';
import { isThreadMessage, serveCalls } from './worker.ts';

export type InstanceOptions = ThreadStart & {
  /** MB of its heap. */
  readonly memory: number;
  /** Its environment, and nothing of the mock's beside. */
  readonly env: Readonly<Record<string, string>>;
  /** Gets what the handler writes, and why it failed where nobody waits for an answer, with the id of the last request. */
  readonly log: (requestId: string, text: string) => void;
};

export type Outcome =
  | Exclude<ThreadMessage, { kind: 'loading' | 'ready' | 'log' }>
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'out-of-memory' };

export type Instance = {
  /** Carries out one call, and no second one at the same time. A thread that fails to answer in time is ended. */
  readonly run: (call: CallMessage, milliseconds: number) => Promise<Outcome>;
  /** Whether it can take another call. */
  readonly isAlive: () => boolean;
  readonly end: () => Promise<void>;
};

/** Milliseconds that closing waits for a thread which is deep in the system. */
const endLimit = 1000;

/** Milliseconds that a thread may take to begin: that is not the function's time. */
const beginLimit = 30_000;
/** Milliseconds that loading may take at least, where the function itself has less. */
const loadLimit = 3000;

/** The time that a call may take counts from when the handler is loaded. */
export function startInstance({ memory, env, log, ...start }: InstanceOptions): Instance {
  const worker = new Worker(`(${serveCalls.toString()})(${JSON.stringify(start)}, (url) => import(url))`, {
    ...{ eval: true, execArgv: ['--disable-warning=ExperimentalWarning'], env: { ...env }, stdout: true, stderr: true },
    resourceLimits: { maxOldGenerationSizeMb: memory },
  });
  worker.unref();
  worker.stdout.resume();
  worker.stderr.resume();
  let alive = true;
  let phase: 'beginning' | 'loading' | 'ready' = 'beginning';
  let requestId = '';
  let call: { readonly done: (outcome: Outcome) => void; readonly milliseconds: number } | undefined;
  let timer: NodeJS.Timeout | undefined;

  const allow = (milliseconds: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      alive = false;
      settle({ kind: 'timed-out' });
      void worker.terminate();
    }, milliseconds);
  };
  const enter = (next: 'loading' | 'ready'): void => {
    // A handler that posts these itself gets no more time.
    if (phase !== (next === 'ready' ? 'loading' : 'beginning')) return;
    phase = next;
    if (call) allow(next === 'ready' ? call.milliseconds : Math.max(call.milliseconds, loadLimit));
  };

  const settle = (outcome: Outcome): boolean => {
    if (call === undefined) return false;
    clearTimeout(timer);
    call.done(outcome);
    call = undefined;
    return true;
  };
  const die = (outcome: Outcome): void => {
    const wasAlive = alive;
    alive = false;
    if (!settle(outcome) && wasAlive) log(requestId, outcome.kind === 'failed' ? outcome.reason : outcome.kind);
  };
  worker.on('message', (message: unknown) => {
    if (!isThreadMessage(message)) return;
    if (message.kind === 'log') {
      log(requestId, message.text);
    } else if (message.kind === 'loading' || message.kind === 'ready') {
      enter(message.kind);
    } else {
      alive = alive && phase === 'ready';
      settle(message);
    }
  });
  worker.on('error', (error: unknown) => {
    const isMemory = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    die(isMemory ? { kind: 'out-of-memory' } : { kind: 'failed', reason: inspect(error) });
  });
  worker.on('exit', (code) => {
    die({ kind: 'failed', reason: `it ended itself with exit code ${code}` });
  });

  return {
    run: (message, milliseconds) =>
      new Promise((done) => {
        call = { done, milliseconds };
        allow(phase === 'ready' ? milliseconds : beginLimit);
        requestId = message.requestId;
        worker.postMessage(message);
      }),
    isAlive: () => alive,
    end: async () => {
      alive = false;
      settle({ kind: 'failed', reason: 'the mock was closed' });
      let tooLate: NodeJS.Timeout | undefined;
      const late = new Promise((resolve) => {
        tooLate = setTimeout(resolve, endLimit);
      });
      await Promise.race([worker.terminate(), late]);
      clearTimeout(tooLate);
    },
  };
}
