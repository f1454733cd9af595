// What the page at /docs of `gatewright mock --contract` is given: the descriptions, and credentials of their kinds.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import type { SourceDocument } from '../core/source.ts';
import { readDocument } from '../document/read-document.ts';
import type { DocsCredential, DocsOptions } from '../mock/docs/docs-options.ts';
import { isDocsPath } from '../mock/docs/docs-page.ts';
import type { Contract } from '../openapi/contract.ts';
import { checkAgainst, describeDocument } from './mock-docs.ts';

/** @param url where the mock is */
export function contractDocs(contracts: readonly Contract[], url: string): DocsOptions {
  const credentials = credentialsOf(contracts);
  return {
    documents: contracts.map((contract) => describeDocument(contract, contract.document.file, createOpen(contract))),
    gateways: [{ name: 'mock', url, credentials }],
    check: checkAgainst(contracts),
  };
}

/** Where the contracts have paths of their own below `/docs`, which come first. */
export function leavesNoPage(contracts: readonly Contract[]): boolean {
  return contracts.some(({ operations }) =>
    operations.some(({ path, basePaths = [] }) => ['', ...basePaths].some((base) => isDocsPath(base + path))),
  );
}

/** Files in the folder of the contract, or in the current one: as far as a `$ref` of it leads. */
function createOpen({ document }: Contract): (file: string) => SourceDocument | undefined {
  const folders = [process.cwd(), dirname(resolve(document.file))].map((folder) => folder + sep);
  return (file) => {
    const path = resolve(file);
    if (!folders.some((folder) => path.startsWith(folder)) || !existsSync(path)) return undefined;
    return readDocument(readFileSync(path, 'utf8'), file);
  };
}

/** Any value does, so the page need not be told one; keys have a place of their own, by the page's button Authorize. */
function credentialsOf(contracts: readonly Contract[]): DocsCredential[] {
  const schemes = contracts.flatMap(({ securitySchemes }) => [...securitySchemes.values()]);
  const names = schemes.flatMap((scheme) => {
    if (scheme.type === 'apiKey') return [];
    return scheme.type === 'http' ? [scheme.scheme] : ['bearer'];
  });
  return [...new Set(names.map((name) => name.toLowerCase()))].map((name) => ({
    ...{ name, means: 'an example, any will do' },
    obtain: () => Promise.resolve(`${name === 'bearer' ? 'Bearer' : name} ZXhhbXBsZTpleGFtcGxl`),
  }));
}
