// One message for the same fault over many rows.
import type { SchemaViolation } from './schema-violation.ts';

/** As many places are told one by one; more are counted. */
const foldAbove = 3;

/** The same rule broken in many elements becomes one violation that counts them. */
export function foldRows(violations: readonly SchemaViolation[]): SchemaViolation[] {
  if (violations.length <= foldAbove) return [...violations];
  const groups = new Map<string, SchemaViolation[]>();
  for (const violation of violations) {
    const key = `${violation.pointer.replaceAll(/\/\d+(?=\/|$)/g, '/*')} ${violation.schemaPointer} ${violation.keyword}`;
    const group = groups.get(key);
    if (group) group.push(violation);
    else groups.set(key, [violation]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined || group.length <= foldAbove) return group;
    const places = group.slice(0, 3).map(({ pointer }) => pointer);
    return [{ ...first, title: `${first.title} (${group.length} times)`, count: group.length, places }];
  });
}
