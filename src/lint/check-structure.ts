// The door to Redocly's rules: whether a document is valid OpenAPI, field by field, in every corner of it.
// Loading the library takes longer than all its rules, so that it is loaded here, when lint asks, and nowhere else.
import type { NormalizedProblem } from '@redocly/openapi-core';
import { showValue } from '../core/json.ts';
import type { SourceDocument } from '../core/source.ts';
import type { LintFinding } from '../openapi/lint/lint-finding.ts';
import { placeAt } from '../openapi/resolve-reference.ts';
import { createRedoclyFiles } from './redocly-files.ts';

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
  const library = await import('@redocly/openapi-core');
  const config = await library.createConfig({ rules: Object.fromEntries(rules.map((rule) => [rule, 'error'])) });
  const { read, opened, createResolver } = createRedoclyFiles(library, open);
  const findings: LintFinding[] = [];
  for (const document of documents) {
    try {
      const externalRefResolver = createResolver();
      const problems = await library.lintDocument({ document: read(document), config, externalRefResolver });
      findings.push(...problems.flatMap((problem) => toFinding(problem, opened)));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const message = `the structure could not be checked: ${reason}`;
      findings.push({ rule: 'structure', place: placeAt(document, ''), message });
    }
  }
  return findings;
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

type Words = Pick<LintFinding, 'message' | 'expected' | 'actual' | 'remedy'>;

/** The library's sentences in the shape of ours; those that it may bring in later stay as they are. */
function wordsOf(said: string, actual: string): Words {
  const text = said.replaceAll('`', '"').replace(/\.$/, '');
  const [, missing] = /^The field "(.*)" must be present/.exec(text) ?? [];
  if (missing !== undefined) {
    return { message: `the required field "${missing}" is missing`, remedy: 'add it: OpenAPI requires it' };
  }
  const [, unknown] = /^Property "(.*)" is not expected here/.exec(text) ?? [];
  if (unknown !== undefined) {
    return { message: `there is no field "${unknown}" here`, remedy: 'remove it, or begin its name with x-' };
  }
  const [, type, kind] = /^Expected type "([^"]*)"(?: \((\w+)\))? but got/.exec(text) ?? [];
  if (type !== undefined) {
    return { message: 'the value is of the wrong kind', expected: kind ? `${kind} (${type})` : type, actual };
  }
  const message = text
    .replace(/^Server variable with "enum" must be.*/, 'the enum of a server variable has no values')
    .replace(/^Server variable define "enum" and "default".*/, 'the default of a server variable is not in its enum')
    .replace(/^Example object can have either.*/, 'an example has a value or an externalValue, not both')
    .replace(/^The "(.*)" variable is not defined.*/, 'the address has a variable "$1" that variables do not define')
    .replace(
      /^The map key in \w+ "(.*)" does not match.*/,
      'a component is named by letters, digits, ".", "-" and "_", not "$1"',
    );
  return { message: message.charAt(0).toLowerCase() + message.slice(1) };
}
