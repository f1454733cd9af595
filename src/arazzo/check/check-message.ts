// That the operation or channel of a step over AsyncAPI exists: no more of such a document is read.
import { didYouMean } from '../../core/nearest-name.ts';
import { isJsonObject } from '../../core/json.ts';
import type { JsonValue } from '../../core/json.ts';
import type { SourceDocument } from '../../core/source.ts';
import { formatPointer, memberOf, parsePointer, valueAt } from '../../document/json-pointer.ts';
import type { Check } from './check-expression.ts';
import { checkSpelling, isSourceKnown } from './check-target.ts';
import type { ChannelPath, MessageTarget, Reference } from '../description.ts';
import { addFault, partAt } from '../read/fields.ts';

export function checkMessage(check: Check, { at }: MessageTarget): void {
  if (!isSourceKnown(check, at, 'asyncapi')) return;
  if ('id' in at) checkOperationId(check, at);
  else checkChannel(check, at);
}

function documentsOf({ link }: Check, source: string | undefined): SourceDocument[] {
  const documents = [...(link.messages ?? [])];
  return documents.filter(([name]) => source === undefined || name === source).map(([, document]) => document);
}

function checkOperationId(check: Check, reference: Reference): void {
  checkSpelling(check, reference);
  const { source, id, pointer } = reference;
  const documents = documentsOf(check, source);
  const known = documents.flatMap(operationIds);
  if (known.includes(id)) return;
  const { sourceDescriptions } = check.link.description;
  const allRead = sourceDescriptions.every(({ name }) => isRead(check, name));
  // Where a document is missing, that has been told.
  if (documents.length === 0 && !allRead) return;
  const files = documents.map(({ file }) => file).join(' or ');
  const message = documents.length === 0 ? 'no source description is of AsyncAPI' : `no operation "${id}" in ${files}`;
  const remedy =
    documents.length === 0 ? 'remove "action"' : (didYouMean(id, known) ?? listed('its operations', known));
  addFault(partAt(check.reading, pointer), 'OPERATION_NOT_FOUND', message, remedy === undefined ? {} : { remedy });
}

function isRead({ link }: Check, name: string): boolean {
  return link.contracts.has(name) || link.descriptions.has(name) || link.messages?.has(name) === true;
}

/** AsyncAPI 3: the keys of `operations`. AsyncAPI 2: the `operationId` of what a channel publishes or subscribes to. */
function operationIds({ value }: SourceDocument): string[] {
  const ids = namesIn(memberOf(value, 'operations'));
  const channels = memberOf(value, 'channels');
  for (const name of namesIn(channels)) {
    for (const direction of ['publish', 'subscribe']) {
      const id = valueAt(channels ?? null, formatPointer([name, direction, 'operationId']));
      if (typeof id === 'string') ids.push(id);
    }
  }
  return ids;
}

function checkChannel(check: Check, { source, channelPointer, pointer }: ChannelPath): void {
  const documents = documentsOf(check, source);
  if (documents.length === 0 || documents.some(({ value }) => valueAt(value, channelPointer) !== undefined)) return;
  const files = documents.map(({ file }) => file).join(' or ');
  const known = documents.flatMap(({ value }) => namesIn(memberOf(value, 'channels')));
  const wanted = parsePointer(channelPointer)?.[1] ?? '';
  const remedy = didYouMean(wanted, known) ?? listed('its channels', known);
  const message = `nothing at #${channelPointer} in ${files}`;
  addFault(partAt(check.reading, pointer), 'REFERENCE_NOT_FOUND', message, remedy === undefined ? {} : { remedy });
}

function namesIn(value: JsonValue | undefined): string[] {
  return isJsonObject(value) ? Object.keys(value) : [];
}

function listed(what: string, names: readonly string[]): string | undefined {
  return names.length === 0 ? undefined : `${what}: ${names.join(', ')}`;
}
