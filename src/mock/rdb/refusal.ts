// The refusals of the database itself, in MySQL's words, each with the service's own code in `details`
// (docs.cloudbase.net/database/configuration/db/tdsql/errorcode). With which of the two codes the real gateway answers is
// not documented: both are in the answer.
import { GatewayRefusal } from '../errors.ts';

/** The statement failed. */
export function refuseStatement(reason: string): GatewayRefusal {
  const message = `Execute sql error. ${reason}`;
  return new GatewayRefusal(400, 'INVALID_REQUEST', message, business('FailedOperation.DatabaseExecSqlError'));
}

export const duplicate = 'Duplicate entry: another row has this primary key or unique value';
export const foreignKey = 'Cannot add, change or delete the row: a foreign key constraint fails';

/** There is no connection to the database. */
export function refuseConnection(): GatewayRefusal {
  const message = 'Failed to establish database connection.';
  return new GatewayRefusal(503, 'OPERATION_FAILED', message, business('FailedOperation.DatabaseConnectError'));
}

/** The database cannot be used as it is: locked, full, read-only or broken. */
export function refuseDatabase(reason: string): GatewayRefusal {
  return new GatewayRefusal(503, 'RESOURCE_UNAVAILABLE', `Database unavailable. ${reason}`);
}

export function business(code: string): { readonly details: string; readonly hint: string } {
  return { details: code, hint: '' };
}
