import type { Inputs, InputSource } from '../arazzo/description.ts';
import { isJsonArray, isJsonObject } from '../core/json.ts';
import { propertiesOf, sameValueSchemas } from '../openapi/fill-defaults.ts';
import { placeAt } from '../openapi/resolve-reference.ts';
import type { Place } from '../openapi/resolve-reference.ts';
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
  const { schema } = inputs;
  const names = new Set([...(inputs.names ?? []), ...inputs.required, ...inputs.from.keys()]);
  const properties = schema && propertiesOf(placeAt(schema.document, schema.pointer));
  return [...names].map((name) => ({
    name,
    type: typeOf(properties?.get(name)),
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

/** The first word on it: of the schema itself, of what its `$ref` leads to, of `allOf`. */
function typeOf(property: Place | undefined): string {
  for (const { value } of property ? sameValueSchemas(property) : []) {
    if (!isJsonObject(value)) continue;
    const { type, format, enum: members } = value;
    if (isJsonArray(members)) return members.map(shortValue).join(' | ');
    const name = isJsonArray(type) ? type.map(shortValue).join(' | ') : typeof type === 'string' ? type : '';
    const said = typeof format === 'string' ? `${name} (${format})`.trim() : name;
    if (said !== '') return said;
  }
  return '';
}
