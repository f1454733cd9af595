// A value that was text on the wire against its schema.
import type { JsonValue } from '../core/json.ts';
import type { SchemaReference } from './contract.ts';
import type { SchemaViolation } from './schema-violation.ts';
import { judge, validatorOf } from './validate-value.ts';

/** On the wire `"1"` and `1` are the same text: a scalar is right if either reading of its text is. */
export function judgeReadings(
  schema: SchemaReference,
  { value, text }: { readonly value: JsonValue; readonly text?: string },
  direction: 'request' | 'response',
): readonly SchemaViolation[] {
  const validator = validatorOf(schema, direction);
  const violations = judge(validator, schema, value);
  if (violations.length === 0 || text === undefined || text === value) return violations;
  return judge(validator, schema, text).length === 0 ? [] : violations;
}
