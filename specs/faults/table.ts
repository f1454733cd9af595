// docs/faults.md as far as it is made of the kinds and of what was said of each row.
import { faultKinds } from '../../src/mock/faults/fault-kinds.ts';
import { formOf } from '../../src/mock/faults/read-fault.ts';
import type { FaultRow } from './rows.ts';

const classes: Readonly<Record<string, string>> = { '0': 'passes', '1': 'verdict', '3': 'infrastructure', '4': 'harm' };

/** What a text of the command says of a fault. */
export function readText(text: string): { readonly exit: string; readonly code: string; readonly place: string } {
  const exit = /exit (\d+)\n$/.exec(text)?.[1] ?? '?';
  const [, code] = /^ {2}([A-Z]+_[A-Z_]+) {2}/m.exec(text) ?? /^ {2}warning {4}([A-Z_]+)/m.exec(text) ?? [];
  const idle = /^ {2}(warning) {4}the fault/m.exec(text)?.[1];
  const [, line] = /(?:--> |in {6}|warning {4}[A-Z_]+ {2})(workflows\/\S+?):\d+(?=\s)/.exec(text) ?? [];
  const [, pointer] = /^ {4}at +(\S+)$/m.exec(text) ?? /^ {2}warning .* (\/\S*) {2}contracts/m.exec(text) ?? [];
  const [, contract] = / (contracts\/\S+?):\d+$/m.exec(text) ?? [];
  const parts = [pointer, line, contract].filter((part) => part !== undefined);
  return { exit, code: code ?? idle ?? '-', place: parts.map((part) => `\`${short(part)}\``).join(' ') };
}

const short = (place: string): string => place.replace(/^.*\/(\w+)\.(arazzo|openapi)\.yaml/, '$1.$2.yaml');

/** A line for each kind: what it takes and does. */
export function kindTable(): string {
  const lines = Object.entries(faultKinds).map(
    ([name, kind]) => `| \`${cell(formOf(name, kind))}\` | ${cell(kind.does)} |`,
  );
  return ['| fault | what happens |', '| --- | --- |', ...lines].join('\n');
}

/** A line for each run: what the suite says. */
export function resultTable(rows: readonly FaultRow[], textOf: (row: FaultRow) => string): string {
  const lines = rows.map((row) => {
    const { exit, code, place } = readText(textOf(row));
    const { workflow, flags, fault, why = '' } = row;
    const command = [
      `\`${cell(fault)}\``,
      ...(flags ? [`\`${flags}\``] : []),
      ...(workflow ? [`in \`${workflow}\``] : []),
    ];
    const said = code === '-' || code === 'warning' ? code : `\`${code}\``;
    return `| ${command.join(' ')} | ${exit} ${classes[exit] ?? ''} | ${said} | ${place} | ${cell(why)} |`;
  });
  return ['| run with | exit | says | where | why |', '| --- | --- | --- | --- | --- |', ...lines].join('\n');
}

const cell = (text: string): string => text.replaceAll('|', '\\|');

/** The page with its tables made anew. */
export function fillPage(page: string, tables: Readonly<Record<string, string>>): string {
  return Object.entries(tables).reduce((text, [name, table]) => {
    const [begin, end] = [`<!-- ${name}: npm run faults writes it -->`, `<!-- end of ${name} -->`];
    const [before, rest = ''] = text.split(`${begin}\n`);
    return `${before ?? ''}${begin}\n\n${table}\n\n${end}${rest.split(end)[1] ?? ''}`;
  }, page);
}
