import { DescriptionError } from '../core/errors.ts';
import type { Fault } from '../core/errors.ts';
import { isJsonArray, isJsonObject } from '../core/json.ts';
import type { JsonObject, JsonValue } from '../core/json.ts';
import type { SourceDocument, SourceLocation } from '../core/source.ts';
import { escapeToken } from '../document/json-pointer.ts';
import { readPolicy } from '../openapi/check-policy.ts';
import { checkGateways, gatewayNames, gatewayNotFound } from './check-gateways.ts';
import { checkConfiguration, wrongValue } from '../document/configuration.ts';
import type { Place } from '../document/configuration.ts';
import { expandVariables } from './expand-variables.ts';
import type { Environment } from './expand-variables.ts';
import { bucketAcls, families, regions } from './gateway.ts';
import { faultsNamed, filesNamed, loginsNamed } from './named-in-gateways.ts';
import { readServices } from './services.ts';
import type { Named } from './named-in-gateways.ts';
import type { AccountSettings, CodeSource, Embedded, Gateway, Region } from './gateway.ts';

/** gateways.yaml, checked; variables are put in when a gateway is chosen. */
export type GatewaysFile = {
  readonly document: SourceDocument;
  readonly names: readonly string[];
  /** The gateway that is used where none is named. */
  readonly default: string;
  /** The accounts of all gateways, `nobody` among them. */
  readonly accounts: readonly string[];
  /** The workflows that accounts log in and refresh by. */
  readonly logins: readonly Named[];
  /** The tables files, and the folders and files of functions and services, of the embedded gateways, relative to the project's folder. */
  readonly files: readonly Named[];
  /** What embedded gateways are told to get wrong. */
  readonly faults: readonly Named[];
  /** Folders outside of the project that contracts may refer to. */
  readonly contractFolders: readonly string[];
  /** The line that says where a gateway is; undefined where there is none of that name. */
  readonly locate: (name: string) => SourceLocation | undefined;
};

/** @throws DescriptionError with CONFIGURATION and GATEWAY_NOT_FOUND: every unknown key and wrong value at once */
export function readGateways(document: SourceDocument): GatewaysFile {
  const faults = checkConfiguration(document, checkGateways);
  if (faults.length > 0) throw new DescriptionError(faults);
  const root = objectOf(document.value);
  const names = gatewayNames(root);
  const entries = [root, ...Object.values(objectOf(root['gateways'])).map(objectOf)];
  const accounts = new Set(['nobody', ...entries.flatMap((entry) => Object.keys(objectOf(entry['accounts'])))]);
  return {
    document,
    names,
    default: textOf(root['default']) ?? names[0] ?? '',
    accounts: [...accounts],
    logins: loginsNamed(document),
    files: filesNamed(document),
    faults: faultsNamed(document),
    contractFolders: textsOf(objectOf(root['contracts'])['allow']),
    locate: (name) => (names.includes(name) ? locateGateway(document, name) : undefined),
  };
}

/**
 * One gateway, with the values of the environment in place of `${NAME}`. Only its own variables need to be set.
 * @throws DescriptionError with GATEWAY_NOT_FOUND, VARIABLE_NOT_SET, CONFIGURATION
 */
export function gatewayNamed(file: GatewaysFile, name: string, environment: Environment): Gateway {
  const { document, names } = file;
  if (!names.includes(name)) throw new DescriptionError([gatewayNotFound(name, names)]);
  const root = objectOf(document.value);
  const faults: Fault[] = [];
  const place: Place = { document, pointer: `/gateways/${escapeToken(name)}`, faults };
  const { accounts, ...settings } = objectOf(objectOf(root['gateways'])[name]);
  const own = readAccounts(objectOf(accounts), environment, { ...place, pointer: `${place.pointer}/accounts` });
  const sharedOnly = Object.entries(objectOf(root['accounts'])).filter(([account]) => !own.has(account));
  const shared = readAccounts(Object.fromEntries(sharedOnly), environment, { ...place, pointer: '/accounts' });
  const entry = objectOf(expandVariables(settings, environment, place));
  const baseUrl = faults.length === 0 ? readBaseUrl(entry, place) : undefined;
  if (faults.length > 0) throw new DescriptionError(faults);

  const nobody: AccountSettings = { name: 'nobody', location: document.locate(place.pointer, 'key'), type: 'nobody' };
  return {
    name,
    ...readLimits(entry, place),
    ...(baseUrl === undefined ? {} : { baseUrl }),
    accounts: new Map([['nobody', nobody], ...shared, ...own]),
    location: locateGateway(document, name),
  };
}

