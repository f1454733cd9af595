// Parity: the same workflows on two gateways, paired by identity, step and attempt.
import type { Finding } from '../core/finding.ts';
import type { SourceLocation } from '../core/source.ts';
import type { ExchangeEvent, RecordEvent, WorkflowEvent } from '../record/event.ts';
import type { Facts } from './compare-exchanges.ts';
import { compareExchanges } from './compare-exchanges.ts';
import { byShape } from './parity-words.ts';
import type { ParityWords } from './parity-words.ts';

export type Comparison = {
  readonly left: string;
  readonly right: string;
  readonly operations: readonly ComparedOperation[];
  readonly differences: readonly Difference[];
  /** Workflows that came to a verdict on both, that one gateway does not offer, that could not be judged on both. */
  readonly workflows: { compared: number; notOffered: number; notJudged: number };
};

export type ComparedOperation = {
  /** The folder of the workflow that called it first. */
  readonly family: string;
  readonly operation: string;
  /** Every status seen, in ascending order. */
  readonly left: readonly string[];
  readonly right: readonly string[];
  /** Different ones. */
  readonly differences: number;
  /** Why one of the gateways was never asked. */
  readonly notOffered?: string;
};

/** One difference, however often it was met. */
export type Difference = {
  readonly finding: Finding;
  readonly family: string;
  /** Absent for a difference in the verdict of a whole workflow. */
  readonly operation?: string;
  readonly workflow: string;
  readonly left: string;
  readonly right: string;
  times: number;
};

type Side = {
  readonly workflow: WorkflowEvent;
  readonly exchanges: ReadonlyMap<string, ExchangeEvent>;
  readonly locations: ReadonlyMap<string, SourceLocation>;
};

/** Compares what the record holds of two gateways. A rerun takes the place of the try before it; logins are left out. */
export function compareRuns(
  events: Iterable<RecordEvent>,
  { left, right }: Names,
  words: ParityWords = byShape,
): Comparison {
  const sides = readSides(events);
  const ours = sides.get(left) ?? new Map<string, Side>();
  const theirs = sides.get(right) ?? new Map<string, Side>();
  const operations = new Map<string, Operation>();
  const differences = new Map<string, Difference>();
  const workflows = { compared: 0, notOffered: 0, notJudged: 0 };
  for (const key of new Set([...ours.keys(), ...theirs.keys()])) {
    const pair: Pair = { left: ours.get(key), right: theirs.get(key) };
    const state = stateOf(pair);
    if (state === undefined) continue;
    workflows[state]++;
    countOperations(operations, pair);
    if (pair.left === undefined || pair.right === undefined || state === 'notOffered') continue;
    const judged: Judged = { left: pair.left, right: pair.right };
    for (const difference of differencesOf(judged, state, { names: { left, right }, words })) {
      countDifference(differences, difference);
    }
  }
  const found = [...differences.values()];
  return { left, right, workflows, differences: found, operations: finishOperations(operations, found) };
}

function countDifference(differences: Map<string, Difference>, difference: Difference): void {
  const { finding, operation, workflow } = difference;
  const id = [finding.code, operation ?? workflow, finding.at ?? '', finding.expected, finding.actual].join('\n');
  const known = differences.get(id);
  if (known === undefined) differences.set(id, difference);
  else known.times++;
}

type Pair = { readonly left: Side | undefined; readonly right: Side | undefined };

/** What each gateway did, by workflow and row. */
function readSides(events: Iterable<RecordEvent>): Map<string, Map<string, Side>> {
  const sides = new Map<string, Map<string, Side>>();
  const running = new Map<string, { exchanges: Map<string, ExchangeEvent>; locations: Map<string, SourceLocation> }>();
  for (const event of events) {
    if (event.type === 'run' || event.type === 'end') continue;
    const test = running.get(event.test) ?? { exchanges: new Map(), locations: new Map() };
    running.set(event.test, test);
    if (event.type === 'exchange') test.exchanges.set(exchangeKey(event, test.exchanges), event);
    else if (event.type === 'step') test.locations.set(event.step, event.location);
    else {
      running.delete(event.test);
      if (event.purpose === 'session') continue;
      const { gateway, workflowId, row } = event.identity;
      const ofGateway = sides.get(gateway) ?? new Map<string, Side>();
      sides.set(gateway, ofGateway.set(`${workflowId}#${row ?? ''}`, { workflow: event, ...test }));
    }
  }
  return sides;
}

/** Step, attempt, and the how-manieth visit where a `goto` comes by again. */
function exchangeKey(event: ExchangeEvent, known: ReadonlyMap<string, ExchangeEvent>): string {
  const key = `${event.phase} ${event.step} ${event.attempt}`;
  for (let visit = 1; ; visit++) if (!known.has(`${key} ${visit}`)) return `${key} ${visit}`;
}

