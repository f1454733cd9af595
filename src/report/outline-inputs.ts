import type { Inputs, InputSource } from '../arazzo/description.ts';
import { isJsonArray, isJsonObject } from '../core/json.ts';
import type { JsonValue } from '../core/json.ts';
import { memberOf, valueAt } from '../document/json-pointer.ts';
import { shortTemplate, shortValue } from './short-text.ts';
import type { Say } from './short-text.ts';

export type InputOutline = {
  readonly name: string;
  /** As the schema says it; empty where it does not. */
  readonly type: string;
  /** Where the value comes from: `default x`, `from run.mark`, `the caller gives it`. */
  readonly from: string;
};

/** A secret's default is not shown. */
export function outlineInputs(inputs: Inputs, say: Say): InputOutline[] {
  const names = new Set([...(inputs.names ?? []), ...inputs.required, ...inputs.from.keys()]);
  return [...names].map((name) => ({
    name,
    type: typeOf(follow(inputs, memberOf(propertiesOf(inputs), name))),
    from: originOf(inputs, name, say),
  }));
}

function originOf({ from, defaults, required, secret }: Inputs, name: string, say: Say): string {
  const source = from.get(name);
  const hidden = secret.has(name) ? ', secret' : '';
  if (source) return `from ${sourceOf(source, say)}${hidden}`;
  const value = defaults[name];
  if (value !== undefined) return secret.has(name) ? 'a default that is secret' : `default ${shortValue(value)}`;
  return `${required.includes(name) ? 'the caller gives it' : 'optional'}${hidden}`;
}

function sourceOf(source: InputSource, say: Say): string {
  if (source.source === 'env') return `the environment: ${source.name}`;
  return source.source === 'sms-code' ? `the code sent to ${shortTemplate(source.to, say)}` : source.source;
}

function propertiesOf(inputs: Inputs): JsonValue | undefined {
  return memberOf(follow(inputs, inputs.schema), 'properties');
}

/** The schema that a `$ref` leads to; the schema of the inputs carries those along. */
function follow({ schema }: Inputs, part: JsonValue | undefined): JsonValue | undefined {
  const reference = memberOf(part, '$ref');
  return typeof reference === 'string' && reference.startsWith('#') ? valueAt(schema, reference.slice(1)) : part;
}

function typeOf(schema: JsonValue | undefined): string {
  if (!isJsonObject(schema)) return '';
  const { type, format, enum: members } = schema;
  if (isJsonArray(members)) return members.map(shortValue).join(' | ');
  const name = isJsonArray(type) ? type.map(shortValue).join(' | ') : typeof type === 'string' ? type : '';
  return typeof format === 'string' ? `${name} (${format})`.trim() : name;
}