function locateGateway(document: SourceDocument, name: string): SourceLocation {
  const entry = objectOf(objectOf(objectOf(document.value)['gateways'])[name]);
  const place = ['baseUrl', 'env', 'embedded'].find((key) => Object.hasOwn(entry, key)) ?? '';
  return document.locate(`/gateways/${escapeToken(name)}/${place}`);
}

function readLimits(
  entry: JsonObject,
  place: Place,
): Pick<Gateway, 'kind' | 'concurrency' | 'timeout' | 'writes'> & Partial<Gateway> {
  const embedded = readEmbedded(entry['embedded'], place);
  const requestsPerSecond = numberOf(entry['requestsPerSecond']);
  const codes = readCodes(entry['codes']);
  return {
    kind: embedded ? 'embedded' : 'live',
    ...(embedded && { embedded, region: embedded.region }),
    concurrency: numberOf(entry['concurrency']) ?? (embedded ? 8 : 4),
    timeout: numberOf(entry['timeout']) ?? 10_000,
    ...(requestsPerSecond !== undefined && { requestsPerSecond }),
    ...readCheckSettings(entry),
    writes: (textOf(entry['writes']) ?? (embedded ? 'allow' : 'deny')) === 'allow' ? 'allow' : 'deny',
    ...(codes && { codes }),
  };
}

function readCheckSettings(entry: JsonObject): Pick<Gateway, 'bodyLimit' | 'policy'> {
  const bodyLimit = numberOf(entry['bodyLimit']);
  return {
    ...(bodyLimit !== undefined && { bodyLimit }),
    ...(entry['contract'] !== undefined && { policy: readPolicy(entry['contract']).policy }),
  };
}

/** An environment's host by its site, as the CloudBase page "HTTP API: overview" gives it. */
function readBaseUrl(entry: JsonObject, place: Place): string | undefined {
  const env = textOf(entry['env']);
  const address = textOf(entry['baseUrl']);
  if (env !== undefined && /^[A-Za-z0-9-]+$/.test(env)) {
    return `https://${env}.api.${entry['site'] === 'international' ? 'intl.' : ''}tcloudbasegateway.com`;
  }
  if (env !== undefined) {
    wrongValue({ ...place, pointer: `${place.pointer}/env` }, env, 'an environment id: letters, digits and hyphens');
  }
  if (address === undefined || isBaseUrl(address)) return address?.replace(/\/+$/, '');
  wrongValue({ ...place, pointer: `${place.pointer}/baseUrl` }, address, 'an http or https address');
  return undefined;
}

