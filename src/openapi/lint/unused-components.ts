// Components that no operation leads to.
import { isJsonArray, isJsonObject } from '../../core/json.ts';
import type { JsonValue } from '../../core/json.ts';
import type { SourceDocument } from '../../core/source.ts';
import { escapeToken } from '../../document/json-pointer.ts';
import { targetOf } from '../schema-parts.ts';
import { inside, placeAt } from '../resolve-reference.ts';
import type { Place } from '../resolve-reference.ts';
import type { LintFinding } from './lint-finding.ts';
import { keyOf } from './walk-contract.ts';
import type { Site } from './walk-contract.ts';

/** One contract: its document, and all that it leads to. */
export type Walked = { readonly document: SourceDocument; readonly sites: readonly Site[] };

/** Files that contracts share are judged by all of them together. A document without operations is a library. */
export function unusedComponents(contracts: readonly Walked[]): LintFinding[] {
  const used = new Set<string>();
  const documents = new Map<string, SourceDocument>();
  for (const { document, sites } of contracts) {
    documents.set(document.file, document);
    for (const { place, kind, reached } of sites) {
      documents.set(place.document.file, place.document);
      if (reached) for (const key of componentsAround(place)) used.add(key);
      if (kind === 'root' || (kind === 'operation' && reached)) {
        for (const name of schemesOf(place)) {
          for (const scheme of chainFrom(placeAt(document, `/components/securitySchemes/${escapeToken(name)}`))) {
            used.add(keyOf(scheme));
          }
        }
      }
    }
  }
  const libraries = contracts.filter(
    ({ sites }) => !sites.some(({ kind, reached }) => kind === 'operation' && reached),
  );
  return [...documents.values()]
    .filter((document) => !libraries.some((library) => library.document.file === document.file))
    .flatMap(componentsOf)
    .filter(({ place }) => !used.has(keyOf(place)))
    .map(({ place, name }) => ({
      rule: 'unused-component',
      place,
      part: 'key',
      message: `no operation leads to components/${name}`,
      remedy: 'refer to it, or remove it',
    }));
}

/** A place, and all that it refers to, one behind the other. */
function chainFrom(place: Place): Place[] {
  const chain = new Map<string, Place>();
  for (let next: Place | undefined = place; next && !chain.has(keyOf(next)); next = targetOf(next)) {
    chain.set(keyOf(next), next);
  }
  return [...chain.values()];
}

/** The component that a place is, or lies in. */
function componentsAround({ document, pointer }: Place): string[] {
  const [component] = /^\/components\/[^/]+\/[^/]+/.exec(pointer) ?? [];
  return component === undefined ? [] : [`${document.file}#${component}`];
}

function componentsOf(document: SourceDocument): { place: Place; name: string }[] {
  const components = placeAt(document, '/components');
  if (!isJsonObject(components.value)) return [];
  const sections = Object.keys(components.value).filter((name) => !name.startsWith('x-'));
  return sections.flatMap((section) => {
    const members = inside(components, section);
    const names = isJsonObject(members.value) ? Object.keys(members.value) : [];
    return names.map((name) => ({ place: inside(members, name), name: `${section}/${name}` }));
  });
}

/** The names of the schemes in `security` of the description or an operation. */
function schemesOf(place: Place): string[] {
  const { value } = inside(place, 'security');
  const alternatives: readonly JsonValue[] = isJsonArray(value) ? value : [];
  return alternatives.flatMap((alternative) => (isJsonObject(alternative) ? Object.keys(alternative) : []));
}
