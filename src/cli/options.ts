// Options that several commands share, and how their values are read.
import { InvalidArgumentError, Option } from 'commander';
import { readPort } from './mock-ports.ts';
import type { PortFlag } from './mock-ports.ts';

export const collect = (value: string, before: readonly string[] | undefined): string[] => [...(before ?? []), value];

export function wholeNumber(value: string): number {
  if (!/^[1-9][0-9]{0,8}$/.test(value)) throw new InvalidArgumentError('a whole number of at least 1');
  return Number(value);
}

function collectPort(value: string, before: readonly PortFlag[]): PortFlag[] {
  const port = readPort(value);
  if (!port) throw new InvalidArgumentError('a port from 1 to 65535, or 0 for any that is free; or NAME=PORT');
  return [...before, port];
}

export const project = () =>
  new Option('--project <folder>', 'folder with contracts/, workflows/ and gateways.yaml').default('.');
export const reports = () =>
  new Option('--reports <folder>', 'where run folders go').default(undefined, 'reports/ in the project');
export const port = (flags: string, meaning: string, first: number) =>
  new Option(flags, `${meaning}: of the first gateway, each further one counts up by two; or NAME=PORT (repeatable)`)
    .argParser(collectPort)
    .default([], String(first));
export const mockFault = () =>
  new Option('--mock-fault <fault>', 'make the mock lie, as in retype:queryRecords:/0/position (repeatable)')
    .argParser(collect)
    .default([], 'none');
export const selector = ['[selector...]', 'ids, names, files or folders of workflows; none means all'] as const;
