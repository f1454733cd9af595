// JSONPath criteria (RFC 9535) that are valid and most likely mean something else, or ask for members that cannot be.
import { didYouMean } from '../../core/nearest-name.ts';
import type { Expression } from '../../expression/expression.ts';
import { stepInto, typesIn } from '../../openapi/lint/schema-worlds.ts';
import type { World } from '../../openapi/lint/schema-worlds.ts';
import { follow, groundOf, tokensOf } from './expression-facts.ts';
import type { Scene, WorkflowFinding } from './scene.ts';
import type { Site } from './walk-workflow.ts';

type Told = Omit<WorkflowFinding, 'pointer'>;
type CriterionSite = Extract<Site, { readonly kind: 'criterion' }>;

export function checkJsonPath(scene: Scene, site: Site): WorkflowFinding[] {
  if (site.kind !== 'criterion' || site.criterion.parsed.type !== 'jsonpath') return [];
  const { context } = site.criterion.parsed;
  const query = site.criterion.condition;
  const told = [...slipsOf(query)];
  if (!site.passing) told.push(...walkGround(scene, site, context));
  return told.map((one) => ({ ...one, pointer: `${site.pointer}/condition` }));
}

/** Told only where no answer holds what is asked for. */
function walkGround(scene: Scene, { step, criterion }: CriterionSite, context: Expression): Told[] {
  const ground = groundOf(scene, context, step);
  if (!ground || ground.isGuess) return [];
  const [good = [], other] = [ground.worlds, ground.others].map((worlds) => {
    const reach = follow(worlds, tokensOf(context));
    if (reach.kind !== 'found' || reach.worlds.length === 0) return undefined;
    return walkQuery(criterion.condition, reach.worlds, ground.label);
  });
  return other?.length === 0 ? [] : good;
}

/** Member names only: `@.a.b`, never a wildcard or a slice. */
const countOfOne = /\bcount\(\s*([@$](?:\.[A-Za-z_][\w-]*)+)\s*\)/u;
const notNull = /([@$][\w.[\]'-]*)\s*!=\s*null|null\s*!=\s*([@$][\w.[\]'-]*)/u;

function* slipsOf(query: string): Generator<Told> {
  const plain = withoutStrings(query);
  const [count, counted = ''] = countOfOne.exec(plain) ?? [];
  if (count !== undefined) {
    const message = `${count} is 1 or 0: it counts the node, not what is in it`;
    yield { rule: 'jsonpath-slip', text: count, message, remedy: `write length(${counted})` };
  }
  const [unequal, left, right] = notNull.exec(plain) ?? [];
  if (unequal !== undefined && plain.includes('?')) {
    const message = `${unequal} holds for a member that is not there, too`;
    const operand = left ?? right ?? '';
    yield {
      rule: 'jsonpath-slip',
      text: unequal,
      message,
      remedy: `ask for the member first: ${operand} && ${unequal}`,
    };
  }
}

/** The texts inside quotes become blanks, so that nothing in them is read. */
function withoutStrings(query: string): string {
  return query.replaceAll(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/gu, (text) => ' '.repeat(text.length));
}

const segment = /\.([A-Za-z_][\w-]*)|\[\s*(?:'([^'\\]*)'|"([^"\\]*)"|(0|[1-9]\d*)|(\*))\s*\]/uy;

/** The simple segments at the beginning of a query, and the members of a filter behind them. */
function walkQuery(query: string, worlds: readonly World[], label: string): Told[] {
  let at = worlds;
  segment.lastIndex = 1;
  for (let next = 1; ; next = segment.lastIndex) {
    const found = segment.exec(query);
    if (!found) return query.startsWith('[?', next) ? checkFilter(query.slice(next), at, label) : [];
    const [, dotted, single, double, index, all] = found;
    if (all !== undefined) {
      const elements = elementsOf(at);
      if (!elements) return [];
      at = elements;
      continue;
    }
    const name = dotted ?? single ?? double ?? index ?? '';
    const reach = stepInto(at, name);
    if (reach.kind !== 'found')
      return [tellMember(query.slice(0, segment.lastIndex), name, reach.names, { kind: reach.kind, label })];
    at = reach.worlds;
  }
}

function checkFilter(filter: string, worlds: readonly World[], label: string): Told[] {
  const types = typesIn(worlds);
  if (types.has('object') && !types.has('array')) {
    const message = `"[?" on an object searches the values of its members, not the object: ${label} is one`;
    return [{ rule: 'jsonpath-slip', text: '[?', message, remedy: 'name the list first, as in $.items[?@.id == 1]' }];
  }
  const elements = elementsOf(worlds);
  if (!elements) return [];
  const end = filter.indexOf(']');
  const plain = withoutStrings(end < 0 ? filter : filter.slice(0, end));
  return [...plain.matchAll(/@((?:\.[A-Za-z_][\w-]*)+)/gu)].flatMap(([text, path = '']): Told[] => {
    const reach = follow(elements, path.slice(1).split('.'));
    if (reach.kind === 'found') return [];
    const name = path.slice(1).split('.')[reach.passed] ?? '';
    return [tellMember(text, name, reach.names, { kind: reach.kind, label: `an element of ${label}` })];
  });
}

/** Those of lists; undefined where there may be anything else. */
function elementsOf(worlds: readonly World[]): readonly World[] | undefined {
  const types = typesIn(worlds);
  if (types.size !== 1 || !types.has('array')) return undefined;
  const reach = stepInto(worlds, '0');
  return reach.kind === 'found' ? reach.worlds : undefined;
}

type Missing = { readonly kind: 'unlisted' | 'impossible'; readonly label: string };

function tellMember(text: string, name: string, names: readonly string[], { kind, label }: Missing): Told {
  const listed = names.length === 0 ? undefined : `it has ${names.join(', ')}`;
  const remedy = didYouMean(name, names) ?? listed;
  const told = kind === 'unlisted' ? `lists no property "${name}"` : `can have no "${name}"`;
  return {
    rule: kind === 'unlisted' ? 'answer-not-declared' : 'answer-impossible',
    text,
    message: `${text}: ${label} ${told}`,
    ...(remedy === undefined ? {} : { remedy }),
  };
}
