// `x-lint-ignore: [rule]`: switches rules off for the object that holds it, and for all that lies inside; at the root,
// for the whole file.
import type { JsonValue } from '../../core/json.ts';
import { isJsonArray, isJsonObject, showValue } from '../../core/json.ts';
import { memberOf, parsePointer } from '../../document/json-pointer.ts';
import { nearestOf } from '../reading.ts';
import { inside, placeAt } from '../resolve-reference.ts';
import type { Place } from '../resolve-reference.ts';
import type { SourceDocument } from '../../core/source.ts';
import type { LintFinding } from './lint-finding.ts';
import { lintRuleNames } from './lint-rules.ts';

const extension = 'x-lint-ignore';

export function isIgnored({ rule, place }: { readonly rule: string; readonly place: Place }): boolean {
  if (rule === 'lint-ignore') return false;
  let value: JsonValue | undefined = place.document.value;
  if (names(value, rule)) return true;
  return (parsePointer(place.pointer) ?? []).some((token) => names((value = memberOf(value, token)), rule));
}

function names(value: JsonValue | undefined, rule: string): boolean {
  const ignored = memberOf(value, extension);
  return isJsonArray(ignored) && ignored.includes(rule);
}

/** What stands in these is data, whose names mean nothing here. */
const data: ReadonlySet<string> = new Set(['example', 'examples', 'default', 'enum', 'const', 'value', 'payload']);
/** Names in these are the author's. */
const named: ReadonlySet<string> = new Set([
  'properties',
  'patternProperties',
  '$defs',
  'definitions',
  'dependentSchemas',
  'outputs',
]);

/** Every `x-lint-ignore` of a file that is no list of names of rules: else a slip would leave a rule on, or seem to. */
export function checkIgnores(document: SourceDocument, rules = lintRuleNames): LintFinding[] {
  const findings: LintFinding[] = [];
  const waiting: [place: Place, isNamed: boolean][] = [[placeAt(document, ''), false]];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [place, isNamed] = next;
    const { value } = place;
    if (isJsonArray(value)) waiting.push(...value.map((_, index): [Place, boolean] => [inside(place, index), false]));
    if (!isJsonObject(value)) continue;
    for (const name of Object.keys(value)) {
      if (name === extension && !isNamed) findings.push(...wrongNames(inside(place, name), rules));
      else if (isNamed || !(data.has(name) || name.startsWith('x-'))) {
        waiting.push([inside(place, name), !isNamed && named.has(name)]);
      }
    }
  }
  return findings;
}

function wrongNames(place: Place, rules: readonly string[]): LintFinding[] {
  const { value } = place;
  const expected = `a list of rules: ${rules.join(', ')}`;
  if (!isJsonArray(value)) {
    const message = `${extension} has a wrong value`;
    return [{ rule: 'lint-ignore', place, part: 'key', message, expected, actual: showValue(value) }];
  }
  return value.flatMap((name, index): LintFinding[] => {
    if (typeof name === 'string' && rules.includes(name)) return [];
    const message = typeof name === 'string' ? `lint has no rule "${name}"` : 'a rule is named by text';
    const near = typeof name === 'string' ? nearestOf(name, rules) : {};
    const rest = near.remedy === undefined ? { expected, actual: showValue(name) } : near;
    return [{ rule: 'lint-ignore', place: inside(place, index), message, ...rest }];
  });
}
