// What a step carries out: exactly one of an operation, by id or by path, a workflow, and a message over AsyncAPI.
import { isJsonObject } from '../../core/json.ts';
import { nearestName } from '../../core/nearest-name.ts';
import { formatPointer, parsePointer } from '../../document/json-pointer.ts';
import type { ChannelPath, MessageTarget, Reference, StepTarget } from '../description.ts';
import type { Part } from './fields.ts';
import { addFault, addWrongType, member, present, readChoice, readText } from './fields.ts';
import { readReference, readTemplate } from './read-value.ts';

/** The type of each source description, by name. */
export type SourceTypes = ReadonlyMap<string, 'openapi' | 'arazzo' | 'asyncapi' | undefined>;

const targets = ['operationId', 'operationPath', 'workflowId', 'channelPath'];
const messageKeys = ['action', 'channelPath', 'correlationId'] as const;

/** Undefined after a fault. */
export function readTarget(part: Part, sources: SourceTypes): StepTarget | undefined {
  const given = targets.filter((name) => member(part, name).value !== undefined);
  if (given.length !== 1) {
    addTargetFault(part, given);
    return undefined;
  }
  const [channelPath, operationPath, workflowId] = ['channelPath', 'operationPath', 'workflowId'].map((name) =>
    member(part, name),
  );
  if (channelPath?.value !== undefined) return readMessage(part, readChannelPath(channelPath));
  if (operationPath?.value !== undefined) {
    refuseMessageKeys(part, 'a step with "operationPath"', 'an operation of AsyncAPI is named by "operationId"');
    return readOperationPath(operationPath);
  }
  if (workflowId?.value !== undefined) {
    refuseMessageKeys(part, 'a step that calls a workflow', 'they belong to steps over AsyncAPI');
    const workflow = readReference(workflowId);
    return workflow && { type: 'workflow', workflow };
  }
  return readOperationId(part, sources);
}

function addTargetFault(part: Part, given: readonly string[]): void {
  // A misspelt key that means a target has its own fault already.
  const keys = isJsonObject(part.value) ? Object.keys(part.value) : [];
  if (given.length === 0 && keys.some((key) => nearestName(key, targets) !== undefined)) return;
  addFault(part, 'ARAZZO_SCHEMA', 'a step has exactly one target', {
    expected: `one of ${targets.slice(0, 3).join(', ')}`,
    actual: given.length === 0 ? 'none of them' : given.join(' and '),
  });
}

/** An operation of OpenAPI or of AsyncAPI: the source's type tells, and where it is not given, whether there is an `action`. */
function readOperationId(part: Part, sources: SourceTypes): StepTarget | undefined {
  const operation = readReference(member(part, 'operationId'));
  if (!operation) return undefined;
  const types = operation.source === undefined ? [...sources.values()] : [sources.get(operation.source)];
  const isMessage = types.length > 0 && types.every((type) => type === 'asyncapi');
  const mayBeMessage = types.some((type) => type === 'asyncapi' || type === undefined);
  if (isMessage || (mayBeMessage && messageKeys.some((name) => member(part, name).value !== undefined))) {
    return readMessage(part, operation);
  }
  refuseMessageKeys(part, 'a step that calls an operation of OpenAPI', 'they belong to steps over AsyncAPI');
  return { type: 'operation', operation };
}

function refuseMessageKeys(part: Part, what: string, remedy: string): void {
  for (const name of messageKeys) {
    const key = member(part, name);
    if (key.value !== undefined) addFault(key, 'ARAZZO_SCHEMA', `${what} has no "${name}"`, { at: 'key', remedy });
  }
}

