// How each value of two answers is compared: what the step says, else what the contract says, else by shape.
import type { ParityRules, ParityWord, Step } from '../arazzo/description.ts';
import { resolveWorkflow } from '../arazzo/link.ts';
import { parityWord } from '../arazzo/read/read-parity.ts';
import { isJsonObject } from '../core/json.ts';
import { parsePointer } from '../document/json-pointer.ts';
import { bodySchemas, schemasBelow } from '../openapi/body-schemas.ts';
import type { Project, ProjectWorkflow } from '../project.ts';
import type { ExchangeEvent, WorkflowEvent } from '../record/event.ts';

/** The word for a JSON Pointer into the body, where `*` is every element; without one, for the answer with its status. */
export type WordAt = (pointer?: string) => ParityWord;
export type ParityWords = (workflow: WorkflowEvent, exchange: ExchangeEvent) => WordAt;

export const byShape: ParityWords = () => () => 'shape';

export function parityWords({ workflows, operations }: Pick<Project, 'workflows' | 'operations'>): ParityWords {
  return ({ identity }, exchange) => {
    const found = workflows.find(({ workflow }) => workflow.workflowId === identity.workflowId);
    const rules = found && stepOf(found, exchange.step)?.parity;
    const [operation] = operations.byId(exchange.check?.operation ?? exchange.operation);
    const whole = operation ? bodySchemas(operation, exchange.response?.status) : [];
    return (pointer) => {
      if (pointer === undefined) return rules?.get('') ?? 'shape';
      const tokens = parsePointer(pointer) ?? [];
      return (rules && ruleFor(rules, tokens)) ?? contractWord(whole, tokens) ?? 'shape';
    };
  };
}

/** Whether values must be kept to be compared. */
export function asksForValues({ links, contracts }: Pick<Project, 'links' | 'contracts'>): boolean {
  const steps = links.flatMap(({ description }) =>
    description.workflows.flatMap((one) => [...one.steps, ...one.finally]),
  );
  if (steps.some(({ parity }) => [...(parity?.values() ?? [])].includes('exact'))) return true;
  return contracts.some(({ document }) => /x-parity["']?\s*:\s*["']?exact/.test(document.text));
}

/** A step of a called workflow is named behind the one that calls it: `sign-in/verify`. */
function stepOf({ link, workflow }: Pick<ProjectWorkflow, 'link' | 'workflow'>, path: string): Step | undefined {
  const [first, ...rest] = path.split('/');
  const step = [...workflow.steps, ...workflow.finally].find(({ stepId }) => stepId === first);
  if (rest.length === 0 || step?.target.type !== 'workflow') return step;
  const called = resolveWorkflow(link, step.target.workflow);
  return called && stepOf(called, rest.join('/'));
}

/** The rule of the longest pointer that leads to the value, or to what holds it. */
export function ruleFor(rules: ParityRules, tokens: readonly string[]): ParityWord | undefined {
  const fitting = [...rules].flatMap(([rule, word]) => {
    const own = parsePointer(rule) ?? [];
    return own.length <= tokens.length && own.every((token, index) => fits(token, tokens[index]))
      ? [{ word, length: own.length }]
      : [];
  });
  return fitting.sort((left, right) => right.length - left.length)[0]?.word;
}

/** Elements are folded into one: what is said of the first is said of all. */
function fits(token: string, actual: string | undefined): boolean {
  return token === actual || (actual === '*' && /^\d+$/.test(token)) || (token === '*' && /^\d+$/.test(actual ?? ''));
}

/** `x-parity` of the schema of the value, or of the nearest that holds it. */
function contractWord(whole: ReturnType<typeof bodySchemas>, tokens: readonly string[]): ParityWord | undefined {
  let places = whole;
  let word = wordOf(places);
  for (const token of tokens) {
    places = schemasBelow(places, token);
    word = wordOf(places) ?? word;
  }
  return word;
}

function wordOf(places: ReturnType<typeof bodySchemas>): ParityWord | undefined {
  for (const { value } of places) {
    const word = isJsonObject(value) ? parityWord(value['x-parity']) : undefined;
    if (word) return word;
  }
  return undefined;
}
