// functions.yaml in the folder of functions, all of it optional:
//
//   rules:                                   # who may call; `*` and every invoke are mandatory
//     '*': { invoke: auth != null }          # signed in; or true (everyone), false (no client)
//     open-days: { invoke: true }
//   functions:
//     hello:
//       timeout: 3                           # seconds, 1 to 900
//       memory: 256                          # MB of its heap, 64 to 3072
//       concurrency: 10                      # more calls at the same time are refused; left out: they wait
//       status: Active                       # or Creating, Updating, Publishing, Deleting: it cannot be called
//       versions: { '1': versions/hello-1.js } # what X-Qualifier means; $LATEST is the handler itself
//       env: { GREETING: 你好 }
import { join } from 'node:path';
import { DescriptionError } from '../../core/errors.ts';
import type { Fault } from '../../core/errors.ts';
import { isJsonObject, showValue } from '../../core/json.ts';
import type { JsonObject, JsonValue } from '../../core/json.ts';
import { didYouMean } from '../../core/nearest-name.ts';
import type { SourceDocument } from '../../core/source.ts';
import * as its from '../../document/configuration.ts';
import type { Check, Place } from '../../document/configuration.ts';
import { escapeToken } from '../../document/json-pointer.ts';
import type { Invoke, Rules } from './rules.ts';
import { defaultRules } from './rules.ts';

/** The busy ones cannot be called. */
const states = ['Active', 'Creating', 'Updating', 'Publishing', 'Deleting'];

export type FunctionSettings = {
  /** Seconds. */
  readonly timeout: number;
  /** MB. */
  readonly memory: number;
  readonly status: string;
  /** Calls at the same time; undefined: any number. */
  readonly concurrency: number | undefined;
  /** Handlers by the names of versions, absolute paths. */
  readonly versions: ReadonlyMap<string, string>;
  readonly env: Readonly<Record<string, string>>;
};

export type FunctionsFile = {
  readonly rules: Rules;
  readonly functions: ReadonlyMap<string, FunctionSettings>;
};

/** As in the cloud, where nothing else is said. */
export const defaultSettings: FunctionSettings = {
  timeout: 3,
  memory: 256,
  status: 'Active',
  concurrency: undefined,
  versions: new Map(),
  env: {},
};

export const defaultFile: FunctionsFile = { rules: defaultRules, functions: new Map() };

/** What the folder has: the functions, and every file by its path with `/`. */
export type Present = {
  /** An absolute path. */
  readonly folder: string;
  readonly functions: readonly string[];
  readonly files: readonly string[];
};

/** @throws DescriptionError with CONFIGURATION, every fault of the file at once */
export function readFunctionsFile(document: SourceDocument, present: Present): FunctionsFile {
  const faults = its.checkConfiguration(document, its.all(file, namesExist(present)));
  if (faults.length > 0) throw new DescriptionError(faults);
  const root = objectOf(document.value);
  const rules = Object.entries(objectOf(root['rules'])).map(
    ([name, rule]) => [name, invokeOf(objectOf(rule)['invoke'])] as const,
  );
  return {
    rules: rules.length === 0 ? defaultRules : new Map(rules),
    functions: new Map(
      Object.entries(objectOf(root['functions'])).map(([name, given]) => [
        name,
        settingsOf(objectOf(given), present.folder),
      ]),
    ),
  };
}

const invoke: Check = (value, place) => {
  if (typeof value === 'boolean' || value === 'auth != null') return;
  its.wrongValue(place, value, 'true (everyone), false (no client) or "auth != null" (who is signed in)');
};

const rules: Check = (value, place) => {
  its.mapOf(its.object({ invoke }, ['invoke']))(value, place);
  if (isJsonObject(value) && !Object.hasOwn(value, '*')) its.missingKey(place, '*');
};

const file = its.object({
  rules,
  functions: its.mapOf(
    its.object({
      timeout: its.wholeNumber(1, 900),
      memory: its.wholeNumber(64, 3072),
      status: its.oneOf(...states),
      concurrency: its.wholeNumber(1, 1000),
      versions: its.mapOf(its.text),
      env: its.mapOf(its.text),
    }),
  ),
});

/** Rules and settings of functions, and files of versions, that the folder does not have. */
function namesExist({ functions, files }: Present): Check {
  const webFunctions = files.flatMap((path) => /^([^/]+)\.web\.[cm]?js$/.exec(path)?.[1] ?? []);
  const named = [...functions, ...webFunctions];
  return (value, place) => {
    for (const name of Object.keys(memberOf(value, 'rules'))) {
      if (name === '*' || named.includes(name)) continue;
      const location = place.document.locate(`/rules/${escapeToken(name)}`, 'key');
      place.faults.push(missing({ message: `there is no function "${name}"`, location }, name, named));
    }
    for (const [name, settings] of Object.entries(memberOf(value, 'functions'))) {
      const at = { ...place, pointer: `/functions/${escapeToken(name)}` };
      if (!functions.includes(name)) {
        const fault = { message: `there is no function "${name}"`, location: place.document.locate(at.pointer, 'key') };
        place.faults.push(missing(fault, name, functions));
      }
      for (const [version, path] of Object.entries(memberOf(settings, 'versions'))) {
        if (version === '$LATEST' || version === '') versionIsNone(at, version);
        else if (typeof path === 'string' && !files.includes(path)) versionMissing(at, version, path, files);
      }
    }
  };
}

function versionIsNone(at: Place, version: string): void {
  const location = at.document.locate(`${at.pointer}/versions/${escapeToken(version)}`, 'key');
  const message = version === '' ? 'a version has no name' : `${version} is the handler itself, and no version of it`;
  at.faults.push({ code: 'CONFIGURATION', message, location, actual: `"${version}"`, remedy: 'name it otherwise' });
}

function versionMissing(at: Place, version: string, path: string, files: readonly string[]): void {
  const location = at.document.locate(`${at.pointer}/versions/${escapeToken(version)}`);
  at.faults.push(missing({ message: `there is no file ${path} beside functions.yaml`, location }, path, files));
}

function missing(fault: Pick<Fault, 'message' | 'location'>, actual: string, known: readonly string[]): Fault {
  const expected = known.length === 0 ? 'a handler' : `one of: ${known.join(', ')}`;
  return { code: 'CONFIGURATION', ...fault, expected, actual, remedy: didYouMean(actual, known) ?? 'write it' };
}

function settingsOf(given: JsonObject, folder: string): FunctionSettings {
  return {
    timeout: numberOf(given['timeout']) ?? defaultSettings.timeout,
    memory: numberOf(given['memory']) ?? defaultSettings.memory,
    status: typeof given['status'] === 'string' ? given['status'] : defaultSettings.status,
    concurrency: numberOf(given['concurrency']),
    versions: new Map(textsOf(given['versions']).map(([version, path]) => [version, join(folder, path)])),
    env: Object.fromEntries(textsOf(given['env'])),
  };
}

const invokeOf = (value: JsonValue | undefined): Invoke => (typeof value === 'boolean' ? value : 'auth != null');
const objectOf = (value: JsonValue | undefined): JsonObject => (isJsonObject(value) ? value : {});
const memberOf = (value: JsonValue, key: string): JsonObject => objectOf(objectOf(value)[key]);
const numberOf = (value: JsonValue | undefined): number | undefined => (typeof value === 'number' ? value : undefined);
const textsOf = (value: JsonValue | undefined): (readonly [string, string])[] =>
  Object.entries(objectOf(value)).map(([name, text]) => [name, typeof text === 'string' ? text : showValue(text)]);