/** Undefined where both skip it. */
function stateOf({ left, right }: Pair): 'compared' | 'notOffered' | 'notJudged' | undefined {
  const verdicts = [left?.workflow.verdict, right?.workflow.verdict];
  if (verdicts.every((verdict) => verdict === 'skipped')) return undefined;
  if (verdicts.includes('skipped')) return 'notOffered';
  const unjudged = [undefined, 'broken', 'interrupted', 'not tried'] as const;
  return unjudged.some((verdict) => verdicts.includes(verdict)) ? 'notJudged' : 'compared';
}

type Operation = { family: string; left: Set<string>; right: Set<string>; notOffered: string | undefined };

function countOperations(operations: Map<string, Operation>, { left, right }: Pair): void {
  const skipped = [left, right].find((side) => side?.workflow.verdict === 'skipped');
  for (const [name, side] of [
    ['left', left],
    ['right', right],
  ] as const) {
    for (const exchange of side?.exchanges.values() ?? []) {
      const key = operationOf(exchange);
      const known = operations.get(key) ?? {
        family: side === undefined ? '' : familyOf(side.workflow),
        left: new Set(),
        right: new Set(),
        notOffered: undefined,
      };
      operations.set(key, known);
      known[name].add(String(exchange.response?.status ?? 'none'));
      if (skipped !== undefined) known.notOffered ??= skipped.workflow.reason ?? 'skipped';
    }
  }
}

function finishOperations(
  operations: ReadonlyMap<string, Operation>,
  differences: readonly Difference[],
): ComparedOperation[] {
  const compared = [...operations].map(([operation, { family, left, right, notOffered }]): ComparedOperation => {
    // An operation that another workflow calls on both gateways is offered.
    const never = left.size === 0 || right.size === 0;
    return {
      family,
      operation,
      left: [...left].sort(),
      right: [...right].sort(),
      differences: differences.filter((difference) => difference.operation === operation).length,
      ...(never && notOffered !== undefined ? { notOffered } : {}),
    };
  });
  return compared.sort((one, other) =>
    `${one.family} ${one.operation}` < `${other.family} ${other.operation}` ? -1 : 1,
  );
}

function operationOf(exchange: ExchangeEvent): string {
  return exchange.check?.operation ?? exchange.operation;
}

function familyOf({ name }: WorkflowEvent): string {
  return name.includes('/') ? name.slice(0, name.lastIndexOf('/')) : 'workflows';
}

type Names = { readonly left: string; readonly right: string };
type Comparing = { readonly names: Names; readonly words: ParityWords };
type Judged = { readonly left: Side; readonly right: Side };

function differencesOf(pair: Judged, state: 'compared' | 'notJudged', { names, words }: Comparing): Difference[] {
  const found: Difference[] = [];
  for (const key of new Set([...pair.left.exchanges.keys(), ...pair.right.exchanges.keys()])) {
    const left = pair.left.exchanges.get(key);
    const right = pair.right.exchanges.get(key);
    const exchange = left ?? right;
    // Where a gateway could not be reached, what it was not asked is no difference.
    if (exchange === undefined || (state === 'notJudged' && !bothAnswered(left, right))) continue;
    const wordAt = words(pair.left.workflow, exchange);
    for (const facts of compareExchanges(left, right, wordAt)) found.push(differenceOf(facts, exchange, pair, names));
  }
  // A verdict that differs because an answer did needs no line of its own.
  if (state === 'compared' && found.length === 0 && pair.left.workflow.verdict !== pair.right.workflow.verdict) {
    found.push(verdictDifference(pair, names));
  }
  return found;
}

function bothAnswered(left: ExchangeEvent | undefined, right: ExchangeEvent | undefined): boolean {
  return left?.response !== undefined && right?.response !== undefined;
}

function differenceOf(facts: Facts, exchange: ExchangeEvent, { left, right }: Judged, names: Names): Difference {
  const { code, title, at } = facts;
  const location = left.locations.get(exchange.step) ?? right.locations.get(exchange.step) ?? left.workflow.location;
  const { method, url } = exchange.request;
  const finding: Finding = {
    code,
    severity: 'error',
    title,
    location,
    stepId: exchange.step,
    exchange: `${method} ${url.replace(/^[a-z]+:\/\/[^/]+/, '')}`,
    ...(at === undefined ? {} : { at }),
    expected: `${names.left} ${facts.left}`,
    actual: `${names.right} ${facts.right}`,
  };
  const { workflow } = left;
  return {
    finding,
    family: familyOf(workflow),
    operation: operationOf(exchange),
    workflow: workflow.name,
    left: facts.left,
    right: facts.right,
    times: 1,
  };
}

function verdictDifference({ left, right }: Judged, names: Names): Difference {
  const { workflow } = left;
  const finding: Finding = {
    code: 'PARITY_VERDICT',
    severity: 'error',
    title: 'the gateways lead the workflow to different verdicts',
    location: workflow.location,
    stepId: '',
    expected: `${names.left} ${workflow.verdict}`,
    actual: `${names.right} ${right.workflow.verdict}`,
  };
  return {
    finding,
    family: familyOf(workflow),
    workflow: workflow.name,
    left: workflow.verdict,
    right: right.workflow.verdict,
    times: 1,
  };
}
