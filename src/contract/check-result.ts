// What a check alone comes to, as a value and as a text for people.
import type { SourceLocation } from '../core/source.ts';
import type { Checked, Violation } from '../openapi/violation.ts';
import { labelled, renderBareFinding } from '../report/render-finding.ts';
import { printable } from '../report/printable.ts';

/** Every text in it is free of the secrets that the exchange carried. */
export type CheckResult = {
  /** Whether the answer was checked and keeps what the contract promises: no error, and not `not-checked`. */
  readonly ok: boolean;
  /**
   * `checked`: a schema judged the body, or none was due and none came. `wildcard`: only a schema that allows anything,
   * or none, stood for it. `not-checked`: it could not be judged, and that is no pass.
   */
  readonly checked: Checked;
  /** Why, where it is not `checked`. */
  readonly reason?: string | undefined;
  /** What to do where no operation was found. */
  readonly remedy?: string | undefined;
  /** What is less sure than it looks. */
  readonly note?: string | undefined;
  /** Errors and warnings (`severity`), each with the contract's file, line and column. */
  readonly violations: readonly Violation[];
  /** Who judged; absent where no operation was found. */
  readonly operation?:
    | {
        readonly operationId: string;
        readonly method: string;
        /** The path template. */
        readonly path: string;
        readonly location: SourceLocation;
        /** The declared status that applied: `200`, `2XX`, `default`; absent where none did. */
        readonly declared?: string | undefined;
      }
    | undefined;
  /** The exchange in short, as in `GET /course?id=1 -> 200`. */
  readonly exchange: string;
  /** All of it for a person, several lines without an end of line. */
  readonly text: string;
};

/** The same without its secrets. */
export function finishViolation(violation: Violation, mask: (text: string) => string): Violation {
  const { title, at, expected, actual, remedy } = violation;
  return {
    ...violation,
    title: mask(title),
    ...(at === undefined ? {} : { at: mask(at) }),
    expected: mask(expected),
    actual: mask(actual),
    ...(remedy === undefined ? {} : { remedy: mask(remedy) }),
  };
}

/** Beyond this many one answer says nothing new. */
const violationsShown = 10;

/** First what broke, then what could not be judged; one line where neither. */
export function renderResult(result: Omit<CheckResult, 'text'>): string {
  const { violations, checked, exchange, operation, reason, note } = result;
  const blocks = violations
    .slice(0, violationsShown)
    .map((violation) => outdent(renderBareFinding({ ...violation, exchange }, { color: false })));
  if (violations.length > violationsShown) blocks.push(`and ${violations.length - violationsShown} more violations`);
  if (checked === 'not-checked') blocks.push(notChecked(result));
  if (blocks.length === 0) {
    const against = checked === 'wildcard' ? `, against a wildcard: ${reason ?? ''}` : '';
    blocks.push(`${printable(exchange)} keeps the contract of ${operation?.operationId ?? ''}${against}`);
  }
  if (note !== undefined) blocks.push(`note: ${note}`);
  return blocks.join('\n\n');
}

function notChecked({ reason = '', remedy, exchange, operation }: Omit<CheckResult, 'text'>): string {
  const lines = [`not checked  ${printable(reason)}`, `  ${printable(exchange)}`];
  const label = (name: string, value: string): number => lines.push(outdent(labelled(name, value, false)));
  if (operation) label('operation', operation.operationId);
  if (remedy !== undefined) label('remedy', remedy);
  return lines.join('\n');
}

/** Playwright takes a line that begins with four spaces and `at` for the stack. */
function outdent(text: string): string {
  return text.replaceAll(/^ {2}/gm, '');
}
