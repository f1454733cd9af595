// Who may do what with a table: its preset and the caller's kind
// (docs.cloudbase.net/database/configuration/db/tdsql/data-permission and .../errorcode).
import type { Caller } from '../caller.ts';
import { GatewayRefusal } from '../errors.ts';
import { business } from './refusal.ts';
import type { Table } from './table.ts';
import { ownerColumn } from './table.ts';

/** Rows of everyone, or of one owner only. */
export type Access = { readonly owner: string | undefined };

const everyRow: Access = { owner: undefined };

/** @throws GatewayRefusal with PERMISSION_DENIED */
export function accessTo(table: Table, caller: Caller, action: 'read' | 'write'): Access {
  if (caller.kind === 'admin') return everyRow;
  switch (table.permission) {
    case undefined:
      throw denied(
        'PermissionNotConfigured',
        'Permission not configured. Please configure proper permissions in the permission module.',
      );
    case 'ADMINONLY':
      throw denyAccess();
    case 'ADMINWRITE':
      if (action === 'write') throw denyAccess();
      return everyRow;
    case 'READONLY':
      return action === 'read' ? everyRow : ownRows(table, caller);
    case 'PRIVATE':
      return ownRows(table, caller);
  }
}

/** The owner is filled in from the caller's identity: only the administrator may write it. */
export function refuseOwner(caller: Caller, keys: Iterable<string>): void {
  if (caller.kind === 'admin') return;
  for (const key of keys)
    if (key === ownerColumn) throw denied('SetOwnerNotAllowed', 'Setting user identifier field is not allowed.');
}

/** The table, or a row that belongs to someone else, is shut. */
export function denyAccess(): GatewayRefusal {
  const message = 'Permission denied. Please check permissions in the permission module.';
  return denied('DataSourceOperationAuthFailure', message);
}

/** A publishable key carries no user, so nothing is its own. */
function ownRows(table: Table, caller: Caller): Access {
  if (caller.kind !== 'user') throw denyAccess();
  if (!table.columns.has(ownerColumn)) {
    const message = `Permission error. Table "${table.name}" has no column "${ownerColumn}".`;
    throw new GatewayRefusal(400, 'INVALID_REQUEST', message, business('AuthFailure.AuthError'));
  }
  return { owner: caller.userId };
}

function denied(code: string, message: string): GatewayRefusal {
  return new GatewayRefusal(403, 'PERMISSION_DENIED', message, business(`AuthFailure.${code}`));
}

/** The gateway let the token pass, and the database does not know its user. */
export function denyIdentity(): GatewayRefusal {
  return new GatewayRefusal(401, 'PERMISSION_DENIED', 'Permission denied. The user does not exist.');
}
