// Tests share their tables. A criterion that counts rows, or compares all of them, holds only as long as nobody else writes
// there; unless the request asks for rows that are the test's own, by an id or by the mark of the run.
import type { Condition, Expression, Navigation } from '../../expression/expression.ts';
import { expressionsIn } from '../../expression/template.ts';
import type { Operation } from '../../openapi/contract.ts';
import { typesIn, worldsOf } from '../../openapi/lint/schema-worlds.ts';
import { isJsonType, parseMediaType } from '../../openapi/media-type.ts';
import type { Criterion, Workflow } from '../description.ts';
import { tokensOf } from './expression-facts.ts';
import { viewOf } from './scene.ts';
import type { Scene, WorkflowFinding } from './scene.ts';
import { contentOf, isSuccess } from './step-view.ts';
import type { StepView } from './step-view.ts';
import type { Site } from './walk-workflow.ts';

export function checkSharedRows(scene: Scene, site: Site): WorkflowFinding[] {
  if (site.kind !== 'criterion' || site.passing || !site.step) return [];
  const counted = countedBy(site.criterion);
  const view = counted && viewOf(scene, site.step);
  if (!view || !asksForRows(view) || hasOwnFilter(view, scene.workflow)) return [];
  const { operationId } = view.operation;
  const message = `${counted.text} ${counted.tells} of ${operationId}, and others write to the same table`;
  const remedy = 'filter by an own id ($steps.<step>.outputs.<id>) or by the mark of the run ($inputs.<mark>)';
  return [{ rule: 'shared-rows', pointer: `${site.pointer}/condition`, text: counted.text, message, remedy }];
}

type Counted = { readonly text: string; readonly tells: string };

const counts = 'counts the rows';

function countedBy({ parsed, condition }: Criterion): Counted | undefined {
  if (parsed.type === 'simple') return countedIn(parsed.condition);
  const { context } = parsed;
  if (isCountHeader(context)) return { text: context.text, tells: counts };
  const isWhole = context.source === 'response' && context.part === 'body' && tokensOf(context).length === 0;
  const [text] = /\b(?:count|length)\(\s*\$/u.exec(condition) ?? [];
  return isWhole && parsed.type === 'jsonpath' && text !== undefined ? { text, tells: counts } : undefined;
}

function countedIn(condition: Condition): Counted | undefined {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return countedIn(condition.left) ?? countedIn(condition.right);
    case 'not':
      return countedIn(condition.condition);
    case 'operand':
      return 'literal' in condition.operand ? undefined : countedOperand(condition.operand, true);
    case 'comparison': {
      const { left, right } = condition;
      const isNull = [left, right].some((operand) => 'literal' in operand && operand.literal === null);
      const operands = [left, right].flatMap((operand) => ('literal' in operand ? [] : [operand]));
      return operands.map((operand) => countedOperand(operand, isNull)).find((found) => found !== undefined);
    }
  }
}

/** @param isPresence whether it is asked whether the value is there */
function countedOperand({ expression, path }: Navigation, isPresence: boolean): Counted | undefined {
  const { text } = expression;
  if (isCountHeader(expression)) return { text, tells: counts };
  if (expression.source !== 'response' || expression.part !== 'body') return undefined;
  const tokens = [...tokensOf(expression), ...path.map(String)];
  if (tokens.length === 0) return { text, tells: 'is the whole list' };
  return isPresence && tokens.length === 1 && /^\d+$/u.test(tokens[0] ?? '') ? { text, tells: counts } : undefined;
}

function isCountHeader(expression: Expression): boolean {
  if (expression.source !== 'response' || expression.part !== 'header') return false;
  return ['content-range', 'x-total-count'].includes(expression.name.toLowerCase());
}

/** GET whose good answer is a list, and HEAD beside such a GET. */
function asksForRows(view: StepView): boolean {
  const { operation, statuses } = view;
  if (!statuses.some(isSuccess)) return false;
  if (operation.method === 'GET') return givesList(operation, view);
  if (operation.method !== 'HEAD') return false;
  return operation.contract.operations.some(
    (other) => other.method === 'GET' && other.path === operation.path && givesList(other, view),
  );
}

function givesList({ responses }: Operation, view: StepView): boolean {
  return responses.some((response) => {
    if (!response.status.startsWith('2')) return false;
    const content = contentOf(view, response).filter(({ mediaType }) =>
      isJsonType(parseMediaType(mediaType)?.essence ?? ''),
    );
    const schema = (content.find(({ mediaType }) => mediaType === 'application/json') ?? content[0])?.schema;
    const types = schema ? typesIn(worldsOf(schema)) : new Set<string>();
    return types.size === 1 && types.has('array');
  });
}

/** Parameters that choose how rows come, and not which. */
const presenting: ReadonlySet<string> = new Set([
  'limit',
  'offset',
  'page',
  'per_page',
  'order',
  'sort',
  'select',
  'cursor',
]);

function hasOwnFilter({ parameters }: StepView, workflow: Workflow): boolean {
  return parameters.some(
    ({ name, in: place, value }) =>
      (place === 'query' || place === 'path' || place === 'querystring') &&
      !presenting.has(name) &&
      expressionsIn(value).some((expression) => isOwn(expression, workflow)),
  );
}

/** An input with a value of its own in the document is the same in every run; whatever else comes in may be an own id. */
function isOwn(expression: Expression, { inputs }: Workflow): boolean {
  if (expression.source !== 'inputs') return true;
  return inputs.from.has(expression.name) || !Object.hasOwn(inputs.defaults, expression.name);
}
