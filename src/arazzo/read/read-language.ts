// Arazzo 1.1, "Expression Type Object": the languages of conditions, selectors and targets, and their versions.
import { isJsonObject } from '../../core/json.ts';
import type { PatternLanguage, SelectorLanguage } from '../../expression/expression.ts';
import { xpathVersions } from '../../xml/xpath-version.ts';
import type { Part } from './fields.ts';
import { member, readChoice } from './fields.ts';
import { readObject, shapes } from './shapes.ts';

export type Language = PatternLanguage | SelectorLanguage | { readonly type: 'simple' };

const draft = 'draft-goessner-dispatch-jsonpath-00';
const versions = { jsonpath: ['rfc9535', draft], xpath: xpathVersions, jsonpointer: ['rfc6901'] } as const;
type Versioned = keyof typeof versions;

/**
 * A type by its name, or with the version of its language; undefined where there is none, or after a fault.
 * The draft of JSONPath has no grammar: its queries that are queries of RFC 9535 too are read as those, and others are
 * refused.
 */
export function readLanguage<Type extends Language['type']>(
  part: Part,
  types: readonly Type[],
): Extract<Language, { readonly type: Type }> | undefined {
  if (!isJsonObject(part.value)) return languageOf(types, readChoice(part, types));
  if (!readObject(part, shapes.expressionType)) return undefined;
  const type = readChoice(member(part, 'type'), types.filter(isVersioned));
  if (type === undefined) return undefined;
  const version = readChoice(member(part, 'version'), versions[type]);
  return version === undefined ? undefined : languageOf(types, type, version);
}

/** What to write for a query of the draft. */
export const draftRemedy =
  'the draft of JSONPath is read as RFC 9535: write $[-1] for $[(@.length-1)], $[?@.a == 1] for $[?(@.a == 1)]';

/** Whether the version is the draft of JSONPath, which RFC 9535 has replaced. */
export function isDraft(part: Part): boolean {
  return member(part, 'version').value === draft;
}

function isVersioned<Type extends Language['type']>(type: Type): type is Type & Versioned {
  return Object.hasOwn(versions, type);
}

function languageOf<Type extends Language['type']>(
  types: readonly Type[],
  type: Type | undefined,
  version?: string,
): Extract<Language, { readonly type: Type }> | undefined {
  const language: Language | undefined =
    type === 'xpath'
      ? { type, version: xpathVersions.find((known) => known === version) ?? 'xpath-31' }
      : type && { type };
  return isOneOf(language, types) ? language : undefined;
}

function isOneOf<Type extends Language['type']>(
  language: Language | undefined,
  types: readonly Type[],
): language is Extract<Language, { readonly type: Type }> {
  return types.some((type) => type === language?.type);
}
