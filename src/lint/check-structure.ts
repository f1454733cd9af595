// The door to Redocly's rules: whether a document is valid OpenAPI, field by field, in every corner of it.
// Loading the library takes longer than all its rules, so that it is loaded here, when lint asks, and nowhere else.
import { posix } from 'node:path';
import type { NormalizedProblem } from '@redocly/openapi-core';
import { replaceExactNumbers, showValue } from '../core/json.ts';
import type { SourceDocument } from '../core/source.ts';
import type { LintFinding } from '../openapi/lint/lint-finding.ts';
import { placeAt } from '../openapi/resolve-reference.ts';

/** The library's rules that only say what the specification says. */
const rules = [
  'struct',
  'no-undefined-server-variable',
  'no-server-variables-empty-enum',
  'no-example-value-and-externalValue',
  'no-duplicated-tag-names',
  'spec-components-invalid-map-name',
];

/**
 * @param open gives the project's file of that name, for `$ref` to other files; nothing is fetched
 */
export async function checkStructure(
  documents: readonly SourceDocument[],
  open: (file: string) => SourceDocument | undefined,
): Promise<LintFinding[]> {
  if (documents.length === 0) return [];
  const { BaseResolver, ResolveError, Source, createConfig, lintDocument } = await import('@redocly/openapi-core');
  const config = await createConfig({ rules: Object.fromEntries(rules.map((rule) => [rule, 'error'])) });
  const opened = new Map<string, SourceDocument>();
  const read = (document: SourceDocument) => {
    opened.set(document.file, document);
    return { source: new Source(document.file, document.text), parsed: replaceExactNumbers(document.value, Number) };
  };

  class ProjectFiles extends BaseResolver {
    override resolveExternalRef(base: string | null, reference: string): string {
      return posix.join(posix.dirname(base ?? ''), reference);
    }

    override resolveDocument = (base: string | null, reference: string): Promise<never> => {
      const file = this.resolveExternalRef(base, reference);
      const document = /^[a-z][a-z0-9+.-]*:/i.test(reference) ? undefined : openQuietly(open, file);
      const found = document ? read(document) : new ResolveError(new Error(`there is no file ${file}`));
      return Promise.resolve(found as never);
    };
  }

  const findings: LintFinding[] = [];
  for (const document of documents) {
    try {
      const externalRefResolver = new ProjectFiles();
      const problems = await lintDocument({ document: read(document), config, externalRefResolver });
      findings.push(...problems.flatMap((problem) => toFinding(problem, opened)));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const message = `the structure could not be checked: ${reason}`;
      findings.push({ rule: 'structure', place: placeAt(document, ''), message });
    }
  }
  return findings;
}

/** A file with faults of its own has told them. */
function openQuietly(open: (file: string) => SourceDocument | undefined, file: string): SourceDocument | undefined {
  try {
    return open(file);
  } catch {
    return undefined;
  }
}

function toFinding(problem: NormalizedProblem, opened: ReadonlyMap<string, SourceDocument>): LintFinding[] {
  const [location] = problem.location;
  const document = opened.get(location?.source.absoluteRef ?? '');
  if (!location || !document) return [];
  const place = placeAt(document, location.pointer?.replace(/^#\/?(?=\/|$)/, '').replace(/^#/, '') ?? '');
  const [near] = problem.suggest;
  return [
    {
      rule: 'structure',
      place,
      part: location.reportOnKey === true ? 'key' : 'value',
      ...wordsOf(problem.message, showValue(place.value)),
      ...(near === undefined ? {} : { remedy: `did you mean "${near}"?` }),
    },
  ];
}

type Words = Pick<LintFinding, 'message' | 'expected' | 'actual'>;

/** The library's sentences in the shape of ours; those that it may bring in later stay as they are. */
function wordsOf(said: string, actual: string): Words {
  const text = said.replaceAll('`', '"').replace(/\.$/, '');
  const [, missing] = /^The field "(.*)" must be present/.exec(text) ?? [];
  if (missing !== undefined) return { message: `the required field "${missing}" is missing` };
  const [, unknown] = /^Property "(.*)" is not expected here/.exec(text) ?? [];
  if (unknown !== undefined) return { message: `there is no field "${unknown}" here` };
  const [, type, kind] = /^Expected type "([^"]*)"(?: \((\w+)\))? but got/.exec(text) ?? [];
  if (type !== undefined) {
    return { message: 'the value is of the wrong kind', expected: kind ? `${kind} (${type})` : type, actual };
  }
  return { message: text.charAt(0).toLowerCase() + text.slice(1) };
}
