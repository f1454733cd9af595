// The objects of an Arazzo document in the order in which their keys are written, and what of them says nothing.
import { checkKinds } from '../../openapi/check-policy.ts';

/** What stands under a key: an object, a list of objects, or a map of them. */
export type Child = { readonly object: ObjectName } | { readonly list: ObjectName } | { readonly map: ObjectName };

export type ObjectStyle = {
  /** `x-*` stands for the extensions of others. Keys that are not named here come last, as they were. */
  readonly keys: readonly string[];
  readonly children?: Readonly<Record<string, Child>>;
  /** Never on one line. */
  readonly block?: true;
  /** Keys whose empty list is as good as none. */
  readonly emptyLists?: readonly string[];
};

export type ObjectName = keyof typeof styles;

const actionKeys = ['reference', 'name', 'type', 'stepId', 'workflowId', 'parameters', 'retryAfter', 'retryLimit'];

const styles = {
  document: {
    block: true,
    keys: ['arazzo', '$self', 'info', 'x-*', 'sourceDescriptions', 'workflows', 'components'],
    children: {
      info: { object: 'info' },
      sourceDescriptions: { list: 'sourceDescription' },
      workflows: { list: 'workflow' },
      components: { object: 'components' },
    },
  },
  info: { keys: ['title', 'version', 'summary', 'description'] },
  sourceDescription: { keys: ['name', 'url', 'type'] },
  components: {
    block: true,
    keys: ['inputs', 'parameters', 'successActions', 'failureActions'],
    children: {
      parameters: { map: 'parameter' },
      successActions: { map: 'action' },
      failureActions: { map: 'action' },
    },
  },
  workflow: {
    block: true,
    keys: [
      ...['workflowId', 'summary', 'description', 'x-as', 'x-tags', 'x-owner', 'x-severity', 'x-skip', 'x-*'],
      ...['x-data', 'inputs', 'dependsOn', 'parameters', 'steps', 'x-finally'],
      ...['successActions', 'failureActions', 'outputs'],
    ],
    children: {
      'x-skip': { list: 'skip' },
      'x-data': { object: 'data' },
      parameters: { list: 'parameter' },
      steps: { list: 'step' },
      'x-finally': { list: 'step' },
      successActions: { list: 'action' },
      failureActions: { list: 'action' },
      outputs: { map: 'output' },
    },
    emptyLists: ['x-tags', 'x-skip', 'dependsOn', 'parameters', 'successActions', 'failureActions'],
  },
  step: {
    block: true,
    keys: [
      ...[
        'stepId',
        'description',
        'x-as',
        'operationId',
        'operationPath',
        'x-url',
        'workflowId',
        'channelPath',
        'action',
      ],
      ...['correlationId', 'x-contract', 'x-parity', 'x-*', 'dependsOn', 'timeout', 'parameters', 'requestBody'],
      ...['x-poll', 'successCriteria', 'onSuccess', 'onFailure', 'outputs'],
    ],
    children: {
      'x-contract': { object: 'contract' },
      parameters: { list: 'parameter' },
      requestBody: { object: 'requestBody' },
      'x-poll': { object: 'poll' },
      successCriteria: { list: 'criterion' },
      onSuccess: { list: 'action' },
      onFailure: { list: 'action' },
      outputs: { map: 'output' },
    },
    emptyLists: ['parameters', 'successCriteria', 'onSuccess', 'onFailure'],
  },
  parameter: { keys: ['reference', 'name', 'in', 'value'] },
  requestBody: {
    keys: ['contentType', 'payload', 'replacements'],
    children: { replacements: { list: 'replacement' } },
    emptyLists: ['replacements'],
  },
  replacement: {
    keys: ['target', 'targetSelectorType', 'value'],
    children: { targetSelectorType: { object: 'expressionType' } },
  },
  criterion: { keys: ['context', 'condition', 'type'], children: { type: { object: 'expressionType' } } },
  expressionType: { keys: ['type', 'version'] },
  /** A Selector Object; most outputs are texts. */
  output: { keys: ['context', 'selector', 'type'], children: { type: { object: 'expressionType' } } },
  action: {
    keys: [...actionKeys, 'criteria'],
    children: { parameters: { list: 'parameter' }, criteria: { list: 'criterion' } },
    emptyLists: ['parameters', 'criteria'],
  },
  skip: { keys: ['gateway', 'reason'] },
  data: { keys: ['id', 'source', 'rows'] },
  poll: {
    keys: ['until', 'failFast', 'interval', 'deadline', 'backoff'],
    children: { until: { list: 'criterion' }, failFast: { list: 'criterion' } },
  },
  contract: { keys: checkKinds },
} as const satisfies Record<string, Omit<ObjectStyle, 'children'> & { children?: Record<string, unknown> }>;

export const objectStyles: Readonly<Record<ObjectName, ObjectStyle>> = styles;

/** Where a key stands among those of its object. */
export function rankOf(key: string, { keys }: ObjectStyle): number {
  if (key === '<<') return -1;
  const rank = keys.indexOf(key);
  if (rank >= 0) return rank;
  const foreign = keys.indexOf('x-*');
  return key.startsWith('x-') && foreign >= 0 ? foreign : keys.length;
}
