// All rules of lint over all workflows of a project. Nothing is sent.
import type { Fault } from '../../core/errors.ts';
import { formatLocation } from '../../core/source.ts';
import { isIgnored, checkIgnores } from '../../openapi/lint/lint-ignore.ts';
import { lintRules } from '../../openapi/lint/lint-rules.ts';
import type { OperationIndex } from '../../openapi/operation-index.ts';
import { placeAt } from '../../openapi/resolve-reference.ts';
import type { Step } from '../description.ts';
import { placeOfText } from '../check/check-expression.ts';
import { addFault, partAt } from '../read/fields.ts';
import type { Reading } from '../read/fields.ts';
import type { Link } from '../link.ts';
import { checkAnswers, checkStatuses } from './check-answers.ts';
import { checkCleanUp } from './check-clean-up.ts';
import { checkComparisons } from './check-comparisons.ts';
import { checkFlow } from './check-flow.ts';
import { checkJsonPath } from './check-jsonpath.ts';
import { checkRequest, checkUndeclaredParameters } from './check-request.ts';
import { checkSharedRows } from './check-shared-rows.ts';
import { checkCalledExchange, checkTexts } from './check-texts.ts';
import { checkUnused, inputsReadElsewhere, unusedComponents } from './check-unused.ts';
import type { ReadElsewhere } from './check-unused.ts';
import { allSteps } from './scene.ts';
import type { Scene, WorkflowFinding } from './scene.ts';
import type { StepView } from './step-view.ts';
import { walkWorkflow } from './walk-workflow.ts';
import { workflowRules } from './workflow-rules.ts';

export type LintedWorkflows = {
  /** Descriptions whose sources are all there. */
  readonly links: readonly Link[];
  /** Of all contracts of the project. */
  readonly operations: OperationIndex;
  /** What is known to be wrong already: at the same place nothing more is told. */
  readonly known: readonly Fault[];
  /** Whether warnings are faults. */
  readonly strict: boolean;
};

const rules = { ...lintRules, ...workflowRules };
/** With one of these, what reads an output or an input may just not be seen. */
const hiding: ReadonlySet<string> = new Set([
  'REFERENCE_NOT_FOUND',
  'STEP_NOT_FOUND',
  'EXPRESSION_SYNTAX',
  'ARAZZO_SCHEMA',
]);

const ruleNames = [...Object.keys(workflowRules), 'unused-component', 'lint-ignore'];

export function lintWorkflows({ links, operations, known, strict }: LintedWorkflows): Fault[] {
  const told = new Set(known.map(({ location }) => (location ? formatLocation(location) : '')));
  const blurred = new Set(known.flatMap(({ code, location }) => (location && hiding.has(code) ? [location.file] : [])));
  const elsewhere = inputsReadElsewhere(links.flatMap(({ description }) => description.workflows));
  const faults = new Map<string, Fault>();
  for (const link of links) {
    for (const fault of lintDescription(link, { operations, elsewhere, blurred, strict })) {
      const place = fault.location ? formatLocation(fault.location) : '';
      // What YAML aliases or components share is met as often as it is used.
      if (!told.has(place)) faults.set(`${place} ${fault.message}`, fault);
    }
  }
  return [...faults.values()];
}

type Linting = {
  readonly operations: OperationIndex;
  readonly elsewhere: ReadElsewhere;
  /** Files in which a name may be misspelt. */
  readonly blurred: ReadonlySet<string>;
  readonly strict: boolean;
};

function lintDescription(link: Link, { operations, elsewhere, blurred, strict }: Linting): readonly Fault[] {
  const { description } = link;
  const { document, version } = description;
  const views = new Map<Step, StepView | undefined>();
  const reading: Reading = { document, version, faults: [] };
  const { workflows } = description;
  const findings = workflows.flatMap((workflow) => lintWorkflow({ link, workflow, operations, views }));
  if (!blurred.has(document.file)) {
    findings.push(...workflows.flatMap((workflow) => checkUnused(description, workflow, elsewhere)));
    findings.push(...unusedComponents(description));
  }
  for (const finding of findings) {
    if (!isIgnored({ rule: finding.rule, place: placeAt(document, finding.pointer) })) tell(reading, finding, strict);
  }
  for (const { place, part, ...words } of checkIgnores(document, ruleNames)) {
    const { rule, message, expected, actual, remedy } = words;
    const detail = {
      rule,
      ...(expected === undefined ? {} : { expected }),
      ...(actual === undefined ? {} : { actual }),
    };
    const further = { ...(remedy === undefined ? {} : { remedy }), ...(part === 'key' ? { at: part } : {}) };
    addFault(partAt(reading, place.pointer), 'WORKFLOW_RULE', message, { ...detail, ...further });
  }
  return reading.faults;
}

function lintWorkflow(scene: Scene): WorkflowFinding[] {
  return [
    ...[...walkWorkflow(scene.workflow)].flatMap((site) => [
      ...checkAnswers(scene, site),
      ...checkComparisons(scene, site),
      ...checkJsonPath(scene, site),
      ...checkTexts(scene, site),
      ...checkCalledExchange(site),
      ...checkSharedRows(scene, site),
    ]),
    ...allSteps(scene.workflow).flatMap((step) => [...checkRequest(scene, step), ...checkStatuses(scene, step)]),
    ...checkUndeclaredParameters(scene),
    ...checkFlow(scene.workflow),
    ...checkCleanUp(scene),
  ];
}

function tell(
  reading: Reading,
  { rule, pointer, at, text, message, ...words }: WorkflowFinding,
  strict: boolean,
): void {
  const [weight] = rules[rule];
  const part = text === undefined ? partAt(reading, pointer) : placeOfText(partAt(reading, pointer), text);
  const start = text !== undefined && typeof part.value === 'string' ? part.value.indexOf(text) : -1;
  const place = at ? { at } : start >= 0 ? { offset: start } : {};
  const detail = { rule, ...(weight === 'warning' && !strict && { weight }), ...words, ...place };
  addFault(part, 'WORKFLOW_RULE', message, detail);
}
