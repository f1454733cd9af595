// What gateways.yaml names that stands elsewhere: whoever has read the whole project looks whether it is there.
import type { Fault } from '../core/errors.ts';
import { isJsonArray, isJsonObject } from '../core/json.ts';
import { didYouMean } from '../core/nearest-name.ts';
import type { SourceDocument, SourceLocation } from '../core/source.ts';
import { escapeToken, valueAt } from '../document/json-pointer.ts';

/** A name in the file, and where it stands. */
export type Named = { readonly name: string; readonly location: SourceLocation };

/** The workflows by which accounts log in and refresh. */
export function loginsNamed(document: SourceDocument): Named[] {
  const accounts = ['', ...membersOf(document, '/gateways')].flatMap((at) => membersOf(document, `${at}/accounts`));
  return accounts.flatMap((account) => textsAt(document, account, ['login', 'refresh']));
}

/** The contracts, tables files, and the folders and files of functions and services, of embedded gateways. */
export function filesNamed(document: SourceDocument): Named[] {
  const embedded = membersOf(document, '/gateways').map((gateway) => `${gateway}/embedded`);
  return embedded.flatMap((at) => [
    ...textsAt(document, at, ['contract', 'tables', 'functions', 'services']),
    ...membersOf(document, `${at}/services`).flatMap((service) => textsAt(document, service, ['file'])),
  ]);
}

/** The faults of embedded gateways. */
export function faultsNamed(document: SourceDocument): Named[] {
  return membersOf(document, '/gateways').flatMap((gateway) => {
    const at = `${gateway}/embedded/faults`;
    const faults = valueAt(document.value, at);
    const keys = isJsonArray(faults) ? faults.map((_fault, index) => String(index)) : [];
    return textsAt(document, at, keys);
  });
}

/** WORKFLOW_NOT_FOUND and FILE_NOT_FOUND for what the project does not have. */
export function checkNamed(
  named: { readonly logins: readonly Named[]; readonly files: readonly Named[] },
  project: { readonly workflowIds: readonly string[]; readonly exists: (file: string) => boolean },
): Fault[] {
  const { workflowIds, exists } = project;
  const logins = named.logins.filter(({ name }) => !workflowIds.includes(name));
  const files = named.files.filter(({ name }) => !exists(name));
  return [
    ...logins.map(({ name, location }): Fault => {
      const remedy = didYouMean(name, workflowIds) ?? 'name a workflow of workflows/ that gives the output accessToken';
      return { code: 'WORKFLOW_NOT_FOUND', message: `no workflow "${name}" to log in by`, location, remedy };
    }),
    ...files.map(({ name, location }): Fault => {
      const remedy = 'make it, or remove the key';
      return { code: 'FILE_NOT_FOUND', message: `there is no ${name}`, location, remedy };
    }),
  ];
}

function membersOf(document: SourceDocument, pointer: string): string[] {
  const value = valueAt(document.value, pointer);
  return isJsonObject(value) ? Object.keys(value).map((name) => `${pointer}/${escapeToken(name)}`) : [];
}

function textsAt(document: SourceDocument, pointer: string, keys: readonly string[]): Named[] {
  return keys.flatMap((key) => {
    const at = `${pointer}/${key}`;
    const name = valueAt(document.value, at);
    return typeof name === 'string' ? [{ name, location: document.locate(at) }] : [];
  });
}
