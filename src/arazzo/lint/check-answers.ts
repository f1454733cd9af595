// What expressions read of answers, against what the contracts declare of those that the criteria allow.
import { didYouMean } from '../../core/nearest-name.ts';
import { formatPointer } from '../../document/json-pointer.ts';
import type { Expression, Navigation } from '../../expression/expression.ts';
import { navigationsIn, renderNavigation } from '../../expression/render-condition.ts';
import { confidenceOf } from '../../openapi/confidence.ts';
import { typesIn } from '../../openapi/lint/schema-worlds.ts';
import { typeText } from '../../openapi/lint/certain-violations.ts';
import type { Criterion, Step } from '../description.ts';
import { follow, groundOf, isGuessed, tokensOf } from './expression-facts.ts';
import type { Followed, Ground } from './expression-facts.ts';
import { stepLabel, viewOf } from './scene.ts';
import type { Scene, WorkflowFinding } from './scene.ts';
import { standardHeaders } from './standard-headers.ts';
import { declaredStatuses } from './step-view.ts';
import { mayBeMet, mentionsStatus } from './status-condition.ts';
import { expressionsAt } from './walk-workflow.ts';
import type { Site } from './walk-workflow.ts';

export function checkAnswers(scene: Scene, site: Site): WorkflowFinding[] {
  // The answer of which an action speaks need not be a good one.
  if (site.kind === 'criterion' && site.passing) return [];
  return navigationsAt(site).flatMap((navigation): WorkflowFinding[] => {
    const { expression } = navigation;
    const isHeader = expression.source === 'response' && expression.part === 'header';
    const found = isHeader ? checkHeader(scene, expression.name, site) : checkPath(scene, navigation, site);
    return found ? [{ ...found, text: expression.text, pointer: pointerOf(site) }] : [];
  });
}

type Told = Omit<WorkflowFinding, 'pointer' | 'text'>;

/** The expressions of a place, with what stands behind them in a condition. */
function navigationsAt(site: Site): readonly Navigation[] {
  const parsed = site.kind === 'criterion' ? site.criterion.parsed : undefined;
  if (parsed?.type === 'simple') return navigationsIn(parsed.condition);
  return expressionsAt(site).map((expression) => ({ expression, path: [] }));
}

function pointerOf(site: Site): string {
  if (site.kind !== 'criterion') return site.pointer;
  return `${site.pointer}/${site.criterion.parsed.type === 'simple' ? 'condition' : 'context'}`;
}

function checkPath(scene: Scene, navigation: Navigation, { step }: Site): Told | undefined {
  const { expression, path } = navigation;
  const ground = groundOf(scene, expression, step);
  if (!ground) return undefined;
  const text = renderNavigation(navigation);
  if (ground.worlds.length === 0) return noBody(ground, expression, text);
  const tokens = [...tokensOf(expression), ...path.map(String)];
  const reach = follow(ground.worlds, tokens);
  if (reach.kind === 'found' || follow(ground.others, tokens).kind === 'found') return undefined;
  const told = tellReach(ground, reach, tokens, text);
  return ground.isGuess || isGuessed(reach.at) ? { ...told, rule: 'answer-not-declared' } : told;
}

/** Only where nothing else may come that has a body. */
function noBody({ label, others }: Ground, expression: Expression, text: string): Told | undefined {
  if (expression.source !== 'response' || others.length > 0) return undefined;
  return { rule: 'answer-impossible', message: `${text}: ${label} has no body` };
}

function tellReach(ground: Ground, reach: Followed, tokens: readonly string[], text: string): Told {
  const { passed, at } = reach;
  const name = tokens[passed] ?? '';
  const above = formatPointer(tokens.slice(0, passed));
  const where = above === '' ? ground.label : `${above} in ${ground.label}`;
  if (reach.kind === 'found') return { rule: 'answer-impossible', message: text };
  if (reach.kind === 'unlisted') {
    const message = `${text}: ${where} lists no property "${name}"`;
    return { rule: 'answer-not-declared', message, ...suggest(name, reach.names) };
  }
  const told = (message: string): Told => ({ rule: 'answer-impossible', message: `${text}: ${where} ${message}` });
  switch (reach.reason) {
    case 'closed':
      return { ...told(`can have no property "${name}"`), ...suggest(name, reach.names) };
    case 'scalar':
      return { ...told(`is ${typeText(typesIn(at))}, and has nothing inside`) };
    case 'short':
      return { ...told(`has no element ${name}`) };
    case 'list': {
      const inFirst = follow(at, ['0', ...tokens.slice(passed)]).kind === 'found';
      const element = formatPointer([...tokens.slice(0, passed), '0', ...tokens.slice(passed)]);
      const remedy = inFirst ? { remedy: `name an element, as in #${element}` } : {};
      return { ...told(`is a list, which has no "${name}"`), ...remedy };
    }
  }
}

function suggest(name: string, names: readonly string[]): Pick<Told, 'remedy'> {
  const listed = names.length === 0 ? undefined : `it has ${names.slice(0, 12).join(', ')}`;
  const remedy = didYouMean(name, names) ?? listed;
  return remedy === undefined ? {} : { remedy };
}

function checkHeader(scene: Scene, name: string, { step }: Site): Told | undefined {
  const view = step && viewOf(scene, step);
  if (view?.policy.headers !== 'error' || standardHeaders.has(name.toLowerCase())) return undefined;
  const headers = view.operations.flatMap(({ responses }) => responses.flatMap((response) => response.headers));
  const names = [...new Set(headers.map((header) => header.name))];
  if (names.some((declared) => declared.toLowerCase() === name.toLowerCase())) return undefined;
  const message = `$response.header.${name}: no answer of ${view.operation.operationId} declares such a header`;
  return { rule: 'answer-not-declared', message, ...suggest(name, names) };
}

/** Criteria that no declared status meets: the step fails by its criteria, or by the contract. */
export function checkStatuses(scene: Scene, step: Step): WorkflowFinding[] {
  const view = viewOf(scene, step);
  if (view?.policy.status !== 'error' || view.statuses.length > 0) return [];
  const [judge = view.operation] = view.operations;
  // A status that a guess does not know is a warning.
  if (confidenceOf(judge, judge) === 'inferred') return [];
  const declared = declaredStatuses(view.operations);
  const labels = [...new Set(view.operations.flatMap(({ responses }) => responses.map(({ status }) => status)))].sort();
  const telling = step.successCriteria.filter(mentionsStatus);
  const culprit = telling.find((criterion) => !declared.some((status) => mayBeMet(criterion, status)));
  const { operationId } = view.operation;
  const pointer = culprit ?? telling.at(-1);
  if (!pointer) {
    if (declared.length === 0) return [];
    const message = `${stepLabel(step)} has no criteria, and ${operationId} declares no 2xx`;
    const remedy = 'say by successCriteria which status is meant';
    return [{ rule: 'status-not-declared', pointer: `${step.pointer}/stepId`, at: 'key', message, remedy }];
  }
  const words = culprit ? conditionText(culprit) : 'the criteria together';
  return [
    {
      rule: 'status-not-declared',
      pointer: `${pointer.pointer}/condition`,
      message: `${words}: ${operationId} declares no status for which that holds`,
      expected: `one of ${labels.join(', ')}`,
    },
  ];
}

function conditionText({ condition, parsed }: Criterion): string {
  return parsed.type === 'simple' ? condition : `$statusCode matches ${condition}`;
}
