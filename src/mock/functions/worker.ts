// What runs in the thread of a function.

/** What a thread is for, put into its text as JSON. */
export type ThreadStart = {
  /** The handler, an absolute path. */
  readonly file: string;
  /** The folder of all functions, an absolute path. */
  readonly folder: string;
  /** Bytes of a result. */
  readonly resultLimit: number;
  /** Characters that one call may write to the log. */
  readonly logLimit: number;
};

export type CallMessage = {
  readonly requestId: string;
  /** A JSON object, as text: each call gets an event of its own, whatever an earlier one did with its. */
  readonly event: string;
  readonly context: Readonly<Record<string, string | number>>;
};

export type ThreadMessage =
  /** The thread runs, and loads the handler. */
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'log'; readonly text: string }
  | { readonly kind: 'result'; readonly text: string; readonly json: boolean }
  | { readonly kind: 'too-large'; readonly bytes: number }
  | { readonly kind: 'failed'; readonly reason: string };

/**
 * Loads a handler and answers calls, one at a time. A thread cannot load TypeScript, so that this function goes there as
 * text: it knows nothing from outside of itself.
 * @param importModule `import`, which TypeScript would wrap in a helper where it takes a variable
 */
export async function serveCalls(
  { file, folder, resultLimit, logLimit }: ThreadStart,
  importModule: (url: string) => Promise<unknown>,
): Promise<void> {
  const { parentPort: port } = await import('node:worker_threads');
  const { existsSync, readFileSync } = await import('node:fs');
  const { createRequire } = await import('node:module');
  const paths = await import('node:path');
  const { pathToFileURL } = await import('node:url');
  const { inspect } = await import('node:util');
  const { compileFunction, constants } = await import('node:vm');
  if (port === null) return;

  // A handler may put its own in the place of these.
  const readJson = JSON.parse;
  const writeJson: (value: unknown) => string | undefined = JSON.stringify;
  const post = (message: ThreadMessage): void => {
    port.postMessage(message);
  };
  const fail = (error: unknown): void => {
    let reason = 'an error that cannot be shown';
    try {
      reason = inspect(error);
    } catch {
      // Its own inspection throws.
    }
    post({ kind: 'failed', reason });
  };

  let room = logLimit;
  const write = (chunk: string | Uint8Array): boolean => {
    if (room <= 0) return true;
    const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
    const kept = text.length <= room ? text : `${text.slice(0, room)}... (the rest of this call's output is left out)`;
    room -= text.length;
    post({ kind: 'log', text: kept.replace(/\n$/, '') });
    return true;
  };
  process.stdout.write = write;
  process.stderr.write = write;
  process.kill = () => {
    throw new Error('a function ends no process');
  };

  type Callable = Parameters<typeof Reflect.apply>[0];
  type Loaded = { exports: unknown };
  const modules = new Map<string, Loaded>();

  /** In an ES module package a CommonJS handler is taken for what it is, as long as no package.json of its own decides. */
  const isUndecided = (path: string): boolean => {
    if (
      !path.endsWith('.js') ||
      !path.startsWith(folder + paths.sep) ||
      path.includes(`${paths.sep}node_modules${paths.sep}`)
    )
      return false;
    let above = paths.dirname(path);
    while (above.length >= folder.length) {
      if (existsSync(paths.join(above, 'package.json'))) return false;
      above = paths.dirname(above);
    }
    return true;
  };
  const compileCommonJs = (path: string): (() => unknown) | undefined => {
    const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
    const names = ['exports', 'require', 'module', '__filename', '__dirname'];
    const importModuleDynamically = constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;
    let body: Callable;
    try {
      body = compileFunction(text, names, { filename: path, importModuleDynamically });
    } catch {
      // An ES module, or a syntax error, which its import tells better.
      return undefined;
    }
    return () => {
      const module: Loaded = { exports: {} };
      modules.set(path, module);
      try {
        Reflect.apply(body, module.exports, [module.exports, requireFrom(path), module, path, paths.dirname(path)]);
      } catch (error) {
        modules.delete(path);
        throw error;
      }
      return module.exports;
    };
  };
  const requireFrom = (path: string): object => {
    const plain = createRequire(path);
    const own = (id: string): unknown => {
      const found = plain.resolve(id);
      const loaded = modules.get(found);
      if (loaded) return loaded.exports;
      const run = isUndecided(found) ? compileCommonJs(found) : undefined;
      return run ? run() : (plain(id) as unknown);
    };
    return Object.assign(own, { resolve: plain.resolve, cache: plain.cache, main: undefined });
  };

  const member = (value: unknown, name: string): unknown =>
    (typeof value === 'object' || typeof value === 'function') && value !== null
      ? (Reflect.get(value, name) as unknown)
      : undefined;
  const load = async (): Promise<Callable> => {
    const run = isUndecided(file) ? compileCommonJs(file) : undefined;
    const exported: unknown = run ? run() : await importModule(pathToFileURL(file).href);
    const main = member(exported, 'main') ?? member(member(exported, 'default'), 'main');
    if (typeof main !== 'function') throw new Error(`${file} exports no function "main"`);
    return main;
  };
  const answer = async (main: Callable, { event, context }: CallMessage): Promise<void> => {
    room = logLimit;
    try {
      const given: unknown = readJson(event);
      const result: unknown = await Reflect.apply(main, undefined, [given, context]);
      const text = typeof result === 'string' ? result : writeJson(result === undefined ? null : result);
      if (text === undefined) throw new Error(`the result is a ${typeof result}, which is not JSON`);
      const bytes = Buffer.byteLength(text);
      post(
        bytes > resultLimit ? { kind: 'too-large', bytes } : { kind: 'result', text, json: typeof result !== 'string' },
      );
    } catch (error) {
      fail(error);
    }
  };

  post({ kind: 'loading' });
  // From the start, so that a thread which waits as it loads stays.
  const loaded = load();
  port.on('message', (call: CallMessage) => {
    loaded.then(
      (main) => answer(main, call),
      (error: unknown) => {
        fail(error);
        port.close();
      },
    );
  });
  loaded.then(
    () => {
      post({ kind: 'ready' });
    },
    () => undefined,
  );
}

const fieldTypes: Readonly<Record<ThreadMessage['kind'], Readonly<Record<string, string>>>> = {
  loading: {},
  ready: {},
  log: { text: 'string' },
  result: { text: 'string', json: 'boolean' },
  'too-large': { bytes: 'number' },
  failed: { reason: 'string' },
};

/** A handler can reach the port of its thread, and send what it likes. */
export function isThreadMessage(value: unknown): value is ThreadMessage {
  const fields = new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);
  const types = Object.entries(fieldTypes).find(([kind]) => kind === fields.get('kind'))?.[1];
  return types !== undefined && Object.entries(types).every(([name, type]) => typeof fields.get(name) === type);
}
