// All rules of lint over all contracts of a project.
import type { Fault } from '../../core/errors.ts';
import { formatLocation } from '../../core/source.ts';
import type { SourceDocument } from '../../core/source.ts';
import type { Contract } from '../contract.ts';
import { checkExamples } from './check-examples.ts';
import { checkKeywords } from './check-keywords.ts';
import { checkOperationIds } from './check-operation-ids.ts';
import { checkSources } from './check-sources.ts';
import { checkStatuses } from './check-statuses.ts';
import type { LintFinding } from './lint-finding.ts';
import { checkIgnores, isIgnored } from './lint-ignore.ts';
import { lintRules } from './lint-rules.ts';
import { schemaNeverValid } from './schema-never-valid.ts';
import { unusedComponents } from './unused-components.ts';
import { walkContract } from './walk-contract.ts';

export type Linted = {
  /** Every contract that could be read as a document, whatever else is wrong with it. */
  readonly documents: readonly SourceDocument[];
  /** Those without faults. */
  readonly contracts: readonly Contract[];
  /** What is known to be wrong already: it is not told twice. */
  readonly known: readonly Fault[];
  /** Whether warnings are faults. */
  readonly strict: boolean;
};

/** With one of these, what leads to a component may just not be seen. */
const hiding: ReadonlySet<string> = new Set(['CONTRACT_SCHEMA', 'YAML_SYNTAX', 'DOCUMENT_NOT_FETCHED']);

/** @param more what was found elsewhere, to be told in the same list */
export function lintContracts(
  { documents, contracts, known, strict }: Linted,
  more: readonly LintFinding[] = [],
): Fault[] {
  const walked = documents.map((document) => ({ document, sites: walkContract(document) }));
  const files = new Map(
    walked.flatMap(({ document, sites }) =>
      [document, ...sites.map(({ place }) => place.document)].map((part) => [part.file, part] as const),
    ),
  );
  const findings = [
    ...more,
    ...walked.flatMap(({ document, sites }) => [
      ...schemaNeverValid(sites),
      ...checkKeywords(sites),
      ...checkExamples(sites),
      ...checkSources(document.file, sites),
    ]),
    ...checkOperationIds(walked),
    ...(known.some(({ code }) => hiding.has(code)) ? [] : unusedComponents(walked)),
    ...checkStatuses(contracts),
    ...[...files.values()].flatMap((document) => checkIgnores(document)),
  ];
  const told = new Set(known.map(({ location }) => (location ? formatLocation(location) : '')));
  const faults = new Map<string, Fault>();
  for (const finding of findings) {
    if (isIgnored(finding) || isTold(finding, told)) continue;
    const fault = toFault(finding, strict);
    const place = fault.location ? formatLocation(fault.location) : '';
    faults.set(`${place} ${finding.rule} ${fault.message}`, fault);
  }
  return [...faults.values()];
}

/** Rules that look at what reading a contract looks at, too. */
function isTold({ rule, place }: LintFinding, told: ReadonlySet<string>): boolean {
  if (rule !== 'structure' && rule !== 'pattern') return false;
  const { document, pointer } = place;
  return (['key', 'value'] as const).some((part) => told.has(formatLocation(document.locate(pointer, part))));
}

function toFault({ rule, place, part, ...words }: LintFinding, strict: boolean): Fault {
  const [weight] = lintRules[rule];
  const location = place.document.locate(place.pointer, part);
  return { code: 'CONTRACT_RULE', rule, ...(weight === 'warning' && !strict && { weight }), ...words, location };
}
