// Who may do what with a table: its preset and the caller's kind
// (docs.cloudbase.net/database/configuration/db/tdsql/data-permission and .../errorcode).
import type { Caller } from '../caller.ts';
import { GatewayRefusal } from '../errors.ts';
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
      throw denied('Permission not configured. Please configure proper permissions in the permission module.');
    case 'ADMINONLY':
      throw denied(noPermission);
    case 'ADMINWRITE':
      if (action === 'write') throw denied(noPermission);
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
  for (const key of keys) if (key === ownerColumn) throw denied('Setting user identifier field is not allowed.');
}

/** A row that belongs to someone else stands in the way. */
export function denyOthersRow(): GatewayRefusal {
  return denied(noPermission);
}

const noPermission = 'Permission denied. Please check permissions in the permission module.';

/** A publishable key carries no user, so nothing is its own. */
function ownRows(table: Table, caller: Caller): Access {
  if (caller.kind !== 'user') throw denied(noPermission);
  if (!table.columns.has(ownerColumn)) {
    const message = `Permission error. Table "${table.name}" has no column "${ownerColumn}".`;
    throw new GatewayRefusal(400, 'INVALID_REQUEST', message);
  }
  return { owner: caller.userId };
}

function denied(message: string): GatewayRefusal {
  return new GatewayRefusal(403, 'PERMISSION_DENIED', message);
}
