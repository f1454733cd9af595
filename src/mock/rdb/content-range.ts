/** `first-last/total` of a read; a read that finds nothing has no first and last. */
export function rangeOfRead(offset: number, rows: number, total: number): string {
  return rows === 0 ? `*/${total}` : `${offset}-${offset + rows - 1}/${total}`;
}

/** `*` and the number of affected rows. */
export function rangeOfWrite(affected: number): string {
  return `*/${affected}`;
}
