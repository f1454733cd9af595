import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { DescriptionError } from '../core/errors.ts';
import type { Fault } from '../core/errors.ts';
import { isJsonObject, writeJson } from '../core/json.ts';
import type { JsonValue } from '../core/json.ts';
import { formatLocation } from '../core/source.ts';
import { valueAt } from '../document/json-pointer.ts';
import { readDocument } from '../document/read-document.ts';
import { addressGateway } from './gateway.ts';
import { gatewayNamed, readGateways } from './read-gateways.ts';

const read = (text: string): ReturnType<typeof readGateways> => readGateways(readDocument(text, 'gateways.yaml'));

function faultsOf(act: () => unknown): string[] {
  try {
    act();
    return [];
  } catch (error) {
    if (!(error instanceof DescriptionError)) throw error;
    return error.faults.map(formatFault);
  }
}

function formatFault({ code, location, message, expected, actual, remedy }: Fault): string {
  const place = location ? `${formatLocation(location)} ` : '';
  return `${place}${code} ${message} | ${expected ?? ''} | ${actual ?? ''} | ${remedy ?? ''}`;
}

const faulty: readonly { name: string; text: string; faults: readonly string[] }[] = [
  {
    name: 'an unknown key, with the nearest name',
    text: 'gateways:\n  mock:\n    baseUrl: http://a\n    concurency: 2\n',
    faults: [
      'gateways.yaml:4:5 CONFIGURATION unknown key "concurency" | one of: embedded, site, env, baseUrl, accounts, codes, ' +
        'concurrency, requestsPerSecond, timeout, bodyLimit, writes, contract | concurency | did you mean "concurrency"?',
    ],
  },
  {
    name: 'all wrong values at once',
    text: 'gateways:\n  a: { baseUrl: 1, concurrency: 0, timeout: "5", writes: yes, requestsPerSecond: 0 }\n  b: 3\n',
    faults: [
      'gateways.yaml:2:17 CONFIGURATION baseUrl has a wrong value | a string | 1 (integer) | ',
      'gateways.yaml:2:33 CONFIGURATION concurrency has a wrong value | a whole number from 1 to 256 | 0 (integer) | ',
      'gateways.yaml:2:45 CONFIGURATION timeout has a wrong value | a whole number from 1 to 3600000 | "5" (string) | ',
      'gateways.yaml:2:58 CONFIGURATION writes has a wrong value | one of: allow, deny | "yes" (string) | ',
      'gateways.yaml:2:82 CONFIGURATION requestsPerSecond has a wrong value | a number above 0 | 0 (integer) | ',
      'gateways.yaml:3:6 CONFIGURATION b has a wrong value | an object | 3 (integer) | ',
    ],
  },
  {
    name: 'no gateways',
    text: 'default: mock\n',
    faults: [
      'gateways.yaml:1:1 CONFIGURATION gateways is missing | gateways | nothing | add gateways',
      'gateways.yaml:1:10 GATEWAY_NOT_FOUND no gateway "mock" in gateways.yaml | one of:  | mock | ' +
        'name one of these, or add it to gateways.yaml',
    ],
  },
  {
    name: 'a default that does not exist',
    text: 'default: mok\ngateways: { mock: { baseUrl: http://a } }\n',
    faults: [
      'gateways.yaml:1:10 GATEWAY_NOT_FOUND no gateway "mok" in gateways.yaml | one of: mock | mok | did you mean "mock"?',
    ],
  },
  {
    name: 'a gateway that is two things, and one that is nowhere',
    text: 'gateways:\n  a: { baseUrl: http://a, embedded: { region: ap-shanghai } }\n  b: { timeout: 5 }\n',
    faults: [
      'gateways.yaml:2:6 CONFIGURATION a has a wrong value | one of: embedded, site, baseUrl | embedded and baseUrl | ',
      'gateways.yaml:3:6 CONFIGURATION b has a wrong value | one of: embedded, site, baseUrl | none of them | ',
    ],
  },
  {
    name: 'a site without an environment',
    text: 'gateways:\n  a: { site: domestic }\n',
    faults: ['gateways.yaml:2:6 CONFIGURATION a has a wrong value | site and env together | site alone | '],
  },
  {
    name: 'a region that is not offered',
    text: 'gateways:\n  a: { embedded: { region: ap-tokyo, table: x } }\n',
    faults: [
      'gateways.yaml:2:28 CONFIGURATION region has a wrong value | one of: ap-shanghai, ap-singapore | "ap-tokyo" (string) | ',
      'gateways.yaml:2:38 CONFIGURATION unknown key "table" | one of: region, contract, tables, functions, services, database, auth, storage, domains, requestsPerSecond, faults, seed, administratorOnly | table | did you mean "tables"?',
    ],
  },
  {
    name: 'a mock of a contract with what only the mock gateway has',
    text: 'gateways:\n  a: { embedded: { contract: c.yaml, faults: [hang:a], seed: 7, tables: t.yaml } }\n',
    faults: [
      'gateways.yaml:2:65 CONFIGURATION unknown key "tables" | one of: contract, faults, seed | tables | remove it',
    ],
  },
  {
    name: 'families of calls that are none, or twice the same',
    text: 'gateways:\n  a: { embedded: { region: ap-shanghai, administratorOnly: [storage] } }\n  b: { embedded: { region: ap-shanghai, administratorOnly: [rdb, rdb] } }\n',
    faults: [
      'gateways.yaml:2:60 CONFIGURATION administratorOnly has a wrong value | a list of some of: functions, rdb, cloudrun, storages | ["storage"] (array) | ',
      'gateways.yaml:3:60 CONFIGURATION administratorOnly has a wrong value | a list of some of: functions, rdb, cloudrun, storages | ["rdb","rdb"] (array) | ',
    ],
  },
  {
    name: 'a code source without what it needs',
    text: 'gateways:\n  a: { baseUrl: http://a, codes: { from: fixed } }\n',
    faults: ['gateways.yaml:2:34 CONFIGURATION codes has a wrong value | code, because from is fixed | nothing | '],
  },
  {
    name: 'an account of two kinds, and a key that must not be shown',
    text: 'gateways:\n  a: { baseUrl: http://a, accounts: { admin: { apiKey: 123456, login: x } } }\n',
    faults: [
      'gateways.yaml:2:56 CONFIGURATION apiKey has a wrong value | a string | a value of type integer | ',
      'gateways.yaml:2:46 CONFIGURATION admin has a wrong value | one of: login, apiKey, publishableKey | login and apiKey | ',
    ],
  },
];

