// The members of a body that are more than an example: what earlier answers give, codes that were sent, the run's mark.
import type { JsonObject, JsonValue } from '../../core/json.ts';
import { isJsonArray, isJsonObject } from '../../core/json.ts';
import { isNumber } from '../../core/exact-number.ts';
import { textOf } from '../../expression/text-of.ts';
import type { OperationIndex } from '../../openapi/operation-index.ts';
import type { Place } from '../../openapi/resolve-reference.ts';
import { chain, inputNamed } from './chain.ts';
import type { Draft, DraftStep } from './draft.ts';
import { isCreating } from './resource.ts';
import { partsOf, propertiesOf, saidOf, typesOf } from './schema-view.ts';

type Filling = { readonly draft: Draft; readonly operations: OperationIndex; readonly earlier: readonly DraftStep[] };

/** @param schemas of the body, of every contract that judges it */
export function fillBody(filling: Filling, step: DraftStep, schemas: readonly Place[]): void {
  const { draft, operations, earlier } = filling;
  step.payload = fill(filling, step, step.payload ?? null, schemas);
  const changes = ['PUT', 'PATCH'].includes(step.operation.method);
  const created = earlier.some((other) => step.path.startsWith(other.path) && isCreating(other, operations));
  if (isCreating(step, operations) || (changes && created)) step.payload = markOne(draft, step.payload, schemas);
}

function fill(filling: Filling, step: DraftStep, value: JsonValue, schemas: readonly Place[]): JsonValue {
  if (isJsonArray(value)) {
    const items = schemas.flatMap((schema) => saidOf(partsOf(schema), 'items') ?? []);
    return value.map((item) => fill(filling, step, item, items));
  }
  if (!isJsonObject(value)) return value;
  const members = Object.entries(value).map(([name, member]): [string, JsonValue] => {
    const own = schemas.flatMap((schema) => propertiesOf(partsOf(schema)).get(name) ?? []);
    if (typeof member === 'object' && !isNumber(member) && member !== null)
      return [name, fill(filling, step, member, own)];
    const code = isCode(name) ? codeInput(filling) : undefined;
    const need = { name, place: 'body', path: step.path, schemas: own } as const;
    return [name, code ?? chain(need, filling.earlier, filling.operations) ?? member];
  });
  return Object.fromEntries(members);
}

export function isCode(name: string): boolean {
  return /^(?:(?:verification|sms|email)_?code|otp)$/i.test(name);
}

const recipients = ['phone_number', 'phoneNumber', 'phone', 'mobile', 'email'];

/** The code went to whom the last step named that named anyone; undefined where none did. */
export function codeInput({ draft, earlier }: Pick<Filling, 'draft' | 'earlier'>): string | undefined {
  for (const step of earlier.toReversed()) {
    const { payload } = step;
    const name = recipients.find((known) => isJsonObject(payload) && typeof payload[known] === 'string');
    if (name === undefined || !isJsonObject(payload)) continue;
    const to = payload[name];
    const input =
      typeof to === 'string' && to.startsWith('$inputs.')
        ? to.slice('$inputs.'.length)
        : inputNamed(draft, name === 'email' ? 'email' : 'phone', { type: 'string', default: to ?? '' });
    step.payload = { ...payload, [name]: `$inputs.${input}` };
    const from: JsonObject = { type: 'string', 'x-from': { source: 'sms-code', to: `$inputs.${input}` } };
    return `$inputs.${inputNamed(draft, 'code', from)}`;
  }
  return undefined;
}

const titles = [
  'name',
  'title',
  'displayName',
  'display_name',
  'nickname',
  'nickName',
  'label',
  'subject',
  'summary',
  'description',
];

/** Room for ` gw-`, a seed and a number. */
const markLength = 40;

/** Whoever finds it later knows which run created it. */
function markOne(draft: Draft, payload: JsonValue, schemas: readonly Place[]): JsonValue {
  if (isJsonArray(payload)) {
    const items = schemas.flatMap((schema) => saidOf(partsOf(schema), 'items') ?? []);
    return payload.map((item) => markOne(draft, item, items));
  }
  if (!isJsonObject(payload)) return payload;
  const name = titles.find((title) => {
    const value = payload[title];
    const own = schemas.flatMap((schema) => propertiesOf(partsOf(schema)).get(title) ?? []);
    return typeof value === 'string' && !value.startsWith('$') && own.every((schema) => takesMark(schema, value));
  });
  if (name === undefined) return payload;
  const mark = inputNamed(draft, 'mark', { type: 'string', 'x-from': 'run.mark' });
  return { ...payload, [name]: `${textOf(payload[name] ?? '')} {$inputs.${mark}}` };
}

function takesMark(schema: Place, value: string): boolean {
  const parts = partsOf(schema);
  const types = typesOf(parts);
  if (types.size > 0 && !types.has('string')) return false;
  if (['enum', 'format', 'pattern', 'const'].some((keyword) => saidOf(parts, keyword) !== undefined)) return false;
  const longest = saidOf(parts, 'maxLength')?.value;
  return longest === undefined || Array.from(value).length + markLength <= Number(longest);
}