/** An http or https address without user, query and fragment. */
export function isBaseUrl(address: string): boolean {
  return URL.canParse(address) && /^https?:\/\/[^?#@]+$/i.test(address);
}

function readAccounts(accounts: JsonObject, environment: Environment, place: Place): Map<string, AccountSettings> {
  return new Map(
    Object.entries(accounts).map(([name, written]) => {
      const at = { ...place, pointer: `${place.pointer}/${escapeToken(name)}` };
      const settings = objectOf(expandVariables(written, environment, at));
      return [name, readAccount(settings, { name, location: place.document.locate(at.pointer, 'key') })];
    }),
  );
}

function readAccount(settings: JsonObject, who: Pick<AccountSettings, 'name' | 'location'>): AccountSettings {
  const login = textOf(settings['login']);
  const refresh = textOf(settings['refresh']);
  const apiKey = textOf(settings['apiKey']);
  if (login !== undefined) {
    return { ...who, type: 'session', login, ...(refresh && { refresh }), inputs: objectOf(settings['inputs']) };
  }
  if (apiKey !== undefined) return { ...who, type: 'apiKey', key: apiKey };
  return { ...who, type: 'publishableKey', key: textOf(settings['publishableKey']) ?? '' };
}

function readEmbedded(written: JsonValue | undefined, place: Place): Embedded | undefined {
  if (!isJsonObject(written)) return undefined;
  const region: Region = regions.find((known) => known === written['region']) ?? 'ap-shanghai';
  const contract = textOf(written['contract']);
  const tables = textOf(written['tables']);
  const functions = textOf(written['functions']);
  const services = readServices(written['services']);
  const database = textOf(written['database']);
  return {
    region,
    ...(contract && { contract }),
    ...(tables && { tables }),
    ...(functions && { functions }),
    ...(services !== undefined && { services }),
    ...(database && { database }),
    ...(isJsonObject(written['auth']) && { auth: readSignInSettings(written['auth']) }),
    ...(isJsonObject(written['storage']) && { storage: readStorageSettings(written['storage']) }),
    ...readAdmissionSettings(written),
    ...readFaultSettings(written, place),
  };
}

function readAdmissionSettings({
  domains,
  administratorOnly,
  ...others
}: JsonObject): Pick<Embedded, 'domains' | 'requestsPerSecond' | 'administratorOnly'> {
  return {
    ...(domains !== undefined && { domains: textsOf(domains) }),
    ...numbersOf(others, ['requestsPerSecond']),
    ...(administratorOnly !== undefined && {
      administratorOnly: families.filter((family) => textsOf(administratorOnly).includes(family)),
    }),
  };
}

/** What the faults mean is known where the mock is started. */
function readFaultSettings(
  { faults, seed }: JsonObject,
  { document, pointer }: Place,
): Pick<Embedded, 'faults' | 'seed'> {
  const texts = textsOf(faults).map((text, index) => ({
    text,
    location: document.locate(`${pointer}/embedded/faults/${index}`),
  }));
  return { ...(texts.length > 0 && { faults: texts }), ...(typeof seed === 'number' && { seed: String(seed) }) };
}

function readSignInSettings(written: JsonObject): NonNullable<Embedded['auth']> {
  const { anonymous, signUpOnSignIn } = written;
  return {
    ...(typeof anonymous === 'boolean' && { anonymous }),
    ...(typeof signUpOnSignIn === 'boolean' && { signUpOnSignIn }),
    ...numbersOf(written, ['sessionsPerUser', 'accessTokenLifetime', 'refreshTokenLifetime']),
  };
}

function readStorageSettings(written: JsonObject): NonNullable<Embedded['storage']> {
  const acl = bucketAcls.find((known) => known === written['acl']);
  return { ...(acl && { acl }), ...numbersOf(written, ['uploadLifetime', 'downloadLifetime', 'memoryLimit']) };
}

function numbersOf(written: JsonObject, names: readonly string[]): Readonly<Record<string, number>> {
  const numbers = names.flatMap((name) => {
    const number = numberOf(written[name]);
    return number === undefined ? [] : [[name, number] as const];
  });
  return Object.fromEntries(numbers);
}

function readCodes(written: JsonValue | undefined): CodeSource | undefined {
  if (!isJsonObject(written)) return undefined;
  switch (written['from']) {
    case 'prompt':
      return { from: 'prompt' };
    case 'fixed':
      return { from: 'fixed', code: textOf(written['code']) ?? '' };
    case 'command': {
      const command = written['command'];
      return { from: 'command', command: isJsonArray(command) ? command.map(String) : [] };
    }
    default:
      return { from: 'outbox', url: (textOf(written['url']) ?? '').replace(/\/+$/, '') };
  }
}

const objectOf = (value: JsonValue | undefined): JsonObject => (isJsonObject(value) ? value : {});
const textOf = (value: JsonValue | undefined): string | undefined => (typeof value === 'string' ? value : undefined);
const textsOf = (value: JsonValue | undefined): string[] => (isJsonArray(value) ? value.map(String) : []);
const numberOf = (value: JsonValue | undefined): number | undefined => (typeof value === 'number' ? value : undefined);
