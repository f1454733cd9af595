import { DescriptionError } from '../../core/errors.ts';
import type { Fault as Wrong } from '../../core/errors.ts';
import { didYouMean } from '../../core/nearest-name.ts';
import type { SourceLocation } from '../../core/source.ts';
import type { OperationIndex } from '../../openapi/operation-index.ts';
import { faultKinds, kindNamed } from './fault-kinds.ts';
import type { Effect, Kind } from './kind.ts';
import type { When } from './when.ts';
import { readWhen, whenForm } from './when.ts';

/** A lie that the mock was told to tell, so that the alarm can be proved. */
export type Fault = {
  readonly text: string;
  /** `*`: every operation. */
  readonly operationId: string;
  readonly isDue: When;
  readonly effect: Effect;
};

/** As people write it, and where, if in a file. */
export type WrittenFault = string | { readonly text: string; readonly location: SourceLocation };

/**
 * Reads `retype:queryRecords:/0/position` or `status:*:503@x2`. A `@` right behind a slash is part of a pointer.
 * @throws DescriptionError with USAGE, or CONFIGURATION where it stands in a file: every fault that cannot be read
 */
export function readFaults(written: readonly WrittenFault[], operations: OperationIndex | undefined): Fault[] {
  const wrong: Wrong[] = [];
  const faults = written.flatMap((each) => {
    const { text, location } = typeof each === 'string' ? { text: each, location: undefined } : each;
    try {
      return [readFault(text, operations)];
    } catch (error) {
      if (!(error instanceof Misread)) throw error;
      const place = location ? ({ code: 'CONFIGURATION', location } as const) : ({ code: 'USAGE' } as const);
      const { message, expected, remedy } = error;
      const told = { ...(expected !== undefined && { expected }), actual: `"${text}"`, ...(remedy && { remedy }) };
      wrong.push({ ...place, message, ...told });
      return [];
    }
  });
  if (wrong.length > 0) throw new DescriptionError(wrong);
  return faults;
}

/** A text that is no fault; caught by whoever knows where it stands. */
class Misread extends Error {
  override readonly name = 'Misread';
  readonly expected: string | undefined;
  readonly remedy: string | undefined;

  constructor(message: string, expected: string | undefined, remedy?: string) {
    super(message);
    this.expected = expected;
    this.remedy = remedy;
  }
}

function readFault(text: string, operations: OperationIndex | undefined): Fault {
  const [, what = text, at] = /^(.*[^/])@([^@/]*)$/s.exec(text) ?? [];
  const [name = '', ...rest] = what.split(':');
  const kind = kindNamed(name);
  if (kind === undefined) throw unknown(`there is no fault "${name}"`, name, Object.keys(faultKinds));
  const form = formOf(name, kind);
  const operationId = kind.ofGateway === true ? '*' : readOperation(rest.shift() ?? '', form, operations?.ids() ?? []);
  const isDue = readTime(name, kind, at);
  const effect = readEffect(name, kind, rest.length > 0 ? rest.join(':') : undefined);
  return { text, operationId, isDue, effect };
}

function readOperation(operationId: string, form: string, known: readonly string[]): string {
  if (operationId === '*' || known.includes(operationId)) return operationId;
  const message = `no contract has an operation "${operationId}"`;
  throw operationId === '' ? new Misread('the fault names no operation', form) : unknown(message, operationId, known);
}

function readTime(name: string, kind: Kind, at: string | undefined): When {
  if (kind.ofGateway === true && at !== undefined) {
    throw new Misread(`the fault "${name}" is of the whole gateway, at all times`, formOf(name, kind));
  }
  const isDue = readWhen(at ?? kind.when ?? '100%');
  if (isDue) return isDue;
  throw new Misread(`"@${at ?? ''}" does not say when`, whenForm);
}

function readEffect(name: string, kind: Kind, given: string | undefined): Effect {
  const { argument } = kind;
  const form = formOf(name, kind);
  if (argument === undefined) {
    if (given !== undefined) throw new Misread(`the fault "${name}" takes no argument`, form);
    return readArgument(name, kind, '');
  }
  if (given === undefined && argument.optional !== true) throw new Misread(takes(name, argument.form), form);
  return readArgument(name, kind, given ?? '');
}

function readArgument(name: string, kind: Kind, given: string): Effect {
  const effect = kind.read(given);
  if (effect) return effect;
  const { form = '', words = [] } = kind.argument ?? {};
  throw new Misread(takes(name, form), formOf(name, kind), didYouMean(given, words));
}

const takes = (name: string, form: string): string => `the fault "${name}" takes ${form}`;

/** `retype:OPERATION:POINTER[@WHEN]` */
export function formOf(name: string, { argument, ofGateway }: Kind): string {
  const given = argument === undefined ? '' : `:${argument.name}`;
  const behind = argument?.optional === true ? `[${given}]` : given;
  return ofGateway === true ? `${name}${behind}` : `${name}:OPERATION${behind}[@WHEN]`;
}

function unknown(message: string, name: string, known: readonly string[]): Misread {
  const remedy =
    didYouMean(name, known) ?? 'write KIND:OPERATION[:ARGUMENT][@WHEN], as in retype:queryRecords:/0/position';
  return new Misread(message, known.length > 0 ? known.join(', ') : undefined, remedy);
}
