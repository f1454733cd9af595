// What a step carries out: exactly one of an operation, by id or by path, and a workflow.
import { isJsonObject } from '../core/json.ts';
import { nearestName } from '../core/nearest-name.ts';
import { parsePointer } from '../document/json-pointer.ts';
import type { StepTarget } from './description.ts';
import type { Part } from './fields.ts';
import { addFault, addWrongType, member, readChoice, readText } from './fields.ts';
import { readReference } from './read-value.ts';

/** The type of each source description, by name. */
export type SourceTypes = ReadonlyMap<string, 'openapi' | 'arazzo' | 'asyncapi' | undefined>;

const targets = ['operationId', 'operationPath', 'workflowId', 'channelPath'];
const asyncKeys = ['channelPath', 'action', 'correlationId'];

/** Undefined after a fault. */
export function readTarget(part: Part, sources: SourceTypes): StepTarget | undefined {
  const given = targets.filter((name) => member(part, name).value !== undefined);
  if (given.length !== 1) {
    // A misspelt key that means a target has its own fault already.
    const keys = isJsonObject(part.value) ? Object.keys(part.value) : [];
    if (given.length === 0 && keys.some((key) => nearestName(key, targets) !== undefined)) return undefined;
    addFault(part, 'ARAZZO_SCHEMA', 'a step has exactly one target', {
      expected: `one of ${targets.slice(0, 3).join(', ')}`,
      actual: given.length === 0 ? 'none of them' : given.join(' and '),
    });
    return undefined;
  }
  if (asyncKeys.some((name) => member(part, name).value !== undefined)) {
    refuseAsync(part);
    return undefined;
  }
  const workflow = readReference(member(part, 'workflowId'));
  if (workflow) return { type: 'workflow', workflow };
  const operationPath = member(part, 'operationPath');
  if (operationPath.value !== undefined) return readOperationPath(operationPath);
  const operation = readReference(member(part, 'operationId'));
  if (operation && isAsync(operation.source, sources)) {
    refuseAsync(part);
    return undefined;
  }
  return operation && { type: 'operation', operation };
}

function isAsync(source: string | undefined, sources: SourceTypes): boolean {
  if (source !== undefined) return sources.get(source) === 'asyncapi';
  return sources.size > 0 && [...sources.values()].every((type) => type === 'asyncapi');
}

/** Steps over AsyncAPI (Arazzo 1.1): their outline is judged, so that a slip in it is not hidden. */
function refuseAsync(part: Part): void {
  const actionPart = member(part, 'action');
  const workflow = member(part, 'workflowId');
  if (workflow.value !== undefined) {
    addFault(part, 'ARAZZO_SCHEMA', 'a step that calls a workflow has no "action", "channelPath" or "correlationId"');
    return;
  }
  const action = readChoice(actionPart, ['send', 'receive']);
  if (member(part, 'channelPath').value !== undefined && actionPart.value === undefined) {
    addFault(part, 'ARAZZO_SCHEMA', 'a step with "channelPath" has an "action"', {
      remedy: 'add action: send or receive',
    });
  }
  if (member(part, 'correlationId').value !== undefined && action === 'send') {
    addFault(member(part, 'correlationId'), 'ARAZZO_SCHEMA', 'only a step that receives has a "correlationId"', {
      at: 'key',
    });
  }
  addFault(part, 'NOT_SUPPORTED', 'steps over AsyncAPI are not supported');
}

const pathText =
  /^(?:\{\$sourceDescriptions\.([A-Za-z0-9_-]+)(?:\.url)?\}|\$sourceDescriptions\.([A-Za-z0-9_-]+)(?:\.url)?)#(.*)$/s;
const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/** `{$sourceDescriptions.<name>.url}#/paths/~1users/get`; the braces and `.url` may be left out, as public examples do. */
function readOperationPath(part: Part): StepTarget | undefined {
  const text = readText(part);
  if (text === undefined) return undefined;
  const [, braced, bare, operationPointer] = pathText.exec(text) ?? [];
  const source = braced ?? bare;
  if (source === undefined || operationPointer === undefined) {
    addWrongType(part, '{$sourceDescriptions.<name>.url}#/paths/<path with ~1 for />/<method>');
    return undefined;
  }
  const tokens = parsePointer(operationPointer) ?? [];
  if (tokens.length !== 3 || tokens[0] !== 'paths' || !methods.includes(tokens[2] ?? '')) {
    addFault(part, 'ARAZZO_SCHEMA', 'the pointer does not end at an operation', {
      expected: '#/paths/<path with ~1 for />/<method>',
      actual: `#${operationPointer}`,
    });
    return undefined;
  }
  return { type: 'operationPath', source, operationPointer, pointer: part.pointer };
}