/** A step over AsyncAPI (Arazzo 1.1): judged whole, with a warning that it is not carried out. */
function readMessage(part: Part, at: Reference | ChannelPath | undefined): MessageTarget | undefined {
  const actionPart = member(part, 'action');
  const action = readChoice(actionPart, ['send', 'receive']);
  if (actionPart.value === undefined) {
    const remedy = 'add action: send or receive';
    addFault(part, 'ARAZZO_SCHEMA', 'a step over AsyncAPI has an "action"', { remedy });
  }
  const correlationId = readCorrelationId(member(part, 'correlationId'), action);
  if (!at || action === undefined) return undefined;
  addFault(part, 'NOT_SUPPORTED', 'steps over AsyncAPI are not carried out', {
    weight: 'warning',
    remedy: 'a workflow that leads to this step is skipped',
  });
  return { type: 'message', action, at, ...present({ correlationId }), pointer: part.pointer };
}

function readCorrelationId(part: Part, action: 'send' | 'receive' | undefined): MessageTarget['correlationId'] {
  if (part.value === undefined) return undefined;
  if (action === 'send') {
    const remedy = 'remove it, or write action: receive';
    addFault(part, 'ARAZZO_SCHEMA', 'only a step that receives has a "correlationId"', { at: 'key', remedy });
  }
  return readText(part) === undefined ? undefined : readTemplate(part);
}

const sourceText =
  /^(?:\{\$sourceDescriptions\.([A-Za-z0-9_-]+)(?:\.url)?\}|\$sourceDescriptions\.([A-Za-z0-9_-]+)(?:\.url)?)#(.*)$/s;
const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];
const pathForm = '{$sourceDescriptions.<name>.url}#/paths/<path with ~1 for />/<method>';
const channelForm = '{$sourceDescriptions.<name>.url}#/channels/<channel>';

type Pointed = { readonly source: string; readonly tokens: readonly string[] };

/** `{$sourceDescriptions.<name>.url}#<pointer>`; the braces and `.url` may be left out, as public examples do. */
function readPointed(text: string): Pointed | undefined {
  const [, braced, bare, pointer] = sourceText.exec(text) ?? [];
  const source = braced ?? bare;
  const tokens = pointer === undefined ? undefined : parsePointer(pointer);
  return source === undefined || tokens === undefined ? undefined : { source, tokens };
}

function readOperationPath(part: Part): StepTarget | undefined {
  const text = readText(part);
  if (text === undefined) return undefined;
  const pointed = readPointed(text);
  if (!pointed) {
    // As an example of the specification has it.
    const [, name] = /^\{?\$sourceDescriptions\.([A-Za-z0-9_-]+)\.(?!url\b)[^#{}]+\}?$/.exec(text) ?? [];
    const remedy = name === undefined ? {} : { remedy: 'an operation without a pointer is named by "operationId"' };
    addWrongType(part, pathForm, remedy);
    return undefined;
  }
  const { source, tokens } = pointed;
  const operationPointer = formatPointer(tokens);
  if (tokens.length !== 3 || tokens[0] !== 'paths' || !methods.includes(tokens[2] ?? '')) {
    addFault(part, 'ARAZZO_SCHEMA', 'the pointer does not end at an operation', {
      expected: '#/paths/<path with ~1 for />/<method>',
      actual: `#${operationPointer}`,
    });
    return undefined;
  }
  return { type: 'operationPath', source, operationPointer, pointer: part.pointer };
}

/**
 * `{$sourceDescriptions.<name>.url}#/channels/<channel>`. The specification wants exactly this; its own tests also accept
 * the name of a channel alone, which is read as the channel of that name, with a warning.
 */
function readChannelPath(part: Part): ChannelPath | undefined {
  const text = readText(part);
  if (text === undefined) return undefined;
  const { pointer } = part;
  const pointed = readPointed(text);
  if (pointed) return { source: pointed.source, channelPointer: formatPointer(pointed.tokens), pointer };
  if (/[\s#{}$]/.test(text) || text === '') {
    addWrongType(part, channelForm);
    return undefined;
  }
  const remedy = `write ${channelForm.replace('<channel>', text.replaceAll('~', '~0').replaceAll('/', '~1'))}`;
  addFault(part, 'ARAZZO_SCHEMA', '"channelPath" is no JSON Pointer into a source description', {
    weight: 'warning',
    expected: channelForm,
    actual: `"${text}"`,
    remedy,
  });
  return { channelPointer: formatPointer(['channels', text]), pointer };
}