for (const { name, text, faults } of faulty) {
  test(`refuses ${name}`, () => {
    expect(faultsOf(() => read(text))).toEqual(faults);
  });
}

const file = read(`default: mock
accounts:
  user: { login: sign-in, refresh: again, inputs: { phone: '+86 \${PHONE}' } }
  admin: { apiKey: 'k-\${KEY}' }
gateways:
  mock:
    embedded: { region: ap-singapore, tables: mock/tables.yaml, faults: ['hang:queryT@#2', 'skew:1s'], seed: 7 }
    accounts: { admin: { apiKey: own }, user: { publishableKey: pub } }
  shanghai:
    site: domestic
    env: \${ENV_ID}
    requestsPerSecond: 2.5
    codes: { from: command, command: [sh, code.sh] }
  singapore: { site: international, env: env-2, writes: allow, concurrency: 2, timeout: 50 }
  local:
    baseUrl: http://127.0.0.1:3000/\${PREFIX}/
    codes: { from: outbox, url: 'http://127.0.0.1:3001/' }
`);

test('names, default and accounts of the file', () => {
  expect(file.names).toEqual(['mock', 'shanghai', 'singapore', 'local']);
  expect(file.default).toBe('mock');
  expect(file.accounts).toEqual(['nobody', 'user', 'admin']);
});

const environment = { PHONE: '13800138000', KEY: 'x', ENV_ID: 'env-1', PREFIX: 'base' };

test('an embedded gateway has its own accounts and needs no variable', () => {
  const gateway = gatewayNamed(file, 'mock', {});
  expect({ ...gateway, accounts: [...gateway.accounts.values()] }).toEqual({
    name: 'mock',
    kind: 'embedded',
    region: 'ap-singapore',
    embedded: {
      region: 'ap-singapore',
      tables: 'mock/tables.yaml',
      faults: [
        { text: 'hang:queryT@#2', location: { file: 'gateways.yaml', line: 7, column: 74 } },
        { text: 'skew:1s', location: { file: 'gateways.yaml', line: 7, column: 92 } },
      ],
      seed: '7',
    },
    concurrency: 8,
    timeout: 10_000,
    writes: 'allow',
    accounts: [
      { name: 'nobody', type: 'nobody', location: { file: 'gateways.yaml', line: 6, column: 3 } },
      { name: 'admin', type: 'apiKey', key: 'own', location: { file: 'gateways.yaml', line: 8, column: 17 } },
      { name: 'user', type: 'publishableKey', key: 'pub', location: { file: 'gateways.yaml', line: 8, column: 41 } },
    ],
    location: { file: 'gateways.yaml', line: 7, column: 15 },
  });
});

