import { readdirSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { DescriptionError } from '../../core/errors.ts';
import { faultKinds } from './fault-kinds.ts';
import { operations } from './faults.samples.ts';
import { readFaults } from './read-fault.ts';

test('every file of kinds/ is in the table', () => {
  const files = readdirSync(new URL('kinds', import.meta.url)).map((file) => file.replace('.ts', ''));
  expect(files.sort()).toEqual(Object.keys(faultKinds).sort());
});

const read = [
  'retype:queryRecords:/0/@type',
  'retype:queryRecords:/a:b',
  'status:*:503@10%',
  'status:*:503@0.5%',
  'status:*:503@#2-4',
  'status:*:503@x3',
  'latency:*:1.5s',
  'latency:*:100ms-0.3s',
  'latency:*:200ms±50ms@x2',
  'latency:*:200ms+-50ms',
  'latency:*:p50=20ms,p99=900ms',
  'rate-limit:*',
  'error:signIn:resource_exhausted',
  'skew:-300s',
];
test('what can be read', () => {
  expect(readFaults(read, operations).map(({ text }) => text)).toEqual(read);
});

const kinds = Object.keys(faultKinds).join(', ');
const ids = operations.ids().join(', ');
const general = 'write KIND:OPERATION[:ARGUMENT][@WHEN], as in retype:queryRecords:/0/position';
const when = '#2 (the second request), #2-4 (second to fourth), x3 (the first three) or 10% (by chance)';
const pointer = 'a JSON Pointer into the body, as /0/position, or /*/position for each row';
const distribution =
  'takes 200ms, or from a range 100ms-300ms, around a mean 200ms±50ms (or 200ms+-50ms), or with a long tail p50=20ms,p99=900ms';
const latency = 'latency:OPERATION:TIME[@WHEN]';

const refused: readonly (readonly [fault: string, message: string, expected: string, remedy?: string])[] = [
  ['', 'there is no fault ""', kinds, general],
  ['retyp:queryRecords:/a', 'there is no fault "retyp"', kinds, 'did you mean "retype"?'],
  ['toString:queryRecords', 'there is no fault "toString"', kinds, general],
  ['retype:queryRecord:/a', 'no contract has an operation "queryRecord"', ids, 'did you mean "queryRecords"?'],
  ['hang', 'the fault names no operation', 'hang:OPERATION[@WHEN]'],
  ['hang:', 'the fault names no operation', 'hang:OPERATION[@WHEN]'],
  ['hang:queryT:5', 'the fault "hang" takes no argument', 'hang:OPERATION[@WHEN]'],
  ['hang:queryT:', 'the fault "hang" takes no argument', 'hang:OPERATION[@WHEN]'],
  ['retype:queryT', `the fault "retype" takes ${pointer}`, 'retype:OPERATION:POINTER[@WHEN]'],
  ['retype:queryT:0/a', `the fault "retype" takes ${pointer}`, 'retype:OPERATION:POINTER[@WHEN]'],
  ['drop:queryT:/~2', `the fault "drop" takes ${pointer}`, 'drop:OPERATION:POINTER[@WHEN]'],
  ['status:queryT:199', 'the fault "status" takes a status from 200 to 599', 'status:OPERATION:STATUS[@WHEN]'],
  ['latency:*:200', `the fault "latency" ${distribution}`, latency],
  ['latency:*:300ms-100ms', `the fault "latency" ${distribution}`, latency],
  ['latency:*:p50=2s,p99=900ms', `the fault "latency" ${distribution}`, latency],
  ['latency:*:2h', `the fault "latency" ${distribution}`, latency],
  ['drip:*:3601s', 'the fault "drip" takes milliseconds or seconds, as 200ms or 1.5s', 'drip:OPERATION:TIME[@WHEN]'],
  [
    'set:*:/a=x',
    'the fault "set" takes a JSON Pointer into the body and a JSON value, as /0/position=-1',
    'set:OPERATION:POINTER=JSON[@WHEN]',
  ],
  [
    'length:*:10',
    'the fault "length" takes a number of bytes with its sign, as +10 or -10',
    'length:OPERATION:BYTES[@WHEN]',
  ],
  [
    'header:*:a b=c',
    'the fault "header" takes a header\'s name and its value, as Content-Range=0-0/x',
    'header:OPERATION:NAME=VALUE[@WHEN]',
  ],
  [
    'header:*:a=b\r\nc: d',
    'the fault "header" takes a header\'s name and its value, as Content-Range=0-0/x',
    'header:OPERATION:NAME=VALUE[@WHEN]',
  ],
  [
    'rate-limit:*:1.5s',
    'the fault "rate-limit" takes whole seconds, as 2s, or nothing',
    'rate-limit:OPERATION[:SECONDS][@WHEN]',
  ],
  ['charset:*:gbk', 'the fault "charset" takes utf-16le or iso-8859-1', 'charset:OPERATION:ENCODING[@WHEN]'],
  [
    'error:*:EXCEED_RATELIMT',
    'the fault "error" takes a documented code, as SYS_ERR, or under /auth/v1 as resource_exhausted',
    'error:OPERATION:CODE[@WHEN]',
    'did you mean "EXCEED_RATELIMIT"?',
  ],
  ['skew', 'the fault "skew" takes milliseconds or seconds, up to an hour, as 300s or -300s', 'skew:TIME'],
  ['skew:queryT:300s', 'the fault "skew" takes milliseconds or seconds, up to an hour, as 300s or -300s', 'skew:TIME'],
  ['skew:300s@x2', 'the fault "skew" is of the whole gateway, at all times', 'skew:TIME'],
  ...['', '0', '#0', '#3-2', 'x0', '0%', '101%', 'often', '3'].map(
    (text) => [`hang:queryT@${text}`, `"@${text}" does not say when`, when] as const,
  ),
];
for (const [fault, message, expected, remedy] of refused) {
  test(`${JSON.stringify(fault)} is refused`, () => {
    const wrong = { code: 'USAGE', message, expected, actual: `"${fault}"`, ...(remedy !== undefined && { remedy }) };
    expect(faultsOf(() => readFaults([fault], operations))).toEqual([wrong]);
  });
}

test('all that is wrong is told, each at its place', () => {
  const location = { file: 'gateways.yaml', line: 4, column: 9 };
  const told = faultsOf(() => readFaults(['hang:queryT', 'hang', { text: 'hangs:queryT', location }], operations));
  expect(told).toMatchObject([
    { code: 'USAGE', message: 'the fault names no operation' },
    { code: 'CONFIGURATION', message: 'there is no fault "hangs"', location, remedy: 'did you mean "hang"?' },
  ]);
});

function faultsOf(read: () => unknown): readonly unknown[] {
  try {
    read();
  } catch (error) {
    if (error instanceof DescriptionError) return error.faults;
  }
  return [];
}
