// Web servers that the mock runs itself: a file with a request listener, in a thread of its own. What it blocks, throws or
// prints does not reach the gateway.
import { statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { MessageChannel, Worker } from 'node:worker_threads';
import { tell } from '../tell.ts';
import type { Log, Speaker } from '../tell.ts';
import { program } from './program.ts';

/** Web servers by their files. */
export type Hosts = {
  /**
   * Where the server of a file listens: it is started by its first call, and again after it crashed or was edited.
   * @param speaker says in the log whose lines these are
   * @returns rejects with what the file threw
   */
  readonly address: (file: string, speaker: Speaker) => Promise<URL>;
  /** Ends all of them. */
  readonly close: () => Promise<void>;
};

/** What the thread says of its server. */
type LifeMessage =
  { readonly kind: 'listens'; readonly port: number; readonly required: readonly string[] } | { readonly kind: 'over' };

/** One life of a server, from its start to its end. */
type Life = {
  readonly address: Promise<URL>;
  /** It has ended, or runs what is not in its files any more. */
  readonly isOver: () => boolean;
  readonly end: () => Promise<void>;
};

export function createHosts(log: Log): Hosts {
  const lives = new Map<string, Life>();
  return {
    address: (file, speaker) => {
      let life = lives.get(file);
      if (life?.isOver() !== false) {
        void life?.end();
        life = start(file, (line) => {
          tell(log, speaker, line);
        });
        lives.set(file, life);
      }
      return life.address;
    },
    close: async () => {
      await Promise.all([...lives.values()].map((life) => life.end()));
    },
  };
}

function start(file: string, log: (line: string) => void): Life {
  const loaded = new MessageChannel();
  const life = new MessageChannel();
  const worker = new Worker(program, {
    eval: true,
    workerData: { file, loaded: loaded.port2, life: life.port2 },
    transferList: [loaded.port2, life.port2],
    execArgv: [],
    stdout: true,
    stderr: true,
  });
  const files = new Map([[file, modifiedAt(file)]]);
  const watch = (path: string): void => {
    if (!/[/\\]node_modules[/\\]/.test(path) && !files.has(path)) files.set(path, modifiedAt(path));
  };
  loaded.port1.on('message', (url: string) => {
    if (url.startsWith('file:')) watch(fileURLToPath(url));
  });
  tellLines(worker.stdout, log);
  tellLines(worker.stderr, log);

  let ended = false;
  const address = new Promise<URL>((resolve, reject) => {
    life.port1.on('message', (message: LifeMessage) => {
      if (message.kind === 'over') {
        ended = true;
        return;
      }
      message.required.forEach(watch);
      resolve(new URL(`http://127.0.0.1:${message.port}`));
    });
    // Whatever was thrown: an error, or null.
    worker.once('error', (thrown: unknown) => {
      ended = true;
      log(inspect(thrown));
      reject(thrown instanceof Error ? thrown : new Error(inspect(thrown)));
    });
    worker.once('exit', () => {
      ended = true;
      loaded.port1.close();
      life.port1.close();
      reject(new Error('it has ended'));
    });
  });
  address.catch(() => undefined);
  return {
    address,
    isOver: () => ended || [...files].some(([path, time]) => modifiedAt(path) !== time),
    end: async () => {
      await worker.terminate();
    },
  };
}

function modifiedAt(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs;
}

function tellLines(stream: Readable, log: (line: string) => void): void {
  createInterface({ input: stream }).on('line', log);
}
