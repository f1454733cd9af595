// The JSON Schema of a project's own workflow documents: that of Arazzo, which completes what the project has.
import { isJsonObject } from '../core/json.ts';
import type { JsonObject } from '../core/json.ts';
import { memberOf, valueAt } from '../document/json-pointer.ts';
import type { Operation } from '../openapi/contract.ts';
import type { Project } from '../project.ts';

/** Where a project keeps it, relative to its folder. */
export const projectSchemaFile = 'schemas/workflows.schema.json';

/** A word that an editor offers, and what it says of it. */
type Suggestion = readonly [word: string, description: string];

/**
 * Suggestions only: every other text that Arazzo allows stays valid. Which sources a document names, a schema cannot see;
 * lint tells a name that does not exist.
 * @param arazzo the JSON Schema of Arazzo, `schemas/arazzo.schema.json` of this package
 */
export function projectSchema(arazzo: JsonObject, project: Project): JsonObject {
  const { workflows, gateways } = project;
  const suggestions: Readonly<Record<string, readonly Suggestion[]>> = {
    operationReference: operationsOf(project),
    workflowReference: workflowsOf(project),
    account: (gateways?.accounts ?? []).map((name) => [name, accountWords(name)]),
    gateway: (gateways?.names ?? []).map((name) => [name, 'a gateway of gateways.yaml']),
    tag: workflows.flatMap(({ workflow }) => workflow.tags).map((tag) => [tag, 'a tag of this project']),
    owner: workflows
      .flatMap(({ workflow }) => workflow.owner ?? [])
      .map((owner) => [owner, 'an owner in this project']),
  };
  const definitions = Object.entries(definitionsOf(arazzo)).map(([name, definition]) => [
    name,
    isJsonObject(definition) ? withSuggestions(definition, suggestions[name] ?? []) : definition,
  ]);
  return {
    ...arazzo,
    title: 'Arazzo workflows of this project',
    $comment: 'Written by gatewright lint --write-schema: write it anew where contracts, accounts or workflows change.',
    definitions: Object.fromEntries(definitions) as JsonObject,
  };
}

function definitionsOf(arazzo: JsonObject): JsonObject {
  return isJsonObject(arazzo['definitions']) ? arazzo['definitions'] : {};
}

function withSuggestions(definition: JsonObject, suggestions: readonly Suggestion[]): JsonObject {
  const sorted = [...new Map(suggestions)].sort(([left], [right]) => (left < right ? -1 : 1));
  if (sorted.length === 0) return definition;
  const { description, ...rule } = definition;
  return {
    ...(description === undefined ? {} : { description }),
    // One by one, so that an editor shows what it knows of the word that stands there, and not the whole list.
    anyOf: [...sorted.map(([word, words]) => ({ const: word, description: words })), rule],
  };
}

function operationsOf({ links, contracts }: Project): Suggestion[] {
  const named = contracts.flatMap(({ operations }) => operations).filter(hasId);
  const plain = named.map((operation): Suggestion => [operation.operationId, operationWords(operation)]);
  const full = links.flatMap((link) =>
    [...link.contracts].flatMap(([source, contract]) =>
      contract.operations
        .filter(hasId)
        .map((operation): Suggestion => [
          `$sourceDescriptions.${source}.${operation.operationId}`,
          operationWords(operation),
        ]),
    ),
  );
  return [...full, ...plain];
}

/** Without one in the contract, it is called by method and path in messages alone. */
function hasId({ contract, pointer, operationId }: Operation): boolean {
  return memberOf(valueAt(contract.document.value, pointer), 'operationId') === operationId;
}

function operationWords({ contract, pointer, method, path }: Operation): string {
  const summary = memberOf(valueAt(contract.document.value, pointer), 'summary');
  return `${method} ${path}${typeof summary === 'string' ? `: ${summary}` : ''}`;
}

function workflowsOf({ links }: Project): Suggestion[] {
  return links.flatMap((link) => {
    const own = link.description.workflows.map(({ workflowId, summary }): Suggestion => [
      workflowId,
      summary ?? link.description.document.file,
    ]);
    const named = [...link.descriptions].flatMap(([source, { description }]) =>
      description.workflows.map(({ workflowId, summary }): Suggestion => [
        `$sourceDescriptions.${source}.${workflowId}`,
        summary ?? description.document.file,
      ]),
    );
    return [...own, ...named];
  });
}

function accountWords(name: string): string {
  return name === 'nobody' ? 'no credential is sent' : 'an account of gateways.yaml';
}
