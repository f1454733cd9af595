// Which keys each object of Arazzo has (Arazzo 1.0.1 and 1.1.0, "Schema"), and where Gatewright's own extensions stand.
import type { JsonObject } from '../../core/json.ts';
import { isJsonObject } from '../../core/json.ts';
import { nearestName } from '../../core/nearest-name.ts';
import { isOneSlip } from '../../core/one-slip.ts';
import type { Part } from './fields.ts';
import { addFault, addWrongType, member } from './fields.ts';

export type Shape = {
  /** With its article, for messages. */
  readonly name: string;
  readonly required?: readonly string[];
  readonly optional?: readonly string[];
  /** Keys that Arazzo 1.1 brought. */
  readonly since11?: readonly string[];
  /** Gatewright's extensions that have a meaning here. */
  readonly extensions?: readonly string[];
};

const actionKeys = {
  required: ['name', 'type'],
  optional: ['workflowId', 'stepId', 'criteria'],
  since11: ['parameters'],
};

export const shapes = {
  document: {
    name: 'an Arazzo document',
    required: ['arazzo', 'info', 'sourceDescriptions', 'workflows'],
    optional: ['components'],
    since11: ['$self'],
  },
  info: { name: 'the info object', required: ['title', 'version'], optional: ['summary', 'description'] },
  sourceDescription: { name: 'a source description', required: ['name', 'url'], optional: ['type'] },
  components: {
    name: 'the components object',
    optional: ['inputs', 'parameters', 'successActions', 'failureActions'],
  },
  workflow: {
    name: 'a workflow',
    required: ['workflowId', 'steps'],
    optional: [
      ...['summary', 'description', 'inputs', 'dependsOn'],
      ...['successActions', 'failureActions', 'outputs', 'parameters'],
    ],
    extensions: ['x-as', 'x-data', 'x-finally', 'x-skip', 'x-tags', 'x-owner', 'x-severity'],
  },
  step: {
    name: 'a step',
    required: ['stepId'],
    optional: [
      ...['description', 'operationId', 'operationPath', 'workflowId', 'parameters', 'requestBody'],
      ...['successCriteria', 'onSuccess', 'onFailure', 'outputs'],
    ],
    since11: ['timeout', 'dependsOn', 'channelPath', 'action', 'correlationId'],
    extensions: ['x-as', 'x-contract', 'x-parity', 'x-poll', 'x-url'],
  },
  parameter: { name: 'a parameter', required: ['name', 'value'], optional: ['in'] },
  successAction: { name: 'a success action', ...actionKeys },
  failureAction: {
    name: 'a failure action',
    ...actionKeys,
    optional: [...actionKeys.optional, 'retryAfter', 'retryLimit'],
  },
  criterion: { name: 'a criterion', required: ['condition'], optional: ['context', 'type'] },
  expressionType: { name: 'an expression type', required: ['type', 'version'] },
  requestBody: { name: 'a request body', optional: ['contentType', 'payload', 'replacements'] },
  replacement: { name: 'a payload replacement', required: ['target', 'value'], since11: ['targetSelectorType'] },
  selector: { name: 'a selector', required: ['context', 'selector', 'type'] },
  skip: { name: 'an entry of "x-skip"', required: ['reason'], optional: ['gateway'] },
  data: { name: 'a set of rows', optional: ['rows', 'source', 'id'] },
  poll: { name: 'a poll', required: ['until'], optional: ['interval', 'deadline', 'backoff', 'failFast'] },
  inputProperty: { name: 'an input', extensions: ['x-from'] },
} as const satisfies Record<string, Shape>;

const ownExtensions: Readonly<Record<string, string>> = {
  'x-as': 'a workflow or a step',
  'x-data': 'a workflow',
  'x-finally': 'a workflow',
  'x-skip': 'a workflow',
  'x-tags': 'a workflow',
  'x-owner': 'a workflow',
  'x-severity': 'a workflow',
  'x-from': 'a property of the inputs',
  'x-contract': 'a step',
  'x-parity': 'a step',
  'x-poll': 'a step',
  'x-url': 'a step',
  'x-file': 'the place of a value',
  'x-bytes': 'the place of a value',
  'x-literal': 'the place of a value',
};
const extensionNames = Object.keys(ownExtensions);

/** The object, after its keys were checked; undefined where the part is absent or, with a fault, no object. */
export function readObject(part: Part, shape: Shape): JsonObject | undefined {
  if (part.value === undefined) return undefined;
  if (!isJsonObject(part.value)) {
    // There is only one of these, and its key has its name.
    addWrongType(part, shape.name.startsWith('the ') ? 'an object' : shape.name);
    return undefined;
  }
  checkExtensions(part, shape);
  const keys = Object.keys(part.value).filter((key) => !isExtension(key));
  const meant = new Set(keys.map((key) => checkKey(part, shape, key)));
  for (const key of shape.required ?? []) {
    if (Object.hasOwn(part.value, key) || meant.has(key)) continue;
    addFault(part, 'ARAZZO_SCHEMA', `${shape.name} has no "${key}"`, { remedy: `add "${key}"` });
  }
  return part.value;
}

/** For objects whose other keys are not ours, such as JSON Schemas. */
export function checkExtensions(part: Part, shape: Shape): void {
  if (!isJsonObject(part.value)) return;
  for (const key of Object.keys(part.value)) if (isExtension(key)) checkExtension(part, shape, key);
}

function isExtension(key: string): boolean {
  return key.startsWith('x-');
}

/** After a fault, the key that was most likely meant. */
function checkKey(part: Part, shape: Shape, key: string): string | undefined {
  const { required = [], optional = [], since11 = [], extensions = [] } = shape;
  if (required.includes(key) || optional.includes(key)) return undefined;
  if (since11.includes(key)) {
    if (part.reading.version === '1.0') {
      const remedy = 'write arazzo: 1.1.0 at the top of the document';
      addFault(member(part, key), 'ARAZZO_SCHEMA', `"${key}" came with Arazzo 1.1`, { at: 'key', remedy });
    }
    return undefined;
  }
  const known = [...required, ...optional, ...since11];
  // `as`, `x_as` and `xas` for `x-as`: only the prefix went wrong.
  const bare = key.toLowerCase();
  const prefixed = extensions.find((name) =>
    [name.slice(2), `x${name.slice(2)}`, `x_${name.slice(2)}`, name].includes(bare),
  );
  const nearest = prefixed ?? nearestName(key, known);
  addFault(member(part, key), 'ARAZZO_SCHEMA', `${shape.name} has no key "${key}"`, {
    at: 'key',
    remedy: nearest === undefined ? `known keys: ${known.join(', ')}` : `did you mean "${nearest}"?`,
  });
  return nearest;
}

/** Foreign extensions are left alone, unless they look like one of ours. */
function checkExtension(part: Part, shape: Shape, key: string): void {
  if (shape.extensions?.includes(key) === true) return;
  const place = ownExtensions[key];
  if (place !== undefined) {
    const message = `"${key}" has no meaning on ${shape.name}`;
    addFault(member(part, key), 'ARAZZO_SCHEMA', message, { at: 'key', remedy: `it stands on ${place}` });
    return;
  }
  const name = key.slice(2);
  // Two letters are near to everything.
  const isNear = (own: string): boolean =>
    name.length < 3 ? own.toLowerCase() === key.toLowerCase() : isOneSlip(name, own.slice(2));
  const meant = extensionNames.find(isNear);
  if (meant === undefined) return;
  const remedy = `did you mean "${meant}"?`;
  addFault(member(part, key), 'ARAZZO_SCHEMA', `there is no extension "${key}"`, { at: 'key', remedy });
}
