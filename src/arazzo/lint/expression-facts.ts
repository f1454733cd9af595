// What the contracts and schemas tell of an expression's value, before anything is sent.
import type { JsonValue } from '../../core/json.ts';
import { parsePointer } from '../../document/json-pointer.ts';
import type { Expression, Selection } from '../../expression/expression.ts';
import { confidenceAt, confidenceOf } from '../../openapi/confidence.ts';
import type { GoverningResponse } from '../../openapi/match-response.ts';
import { stepInto, typesIn, valuesIn, worldsOf } from '../../openapi/lint/schema-worlds.ts';
import type { Reach, World } from '../../openapi/lint/schema-worlds.ts';
import { isJsonType, parseMediaType } from '../../openapi/media-type.ts';
import type { Step } from '../description.ts';
import { findStep, resolveWorkflow } from '../link.ts';
import { viewOf } from './scene.ts';
import type { Scene } from './scene.ts';
import { contentOf } from './step-view.ts';
import type { StepView } from './step-view.ts';

/** What an expression selects from, before its pointer: what a good answer may hold, and what other answers may. */
export type Ground = {
  readonly worlds: readonly World[];
  readonly others: readonly World[];
  /** `the 200 answer of queryRecords`. */
  readonly label: string;
  /** Whether the contract only guesses (`x-confidence: inferred`), so that another value would be a warning. */
  readonly isGuess: boolean;
};

const anything: readonly World[] = [[]];
/** Outputs of workflows that call each other are followed no further. */
const deepest = 10;

/** Undefined where nothing is known. */
export function groundOf(scene: Scene, expression: Expression, step: Step | undefined, depth = 0): Ground | undefined {
  if (depth > deepest) return undefined;
  switch (expression.source) {
    case 'response': {
      const view = step && viewOf(scene, step);
      return view && expression.part === 'body' ? groundOfAnswers(view) : undefined;
    }
    case 'inputs':
      return inputGround(scene, expression.name);
    case 'steps':
      return outputGround(scene, expression, depth);
    case 'outputs':
      return step?.target.type === 'workflow' ? calledGround(scene, step, expression.name, depth) : undefined;
    default:
      return undefined;
  }
}

const grounds = new WeakMap<StepView, { readonly ground: Ground | undefined }>();

/** Worked out once for each step. */
function groundOfAnswers(view: StepView): Ground | undefined {
  let known = grounds.get(view);
  if (!known) grounds.set(view, (known = { ground: answerGround(view) }));
  return known.ground;
}

function answerGround(view: StepView): Ground | undefined {
  const { status, mediaType, body } = view.policy;
  // Where another answer would pass, nothing is known of it.
  if (view.answers.length === 0 || [status, mediaType, body].some((strictness) => strictness !== 'error'))
    return undefined;
  const statuses = [...new Set(view.answers.map(({ response }) => response.status))].join(' or ');
  const [first] = view.answers;
  const label = `the ${statuses} answer of ${first?.operation.operationId ?? ''}`;
  const isGuess = view.answers.some(({ operation, response }) => confidenceOf(operation, response) === 'inferred');
  return { worlds: bodyWorlds(view, view.answers), others: bodyWorlds(view, view.others), label, isGuess };
}

function bodyWorlds(view: StepView, answers: readonly GoverningResponse[]): readonly World[] {
  const worlds = answers.flatMap(({ response }) =>
    contentOf(view, response).flatMap(({ mediaType, schema }): readonly World[] => {
      const isJson = isJsonType(parseMediaType(mediaType)?.essence ?? '');
      return schema && isJson ? worldsOf(schema) : anything;
    }),
  );
  // Many statuses share their schema.
  return [...new Set(worlds)];
}

function inputGround({ link, workflow }: Scene, name: string): Ground | undefined {
  const { document } = link.description;
  const reach = stepInto(worldsOf({ document, pointer: workflow.inputs.pointer }), name);
  if (reach.kind !== 'found') return undefined;
  return { worlds: reach.worlds, others: [], label: `the input "${name}"`, isGuess: false };
}