test('a domestic environment', () => {
  const gateway = gatewayNamed(file, 'shanghai', environment);
  expect(gateway).toMatchObject({
    kind: 'live',
    baseUrl: 'https://env-1.api.tcloudbasegateway.com',
    requestsPerSecond: 2.5,
    concurrency: 4,
    writes: 'deny',
    codes: { from: 'command', command: ['sh', 'code.sh'] },
    location: { line: 11, column: 10 },
  });
  expect(gateway.accounts.get('user')).toMatchObject({
    type: 'session',
    login: 'sign-in',
    refresh: 'again',
    inputs: { phone: '+86 13800138000' },
    location: { line: 3, column: 3 },
  });
  expect(gateway.accounts.get('admin')).toMatchObject({ key: 'k-x' });
});

test('an international environment', () => {
  expect(gatewayNamed(file, 'singapore', environment)).toMatchObject({
    baseUrl: 'https://env-2.api.intl.tcloudbasegateway.com',
    writes: 'allow',
    concurrency: 2,
    timeout: 50,
  });
});

test('an address, without its last slash', () => {
  expect(gatewayNamed(file, 'local', environment)).toMatchObject({
    baseUrl: 'http://127.0.0.1:3000/base',
    codes: { from: 'outbox', url: 'http://127.0.0.1:3001' },
    location: { line: 16, column: 14 },
  });
});

const missing: readonly { name: string; gateway: string; environment: Record<string, string>; faults: string[] }[] = [
  {
    name: 'every variable that is not set',
    gateway: 'shanghai',
    environment: { ENV_IT: 'x', KEY: '' },
    faults: [
      'gateways.yaml:3:60 VARIABLE_NOT_SET the environment variable PHONE is not set | a value for PHONE | nothing | ' +
        'set PHONE in the environment or in .env',
      'gateways.yaml:4:20 VARIABLE_NOT_SET the environment variable KEY is not set | a value for KEY | an empty text | ' +
        'set KEY in the environment or in .env',
      'gateways.yaml:11:10 VARIABLE_NOT_SET the environment variable ENV_ID is not set | a value for ENV_ID | nothing | ' +
        'set ENV_ID in the environment or in .env; did you mean "ENV_IT"?',
    ],
  },
  {
    name: 'an environment id that would change the host',
    gateway: 'shanghai',
    environment: { ...environment, ENV_ID: 'evil.example/' },
    faults: [
      'gateways.yaml:11:10 CONFIGURATION env has a wrong value | an environment id: letters, digits and hyphens | ' +
        '"evil.example/" (string) | ',
    ],
  },
  {
    name: 'an address with a query',
    gateway: 'local',
    environment: { ...environment, PREFIX: '?x' },
    faults: [
      'gateways.yaml:16:14 CONFIGURATION baseUrl has a wrong value | an http or https address | ' +
        '"http://127.0.0.1:3000/?x/" (string) | ',
    ],
  },
  {
    name: 'a gateway that is not there',
    gateway: 'singapur',
    environment,
    faults: [
      'GATEWAY_NOT_FOUND no gateway "singapur" in gateways.yaml | one of: mock, shanghai, singapore, local | singapur | ' +
        'did you mean "singapore"?',
    ],
  },
];

for (const { name, gateway, environment: variables, faults } of missing) {
  test(`refuses ${name}`, () => {
    expect(faultsOf(() => gatewayNamed(file, gateway, variables))).toEqual(faults);
  });
}

test('an address from the command line has the accounts and limits of another gateway', () => {
  const like = gatewayNamed(file, 'mock', {});
  expect(addressGateway('http://127.0.0.1:3999/', like)).toEqual({
    name: '127.0.0.1:3999',
    kind: 'live',
    baseUrl: 'http://127.0.0.1:3999',
    accounts: like.accounts,
    concurrency: 8,
    timeout: 10_000,
    writes: 'allow',
    location: like.location,
  });
});

test('an embedded gateway says how its environment is set up', () => {
  const settings =
    'auth: { anonymous: true, signUpOnSignIn: false, sessionsPerUser: 2 }, domains: [a.example], storage: { acl: PRIVATE, uploadLifetime: 60 }, administratorOnly: [storages, functions]';
  const text = `gateways: { a: { embedded: { region: ap-shanghai, ${settings}, requestsPerSecond: 5 } } }`;
  expect(gatewayNamed(read(text), 'a', {}).embedded).toEqual({
    region: 'ap-shanghai',
    auth: { anonymous: true, signUpOnSignIn: false, sessionsPerUser: 2 },
    storage: { acl: 'PRIVATE', uploadLifetime: 60 },
    domains: ['a.example'],
    administratorOnly: ['functions', 'storages'],
    requestsPerSecond: 5,
  });
  const wrong = 'gateways: { a: { embedded: { region: ap-shanghai, auth: { anonymous: 1, sessionsPerUser: 0 } } } }';
  expect(faultsOf(() => read(wrong))).toEqual([
    expect.stringContaining('anonymous has a wrong value | true or false | 1 (integer)'),
    expect.stringContaining('sessionsPerUser has a wrong value | a whole number from 1 to 100 | 0 (integer)'),
  ]);
});

