// A record held against the contracts: what each guess met, and what came and is declared nowhere.
import { isJsonArray, isJsonObject } from '../core/json.ts';
import type { JsonValue } from '../core/json.ts';
import type { SourceDocument } from '../core/source.ts';
import { memberOf, parsePointer } from '../document/json-pointer.ts';
import type { Part } from '../openapi/contract.ts';
import { governingResponse, matchMediaType } from '../openapi/match-response.ts';
import type { OperationIndex } from '../openapi/operation-index.ts';
import { placeAt } from '../openapi/resolve-reference.ts';
import type { Place } from '../openapi/resolve-reference.ts';
import { validatorOf } from '../openapi/validate-value.ts';
import type { SchemaViolation } from '../openapi/validate-value.ts';
import { holdsPseudonym, noEvidence, observe } from './evidence.ts';
import type { Evidence } from './evidence.ts';
import { visitGuesses } from './guesses.ts';
import type { Recorded } from './recorded.ts';

/** A schema that says `x-confidence: inferred`, the values that it judged, and in how many objects they could stand. */
export type Guess = { readonly place: Place; readonly evidence: Evidence; of: number };

/** A guess that was broken: for each keyword the values at its place, those that broke it among them. */
export type Refuted = {
  readonly place: Place;
  times: number;
  readonly broken: Map<string, { readonly values: JsonValue[]; readonly bodies: Set<JsonValue> }>;
};

export type Undeclared = {
  readonly place: Place;
  readonly name: string;
  readonly evidence: Evidence;
  of: number;
  readonly bodies: Set<JsonValue>;
};

/** A status of the place's responses, or a media type of the place's content, that is not declared. */
export type UndeclaredAnswer = { readonly place: Place; readonly name: string; readonly exchanges: Recorded[] };

export type Findings = {
  readonly guesses: Map<string, Guess>;
  readonly refuted: Map<string, Refuted>;
  readonly undeclared: Map<string, Undeclared>;
  readonly statuses: Map<string, UndeclaredAnswer>;
  readonly types: Map<string, UndeclaredAnswer>;
};

/** Holds every exchange against the contracts that govern it. */
export function holdExchanges(exchanges: readonly Recorded[], operations: OperationIndex): Findings {
  const findings: Findings = {
    ...{ guesses: new Map(), refuted: new Map(), undeclared: new Map(), statuses: new Map(), types: new Map() },
  };
  for (const exchange of exchanges) hold(exchange, operations, findings);
  return findings;
}

function hold(exchange: Recorded, operations: OperationIndex, findings: Findings): void {
  const fitting = operations.byRequest(exchange.method, exchange.path);
  const [specific] = fitting;
  if (!specific) return;
  const governing = governingResponse(fitting, exchange.status);
  if (!governing) {
    const place = placeOf(specific.contract.document, specific, '/responses');
    addAnswer(findings.statuses, { place, name: String(exchange.status) }, exchange);
    return;
  }
  if (exchange.response.type === 'none' || exchange.contentType === undefined) return;
  const { operation, response } = governing;
  const { name, declared } = matchMediaType(response.content, exchange.contentType);
  if (name && !declared) {
    const place = placeOf(operation.contract.document, response, '');
    addAnswer(findings.types, { place, name: name.essence }, exchange);
  }
  if (exchange.response.type !== 'json' || !declared?.schema) return;
  const root = placeAt(declared.schema.document, declared.schema.pointer);
  holdBody(root, exchange.response.value, findings);
}

type Answer = Pick<UndeclaredAnswer, 'place' | 'name'>;

function addAnswer(answers: Map<string, UndeclaredAnswer>, { place, name }: Answer, exchange: Recorded): void {
  const key = `${keyOf(place)} ${name}`;
  const found = answers.get(key) ?? { place, name, exchanges: [] };
  answers.set(key, found);
  found.exchanges.push(exchange);
}

