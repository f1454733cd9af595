import type { Dialect } from './dialect.ts';
import type { Table } from './table.ts';

const keptPerTable = 200;
const kept = new WeakMap<Dialect, WeakMap<Table, Map<string, string>>>();

/** An SQL text that depends on names alone, made once for each key; so many keys of a table are remembered. */
export function keptText(
  { dialect, table }: { readonly dialect: Dialect; readonly table: Table },
  key: string,
  make: () => string,
): string {
  const byTable = kept.get(dialect) ?? new WeakMap<Table, Map<string, string>>();
  kept.set(dialect, byTable);
  const texts = byTable.get(table) ?? new Map<string, string>();
  byTable.set(table, texts);
  const text = texts.get(key) ?? make();
  if (texts.size >= keptPerTable) texts.clear();
  texts.set(key, text);
  return text;
}