test('an embedded gateway says what its services are', () => {
  const of = (services: string): string =>
    `gateways: { a: { embedded: { region: ap-shanghai, services: ${services} } } }`;
  expect(gatewayNamed(read(of('mock/services')), 'a', {}).embedded?.services).toBe('mock/services');
  const written =
    "{ shop: { file: shop.js }, api: { forward: '${API}', timeout: 0.5 }, old: { refuses: SERVICE_FORBIDDEN } }";
  const named = read(of(written));
  expect(gatewayNamed(named, 'a', { API: 'http://127.0.0.1:9000' }).embedded?.services).toEqual({
    shop: { file: 'shop.js' },
    api: { forward: 'http://127.0.0.1:9000', timeout: 0.5 },
    old: { refuses: 'SERVICE_FORBIDDEN' },
  });
  expect(named.files.map(({ name }) => name)).toEqual(['shop.js']);
  const wrong =
    '{ a: { file: a.js, forward: http://b }, b: { refuses: SERVICE_FORBIDEN }, c: { file: c.js, timeout: 61 }, d: {} }';
  expect(faultsOf(() => read(of(wrong)))).toEqual([
    expect.stringContaining('a has a wrong value | one of: file, forward, refuses | file and forward'),
    expect.stringContaining('refuses has a wrong value | one of: SERVICE_FORBIDDEN, SERVICE_NOT_READY, '),
    expect.stringContaining('timeout has a wrong value | seconds, above 0 and at most 60 | 61 (integer)'),
    expect.stringContaining('d has a wrong value | one of: file, forward, refuses | none of them'),
  ]);
  expect(faultsOf(() => read(of('[mock/services]')))).toEqual([
    expect.stringContaining('services has a wrong value | a folder of services, or services by name | '),
  ]);
});

test('the shipped gateways.yaml is read', () => {
  const shipped = readGateways(readDocument(readFileSync('gateways.yaml', 'utf8'), 'gateways.yaml'));
  expect(shipped.default).toBe('mock');
  expect(gatewayNamed(shipped, 'mock', {}).kind).toBe('embedded');
});

const schema: JsonValue = readDocument(readFileSync('schemas/gateways.schema.json', 'utf8'), 'schema').value;
for (const embedded of [
  '{ region: ap-shanghai, faults: [hang:a], seed: 7 }',
  '{ contract: c.yaml }',
  '{ contract: c.yaml, faults: [hang:a], seed: 7 }',
  '{ contract: c.yaml, region: ap-shanghai }',
  '{ contract: c.yaml, tables: t.yaml }',
  '{ tables: t.yaml }',
]) {
  test(`the schema for editors and the command agree on embedded: ${embedded}`, () => {
    const { value } = readDocument(`gateways: { a: { embedded: ${embedded} } }`, 'gateways.yaml');
    const isValid = new Ajv2020({ strict: false }).validate(
      JSON.parse(writeJson(schema)) as object,
      JSON.parse(writeJson(value)),
    );
    expect(faultsOf(() => read(`gateways: { a: { embedded: ${embedded} } }`)).length === 0).toBe(isValid);
  });
}

const keysOf = (pointer: string): string[] => {
  const members = valueAt(schema, pointer);
  return isJsonObject(members) ? Object.keys(members).sort() : [];
};

for (const [pointer, text] of [
  ['/properties', 'unknown: 1'],
  ['/$defs/contracts/properties', 'contracts: { unknown: 1 }'],
  ['/$defs/gateway/properties', 'gateways: { a: { baseUrl: http://a, unknown: 1 } }'],
  ['/$defs/embedded/properties', 'gateways: { a: { embedded: { region: ap-shanghai, unknown: 1 } } }'],
  [
    '/$defs/embedded/properties/auth/properties',
    'gateways: { a: { embedded: { region: ap-shanghai, auth: { unknown: true } } } }',
  ],
  [
    '/$defs/embedded/properties/storage/properties',
    'gateways: { a: { embedded: { region: ap-shanghai, storage: { unknown: true } } } }',
  ],
  [
    '/$defs/service/properties',
    'gateways: { a: { embedded: { region: ap-shanghai, services: { a: { refuses: SERVICE_FORBIDDEN, unknown: 1 } } } } }',
  ],
  ['/$defs/account/properties', 'accounts: { a: { apiKey: x, unknown: 1 } }'],
] as const) {
  test(`the editors' schema knows the same keys as the reader at ${pointer}`, () => {
    const [known] = faultsOf(() => read(text)).filter((fault) => fault.includes('unknown key'));
    expect(
      /one of: ([^|]*) \|/
        .exec(known ?? '')?.[1]
        ?.split(', ')
        .sort(),
    ).toEqual(keysOf(pointer));
  });
}
