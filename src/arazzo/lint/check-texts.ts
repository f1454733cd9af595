// Texts that hold expressions, or look as if they did.
import type { Template } from '../../expression/expression.ts';
import { scanExpression } from '../../expression/scan-expression.ts';
import { typeText } from '../../openapi/lint/certain-violations.ts';
import { factsOf } from './expression-facts.ts';
import type { Scene, WorkflowFinding } from './scene.ts';
import { expressionsAt } from './walk-workflow.ts';
import type { Site } from './walk-workflow.ts';

export function checkTexts(scene: Scene, site: Site): WorkflowFinding[] {
  const pointer = site.kind === 'criterion' ? `${site.pointer}/condition` : site.pointer;
  if (site.kind === 'criterion') {
    const { parsed } = site.criterion;
    const pattern = parsed.type === 'simple' ? undefined : parsed.pattern;
    return pattern && parsed.type === 'regex' ? bareExpressions(pattern).map((one) => ({ ...one, pointer })) : [];
  }
  if (site.kind !== 'value') return [];
  return [...bareExpressions(site.value), ...embeddedObjects(scene, site, site.value)].map((one) => ({
    ...one,
    pointer,
  }));
}

type Told = Omit<WorkflowFinding, 'pointer'>;

/** The texts of a value, at any depth, without the expressions in them. */
function textsIn(template: Template): readonly string[] {
  switch (template.kind) {
    case 'literal':
      return stringsIn(template.value);
    case 'text':
      return template.parts.filter((part) => typeof part === 'string');
    case 'array':
      return template.items.flatMap(textsIn);
    case 'object':
      return template.members.flatMap(([, member]) => textsIn(member));
    default:
      return [];
  }
}

function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

const roots = /(?<![\w{$"\\])\$(?:inputs|outputs|steps|workflows|request|response)\.[A-Za-z]/gu;

function bareExpressions(template: Template): Told[] {
  return textsIn(template).flatMap((text) =>
    [...text.matchAll(roots)].flatMap(({ index }): Told[] => {
      const scanned = scanExpression(text.slice(index));
      if (!scanned.ok) return [];
      const name = scanned.expression.text;
      const message = `${name} inside a text stands without braces, and is sent as it is`;
      return [{ rule: 'expression-in-text', text: name, message, remedy: `write {${name}}` }];
    }),
  );
}

/** JSON inside a text is seldom meant; unless the text is itself JSON with a place for it, outside of quotes. */
function embeddedObjects(scene: Scene, site: Site, template: Template): Told[] {
  if (template.kind === 'array') return template.items.flatMap((item) => embeddedObjects(scene, site, item));
  if (template.kind === 'object') return template.members.flatMap(([, member]) => embeddedObjects(scene, site, member));
  if (template.kind !== 'text') return [];
  let before = '';
  return template.parts.flatMap((part): Told[] => {
    if (typeof part === 'string') {
      before += part;
      return [];
    }
    const isInJson = /^\s*[[{]/u.test(before) && (before.match(/(?<!\\)"/gu)?.length ?? 0) % 2 === 0;
    const facts = isInJson ? undefined : factsOf(scene, part, site.step);
    if (!facts || facts.types.size === 0 || [...facts.types].some((type) => type !== 'object' && type !== 'array'))
      return [];
    const message = `${part.text} is ${typeText(facts.types)}, and is put into a text as JSON`;
    const remedy = `write ${part.text} alone, or name a member: {${part.text}#/...}`;
    return [{ rule: 'object-in-text', text: part.text, message, remedy }];
  });
}

/** A step that calls a workflow has no answer of its own. */
export function checkCalledExchange(site: Site): WorkflowFinding[] {
  if (site.step?.target.type !== 'workflow' || site.kind === 'value') return [];
  const read = expressionsAt(site).find(
    ({ source }) => source === 'statusCode' || source === 'response' || source === 'request' || source === 'url',
  );
  if (!read) return [];
  const isOutput = site.kind === 'output';
  const message = `${read.text} of a step that calls a workflow is that of the last request in there`;
  const remedy = 'let the workflow give it as an output, and read $outputs.<name>';
  const pointer = isOutput ? site.pointer : `${site.pointer}/condition`;
  return [{ rule: 'called-exchange', pointer, text: read.text, message, remedy }];
}