function holdBody(root: Place, body: JsonValue, findings: Findings): void {
  visitGuesses(root, body, (place, value, parent) => {
    const key = keyOf(place);
    let guess = findings.guesses.get(key);
    if (!guess) findings.guesses.set(key, (guess = { place, evidence: noEvidence(), of: 0 }));
    if (parent) guess.of++;
    if (value !== undefined) observe(guess.evidence, value);
  });
  const validator = validatorOf(root, 'response');
  if (!validator.usable) return;
  const { violations, undeclared } = validator.validate(body, true);
  for (const violation of violations) {
    if (forbidding.has(violation.keyword)) declare(violation, body, findings);
    else if (violation.confidence === 'inferred') refute(violation, body, findings);
  }
  for (const violation of undeclared) declare(violation, body, findings);
}

/** Keywords that forbid what is not declared. */
const forbidding: ReadonlySet<string> = new Set(['additionalProperties', 'unevaluatedProperties']);

function refute(violation: SchemaViolation, body: JsonValue, findings: Findings): void {
  const { schemaDocument, schemaPointer, keyword, pointer } = violation;
  if (!schemaDocument) return;
  const place = placeAt(schemaDocument, withoutKeyword(schemaPointer));
  const values = keyword === 'required' ? [lastToken(pointer)] : membersLike(body, pointer).values;
  const known = values.filter((value) => typeof value !== 'string' || !holdsPseudonym(value));
  if (known.length === 0) return;
  const key = keyOf(place);
  const found: Refuted = findings.refuted.get(key) ?? { place, times: 0, broken: new Map() };
  findings.refuted.set(key, found);
  found.times += violation.count ?? 1;
  const rule = found.broken.get(keyword) ?? { values: [], bodies: new Set() };
  found.broken.set(keyword, rule);
  // The same rule broken in several elements is several violations, or one that counts them.
  if (keyword !== 'required' && rule.bodies.has(body)) return;
  rule.bodies.add(body);
  rule.values.push(...known);
}

function declare(violation: SchemaViolation, body: JsonValue, findings: Findings): void {
  const { schemaDocument, schemaPointer, keyword, pointer } = violation;
  if (!schemaDocument) return;
  const place = placeAt(schemaDocument, forbidding.has(keyword) ? withoutKeyword(schemaPointer) : schemaPointer);
  const name = lastToken(pointer);
  const key = `${keyOf(place)} ${name}`;
  const found = findings.undeclared.get(key) ?? { place, name, evidence: noEvidence(), of: 0, bodies: new Set() };
  findings.undeclared.set(key, found);
  // The same property of several elements is several violations, or one that counts them.
  if (found.bodies.has(body)) return;
  found.bodies.add(body);
  const { values, of } = membersLike(body, pointer);
  found.of += of;
  for (const value of values) observe(found.evidence, value);
}

/** The values at a pointer in every element of the arrays on its way, and of how many objects. */
function membersLike(body: JsonValue, pointer: string): { readonly values: JsonValue[]; readonly of: number } {
  const tokens = parsePointer(pointer) ?? [];
  const last = tokens.at(-1) ?? '';
  let parents: readonly JsonValue[] = [body];
  for (const token of tokens.slice(0, -1)) {
    parents = parents.flatMap((parent) => childrenOf(parent, token));
  }
  if (tokens.length === 0) return { values: [body], of: 1 };
  return { values: parents.flatMap((parent) => childrenOf(parent, last)), of: parents.filter(isJsonObject).length };
}

function childrenOf(parent: JsonValue, token: string): readonly JsonValue[] {
  if (isJsonArray(parent)) return parent;
  const member = memberOf(parent, token);
  return member === undefined ? [] : [member];
}

function placeOf(document: SourceDocument, part: Part, below: string): Place {
  return placeAt(part.document ?? document, part.pointer + below);
}

export function keyOf({ document, pointer }: Place): string {
  return `${document.file}#${pointer}`;
}

function withoutKeyword(pointer: string): string {
  return pointer.slice(0, pointer.lastIndexOf('/'));
}

function lastToken(pointer: string): string {
  return pointer
    .slice(pointer.lastIndexOf('/') + 1)
    .replaceAll('~1', '/')
    .replaceAll('~0', '~');
}
