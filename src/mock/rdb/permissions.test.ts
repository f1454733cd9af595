import { expect, test } from '@playwright/test';
import type { Caller } from '../caller.ts';
import { accessTo } from './permissions.ts';
import type { Permission, Table } from './table.ts';
import { readTables } from './tables.ts';
import { readDocument } from '../../document/read-document.ts';

function table(permission: Permission | undefined, column = '_openid'): Table {
  const preset = permission === undefined ? '' : `permission: ${permission}, `;
  return readTables(readDocument(`tables: { t: { ${preset}columns: { ${column}: { type: TEXT } } } }`, 't.yaml'))[0]!;
}

function decide(permission: Permission | undefined, caller: Caller, action: 'read' | 'write'): string {
  try {
    return accessTo(table(permission), caller, action).owner ?? 'every row';
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
}

const user: Caller = { kind: 'user', userId: 'u1' };
const anyone: Caller = { kind: 'public' };
const admin: Caller = { kind: 'admin' };
const denied = 'Permission denied. Please check permissions in the permission module.';
const notConfigured = 'Permission not configured. Please configure proper permissions in the permission module.';

const cases: [Permission | undefined, Caller, read: string, write: string][] = [
  ['READONLY', admin, 'every row', 'every row'],
  ['READONLY', user, 'every row', 'u1'],
  ['READONLY', anyone, 'every row', denied],
  ['PRIVATE', admin, 'every row', 'every row'],
  ['PRIVATE', user, 'u1', 'u1'],
  ['PRIVATE', anyone, denied, denied],
  ['ADMINWRITE', admin, 'every row', 'every row'],
  ['ADMINWRITE', user, 'every row', denied],
  ['ADMINWRITE', anyone, 'every row', denied],
  ['ADMINONLY', admin, 'every row', 'every row'],
  ['ADMINONLY', user, denied, denied],
  ['ADMINONLY', anyone, denied, denied],
  [undefined, admin, 'every row', 'every row'],
  [undefined, user, notConfigured, notConfigured],
];
for (const [permission, caller, read, write] of cases) {
  test(`${permission ?? 'no permission'} for ${caller.kind}`, () => {
    expect([decide(permission, caller, 'read'), decide(permission, caller, 'write')]).toEqual([read, write]);
  });
}

test('a table without _openid has no own rows', () => {
  expect(() => accessTo(table('PRIVATE', 'id'), user, 'read')).toThrow(
    'Permission error. Table "t" has no column "_openid".',
  );
});