function outputGround(
  scene: Scene,
  { stepId, output }: Extract<Expression, { readonly source: 'steps' }>,
  depth: number,
): Ground | undefined {
  const step = findStep(scene.workflow, stepId);
  if (!step) return undefined;
  const own = step.outputs.find(({ name }) => name === output);
  if (!own) return step.target.type === 'workflow' ? calledGround(scene, step, output, depth) : undefined;
  return valueGround(scene, own.value, { step, label: `the output "${output}" of step "${stepId}"`, depth });
}

function calledGround(scene: Scene, { target }: Step, name: string, depth: number): Ground | undefined {
  const called = target.type === 'workflow' ? resolveWorkflow(scene.link, target.workflow) : undefined;
  const output = called?.workflow.outputs.find((candidate) => candidate.name === name);
  if (!called || !output) return undefined;
  const label = `the output "${name}" of workflow "${called.workflow.workflowId}"`;
  return valueGround({ ...scene, ...called }, output.value, { step: undefined, label, depth });
}

type Naming = { readonly step: Step | undefined; readonly label: string; readonly depth: number };

/** What a selector gives is left open. */
function valueGround(scene: Scene, value: Selection, { step, label, depth }: Naming): Ground | undefined {
  if (value.kind !== 'expression') return undefined;
  const { expression } = value;
  const ground = groundOf(scene, expression, step, depth + 1);
  if (!ground) return undefined;
  const { worlds, others, isGuess } = ground;
  const reach = follow([...worlds, ...others], tokensOf(expression));
  return reach.kind === 'found' ? { worlds: reach.worlds, others: [], label, isGuess } : undefined;
}

/** The pointer of an expression as its tokens. */
export function tokensOf(expression: Expression): readonly string[] {
  return 'pointer' in expression ? (parsePointer(expression.pointer ?? '') ?? []) : [];
}

export type Followed = Reach & {
  /** How many tokens were followed before the end. */
  readonly passed: number;
  /** What the last token was looked for in. */
  readonly at: readonly World[];
};

/** Follows a path as far as it goes. */
export function follow(worlds: readonly World[], tokens: readonly string[]): Followed {
  let at = worlds;
  for (const [passed, token] of tokens.entries()) {
    const reach = stepInto(at, token);
    if (reach.kind !== 'found') return { ...reach, passed, at };
    at = reach.worlds;
  }
  return { kind: 'found', worlds: at, passed: tokens.length, at };
}

export type Facts = {
  readonly types: ReadonlySet<string>;
  readonly values?: readonly JsonValue[] | undefined;
};

/** All that the value may be, once it is there. Undefined where that is not known. */
export function factsOf(
  scene: Scene,
  expression: Expression,
  step: Step | undefined,
  path: readonly (string | number)[] = [],
): Facts | undefined {
  const plain = path.length === 0 ? plainType(expression, step) : undefined;
  if (plain !== undefined) return { types: new Set([plain]) };
  const ground = groundOf(scene, expression, step);
  if (!ground || ground.isGuess) return undefined;
  const reach = follow([...ground.worlds, ...ground.others], [...tokensOf(expression), ...path.map(String)]);
  if (reach.kind !== 'found' || reach.worlds.length === 0 || isGuessed(reach.worlds)) return undefined;
  return { types: typesIn(reach.worlds), values: valuesIn(reach.worlds) };
}

/** Whether one of the schemas is only a guess. */
export function isGuessed(worlds: readonly World[]): boolean {
  return worlds.some((world) => world.some((schema) => confidenceAt(schema) === 'inferred'));
}

function plainType(expression: Expression, step: Step | undefined): string | undefined {
  if (expression.source === 'statusCode') return step ? 'integer' : undefined;
  if (expression.source === 'url' || expression.source === 'method') return 'string';
  return expression.source === 'response' && expression.part === 'header' ? 'string' : undefined;
}
