import type { Fault } from '../core/errors.ts';
import { DescriptionError } from '../core/errors.ts';
import { readDocument } from '../document/read-document.ts';
import type { ArazzoDescription } from './description.ts';
import { readDescription } from './read/read-description.ts';

/** For tests: a document of one workflow, whose members and steps are given as YAML. */
export function documentOf(options: {
  readonly workflow?: string;
  readonly steps?: string;
  readonly root?: string;
}): string {
  const { workflow = '', steps = '- {stepId: a, operationId: getA}', root = '' } = options;
  return [
    'arazzo: 1.1.0',
    'info: {title: T, version: "1"}',
    'sourceDescriptions: [{name: api, url: api.yaml, type: openapi}]',
    'workflows:',
    '  - workflowId: w',
    ...indent(workflow, 4),
    '    steps:',
    ...indent(steps, 6),
    ...indent(root, 0),
    '',
  ].join('\n');
}

export function read(text: string, file = 'w.yaml'): ArazzoDescription {
  return readDescription(readDocument(text, file));
}

/** The faults of a document, each as one line. */
export function faultsOf(text: string): string[] {
  try {
    read(text);
    return [];
  } catch (error) {
    if (!(error instanceof DescriptionError)) throw error;
    return error.faults.map(showFault);
  }
}

export function showFault({ code, message, location, expected, actual, remedy }: Fault): string {
  const place = location ? `${location.line}:${location.column} ` : '';
  const sides = actual === undefined ? '' : ` (${expected ?? ''} / ${actual})`;
  return `${place}${code} ${message}${sides}${remedy === undefined ? '' : `; ${remedy}`}`;
}

function indent(text: string, columns: number): string[] {
  if (text === '') return [];
  return text
    .trim()
    .split('\n')
    .map((line) => ' '.repeat(columns) + line);
}
