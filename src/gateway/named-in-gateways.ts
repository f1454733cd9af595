// What gateways.yaml names that stands elsewhere: whoever has read the whole project looks whether it is there.
import { isJsonObject } from '../core/json.ts';
import type { SourceDocument, SourceLocation } from '../core/source.ts';
import { escapeToken, valueAt } from '../document/json-pointer.ts';

/** A name in the file, and where it stands. */
export type Named = { readonly name: string; readonly location: SourceLocation };

/** The workflows by which accounts log in and refresh. */
export function loginsNamed(document: SourceDocument): Named[] {
  const accounts = ['', ...membersOf(document, '/gateways')].flatMap((at) => membersOf(document, `${at}/accounts`));
  return accounts.flatMap((account) => textsAt(document, account, ['login', 'refresh']));
}

/** The tables files and function folders of embedded gateways. */
export function filesNamed(document: SourceDocument): Named[] {
  const gateways = membersOf(document, '/gateways');
  return gateways.flatMap((gateway) => textsAt(document, `${gateway}/embedded`, ['tables', 'functions']));
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
