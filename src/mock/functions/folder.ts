// The folder of the user's functions: looked at before each call, so that what was edited counts at once.
import { existsSync, readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { DescriptionError } from '../../core/errors.ts';
import { readDocument } from '../../document/read-document.ts';
import { GatewayRefusal } from '../errors.ts';
import { tell } from '../tell.ts';
import type { Log } from '../tell.ts';
import type { Listing } from './find-handlers.ts';
import { findHandlers, isSameListing, listFiles } from './find-handlers.ts';
import type { Instance, Outcome } from './instance.ts';
import { startInstance } from './instance.ts';
import type { Pool } from './pool.ts';
import { createPool } from './pool.ts';
import type { FunctionSettings, FunctionsFile } from './settings.ts';
import { defaultFile, defaultSettings, readFunctionsFile } from './settings.ts';
import type { CallMessage } from './worker.ts';

export type FolderOptions = {
  /** Where the handlers are; absent: there is no function. */
  readonly folder: string | undefined;
  readonly environment: string;
  readonly region: string;
  /** Gets a line of JSON for what a handler writes, and for why one failed. */
  readonly log: Log;
};

/** A function that can be called, in one of its versions. */
export type FoundFunction = {
  readonly name: string;
  readonly version: string;
  /** The handler, an absolute path. */
  readonly file: string;
  readonly settings: FunctionSettings;
};

export type Functions = {
  /** The folder as it is now. Throws GatewayRefusal 500 with SYS_ERR and the faults of functions.yaml, until they are mended. */
  readonly look: () => FunctionsFile & { readonly handlers: ReadonlyMap<string, string> };
  /** Throws GatewayRefusal with FUNCTION_EXCEED_RESOURCE_LIMIT. */
  readonly run: (found: FoundFunction, call: CallMessage) => Promise<Outcome>;
  readonly log: (name: string, requestId: string, text: string) => void;
  readonly close: () => Promise<void>;
};

/** Bytes of an event, and of a result (https://cloud.tencent.com/document/product/583/11637). */
export const payloadLimit = 6 * 1024 * 1024;
/** Characters that one call may write. */
const logLimit = 64 * 1024;
/** Instances of one function: further calls wait. */
const instanceLimit = 8;
const latest = '$LATEST';
const settingsName = 'functions.yaml';

type Contents = {
  readonly files: Listing;
  readonly handlers: ReadonlyMap<string, string>;
  readonly settings: FunctionsFile | DescriptionError;
};

/** @throws DescriptionError: FILE_NOT_FOUND of the folder; CONFIGURATION, YAML_SYNTAX of its functions.yaml */
export function openFunctions({ folder: given, environment, region, log: write }: FolderOptions): Functions {
  const folder = given === undefined ? undefined : resolve(given);
  let contents = readContents(folder, filesOf(folder));
  if (contents.settings instanceof DescriptionError) throw contents.settings;
  const pools = new Map<string, Pool>();
  const running = new Map<string, number>();
  const instances = new Set<Instance>();
  let isClosed = false;

  const log: Functions['log'] = (name, requestId, text) => {
    tell(write, { id: requestId, function: name }, text);
  };
  const start = ({ name, file, settings }: FoundFunction): Instance => {
    if (isClosed) throw new Error('the mock was closed');
    for (const instance of instances) if (!instance.isAlive()) instances.delete(instance);
    const instance = startInstance({
      ...{ file, folder: folder ?? '', resultLimit: payloadLimit, logLimit, memory: settings.memory },
      env: { ...environmentOf(environment, region), ...settings.env },
      log: (requestId, text) => {
        log(name, requestId, text);
      },
    });
    instances.add(instance);
    return instance;
  };
  const poolOf = (found: FoundFunction): Pool => {
    const key = `${found.name} ${found.version}`;
    const pool = pools.get(key) ?? createPool(() => start(found), instanceLimit);
    pools.set(key, pool);
    return pool;
  };
  return {
    look: () => {
      const files = filesOf(folder);
      if (!isSameListing(files, contents.files)) {
        contents = readContents(folder, files);
        for (const pool of pools.values()) pool.retire();
        pools.clear();
      }
      const { handlers, settings } = contents;
      if (settings instanceof DescriptionError) throw new GatewayRefusal(500, 'SYS_ERR', settings.message);
      return { ...settings, handlers };
    },
    run: async (found, call) => {
      const { name, settings } = found;
      const before = running.get(name) ?? 0;
      if (before >= (settings.concurrency ?? Infinity)) {
        const message = `Function "${name}" is called more than ${before} times at once.`;
        throw new GatewayRefusal(429, 'FUNCTION_EXCEED_RESOURCE_LIMIT', message);
      }
      running.set(name, before + 1);
      try {
        return await poolOf(found).run(call, settings.timeout * 1000);
      } finally {
        running.set(name, (running.get(name) ?? 1) - 1);
      }
    },
    log,
    close: async () => {
      isClosed = true;
      await Promise.all([...instances].map((instance) => instance.end()));
    },
  };
}

/** @throws GatewayRefusal with FUNCTION_NOT_FOUND, FUNCTION_QUALIFIER_NOT_FOUND, FUNCTION_STATUS_ABNORMAL */
export function findFunction(
  { functions, handlers }: ReturnType<Functions['look']>,
  name: string,
  qualifier: string | undefined,
): FoundFunction {
  const handler = handlers.get(name);
  if (handler === undefined) throw new GatewayRefusal(404, 'FUNCTION_NOT_FOUND', `Function "${name}" not found.`);
  const settings = functions.get(name) ?? defaultSettings;
  const version = qualifier === undefined || qualifier === '' ? latest : qualifier;
  const file = version === latest ? handler : settings.versions.get(version);
  if (file === undefined) {
    const message = `Version "${version}" of function "${name}" not found.`;
    throw new GatewayRefusal(404, 'FUNCTION_QUALIFIER_NOT_FOUND', message);
  }
  if (settings.status !== 'Active') {
    const message = `Function "${name}" cannot be called: its status is ${settings.status}.`;
    throw new GatewayRefusal(500, 'FUNCTION_STATUS_ABNORMAL', message);
  }
  return { name, version, file, settings };
}

function filesOf(folder: string | undefined): Listing {
  if (folder === undefined) return new Map();
  if (existsSync(folder)) return listFiles(folder);
  throw new DescriptionError([{ code: 'FILE_NOT_FOUND', message: `there is no folder of functions ${folder}` }]);
}

function readContents(folder: string | undefined, files: Listing): Contents {
  if (folder === undefined) return { files, handlers: new Map(), settings: defaultFile };
  const handlers = findHandlers(folder, files);
  return { files, handlers, settings: readSettings(folder, files, handlers) };
}

function readSettings(
  folder: string,
  files: Listing,
  handlers: ReadonlyMap<string, string>,
): FunctionsFile | DescriptionError {
  if (!files.has(settingsName)) return defaultFile;
  const path = join(folder, settingsName);
  const present = {
    folder,
    functions: [...handlers.keys()].sort(),
    files: [...files.keys()].map((file) => file.replaceAll(sep, '/')).sort(),
  };
  try {
    const name = relative(process.cwd(), path).replaceAll('\\', '/');
    return readFunctionsFile(readDocument(readFileSync(path, 'utf8'), name), present);
  } catch (error) {
    if (error instanceof DescriptionError) return error;
    throw error;
  }
}

/** What the official Node client reads in a function, and what programs need of the machine. Keys of the mock stay out. */
function environmentOf(environment: string, region: string): Record<string, string> {
  const machine = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'TZ', 'LANG', 'SystemRoot'].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(machine),
    ...{ TCB_ENV: environment, SCF_NAMESPACE: environment },
    ...{ TENCENTCLOUD_RUNENV: 'SCF', TENCENTCLOUD_REGION: region },
  };
}
