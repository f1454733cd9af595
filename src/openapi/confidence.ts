// `x-confidence`: how sure the contract is of what it says. What it only guesses is a warning when it is broken.
import type { JsonValue } from '../core/json.ts';
import { memberOf, parsePointer } from '../document/json-pointer.ts';
import type { Operation, Part, SchemaReference } from './contract.ts';

/** The nearest `x-confidence` at a part of the contract or around it; the operation's where the part has none. */
export function confidenceOf(operation: Operation, part: Part): string | undefined {
  const { document } = operation.contract;
  return confidenceAt({ document, ...part }) ?? confidenceAt({ document, ...operation });
}

/** The same of any place of a document. */
export function confidenceAt({ document, pointer }: SchemaReference): string | undefined {
  let value: JsonValue | undefined = document.value;
  let nearest = memberOf(value, 'x-confidence');
  for (const token of parsePointer(pointer) ?? []) {
    value = memberOf(value, token);
    nearest = memberOf(value, 'x-confidence') ?? nearest;
  }
  return typeof nearest === 'string' ? nearest : undefined;
}
