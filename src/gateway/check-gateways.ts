// What gateways.yaml may hold. schemas/gateways.schema.json says the same to editors; a test holds the two together.
import { isJsonArray, isJsonObject } from '../core/json.ts';
import type { JsonValue } from '../core/json.ts';
import { didYouMean } from '../core/nearest-name.ts';
import type { Fault } from '../core/errors.ts';
import { checkKinds, strictnesses } from '../openapi/check-policy.ts';
import * as its from '../document/configuration.ts';
import type { Check, Place } from '../document/configuration.ts';
import { bucketAcls, families, regions } from './gateway.ts';
import { services } from './services.ts';

const account: Check = its.all(
  its.object({
    login: its.text,
    refresh: its.text,
    inputs: its.anyObject,
    apiKey: its.secretText,
    publishableKey: its.secretText,
  }),
  its.exactlyOne('login', 'apiKey', 'publishableKey'),
);

const needs: Readonly<Record<string, string>> = { fixed: 'code', command: 'command', outbox: 'url' };

const codes: Check = (value, place) => {
  const from = its.oneOf('prompt', 'fixed', 'command', 'outbox');
  its.object({ from, code: its.secretText, command: its.texts, url: its.text }, ['from'])(value, place);
  if (!isJsonObject(value) || typeof value['from'] !== 'string') return;
  const needed = needs[value['from']];
  if (needed === undefined || Object.hasOwn(value, needed)) return;
  its.wrongValue(place, value, `${needed}, because from is ${value['from']}`, 'nothing');
};

const siteWithEnvironment: Check = (value, place) => {
  if (!isJsonObject(value) || Object.hasOwn(value, 'site') === Object.hasOwn(value, 'env')) return;
  its.wrongValue(place, value, 'site and env together', Object.hasOwn(value, 'env') ? 'env alone' : 'site alone');
};

const lies = { faults: its.texts, seed: its.wholeNumber(0, Number.MAX_SAFE_INTEGER) };

const cloudBase = its.object(
  {
    region: its.oneOf(...regions),
    // Known, and without the settings of CloudBase: see ofContract.
    contract: its.text,
    tables: its.text,
    functions: its.text,
    services,
    database: its.text,
    auth: its.object({
      anonymous: its.yesOrNo,
      signUpOnSignIn: its.yesOrNo,
      sessionsPerUser: its.wholeNumber(1, 100),
      accessTokenLifetime: its.wholeNumber(3600, 86_400),
      refreshTokenLifetime: its.wholeNumber(3600, 2_592_000),
    }),
    storage: its.object({
      acl: its.oneOf(...bucketAcls),
      uploadLifetime: its.wholeNumber(1, 86_400),
      downloadLifetime: its.wholeNumber(1, 2_592_000),
      memoryLimit: its.wholeNumber(1, 8_589_934_592),
    }),
    domains: its.texts,
    requestsPerSecond: its.wholeNumber(1, 1_000_000),
    ...lies,
    administratorOnly: its.someOf(...families),
  },
  ['region'],
);

const ofContract = its.object({ contract: its.text, ...lies }, ['contract']);

const embedded: Check = (value, place) => {
  (isJsonObject(value) && Object.hasOwn(value, 'contract') ? ofContract : cloudBase)(value, place);
};

const gateway: Check = its.all(
  its.object({
    embedded,
    site: its.oneOf('domestic', 'international'),
    env: its.text,
    baseUrl: its.text,
    accounts: its.mapOf(account),
    codes,
    concurrency: its.wholeNumber(1, 256),
    requestsPerSecond: its.positiveNumber,
    timeout: its.wholeNumber(1, 3_600_000),
    bodyLimit: its.wholeNumber(1, 1_073_741_824),
    writes: its.oneOf('allow', 'deny'),
    contract: its.object(Object.fromEntries(checkKinds.map((kind) => [kind, its.oneOf(...strictnesses)]))),
  }),
  siteWithEnvironment,
  its.exactlyOne('embedded', 'site', 'baseUrl'),
);

/** Relative, so that the project may be moved together with them. */
const foldersOutside: Check = (value, place) => {
  const fits =
    isJsonArray(value) && value.every((folder) => typeof folder === 'string' && /^\.\.\/[^\\]+$/.test(folder));
  if (!fits) its.wrongValue(place, value, 'a list of folders outside of the project, as in ../common-schemas');
};

const defaultExists: Check = (value, place) => {
  const chosen = isJsonObject(value) ? value['default'] : undefined;
  const names = gatewayNames(value);
  if (typeof chosen !== 'string' || names.includes(chosen)) return;
  place.faults.push(gatewayNotFound(chosen, names, { ...place, pointer: '/default' }));
};

/** Every unknown key and wrong value of the file, before variables are put in. */
export const checkGateways: Check = its.all(
  its.object(
    {
      default: its.text,
      accounts: its.mapOf(account),
      gateways: its.mapOf(gateway),
      contracts: its.object({ allow: foldersOutside }),
    },
    ['gateways'],
  ),
  defaultExists,
);

export function gatewayNames(value: JsonValue): string[] {
  const gateways = isJsonObject(value) ? value['gateways'] : undefined;
  return isJsonObject(gateways) ? Object.keys(gateways) : [];
}

/** @param place where the name was written, if in a file */
export function gatewayNotFound(name: string, names: readonly string[], place?: Place): Fault {
  return {
    code: 'GATEWAY_NOT_FOUND',
    message: `no gateway "${name}" in gateways.yaml`,
    ...(place ? { location: place.document.locate(place.pointer) } : {}),
    expected: `one of: ${names.join(', ')}`,
    actual: name,
    remedy: didYouMean(name, names) ?? 'name one of these, or add it to gateways.yaml',
  };
}
