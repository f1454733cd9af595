// Contracts of concrete paths from what came there: everything in them is inferred, and says on what evidence.
import type { JsonObject, JsonValue } from '../core/json.ts';
import { isJsonArray, isJsonObject } from '../core/json.ts';
import { parseMediaType } from '../openapi/media-type.ts';
import type { OperationIndex } from '../openapi/operation-index.ts';
import type { Operation } from '../openapi/contract.ts';
import { descriptionOf } from './description.ts';
import { countsOf, evidenceSchema, noEvidence, observe } from './evidence.ts';
import type { Evidence } from './evidence.ts';
import { namesOf, pascalCase } from './names.ts';
import type { Body, Recorded } from './recorded.ts';
import { tableContract, tablesPath } from './table-contract.ts';
import type { ProposedColumn } from './table.ts';
import { ownerColumn, ownerDescription } from './table.ts';

export type RecordProposal = {
  /** The last segment of the path. */
  readonly name: string;
  readonly path: string;
  readonly contract: JsonObject;
  readonly exchanges: number;
};

/** The last segment of a path, decoded: the name of a table or function. */
export function nameOfPath(path: string): string {
  const segment = path.slice(path.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** The concrete paths that a template stands for, with the accepted exchanges of each. */
export function pathsBehindTemplates(
  exchanges: readonly Recorded[],
  operations: OperationIndex,
): ReadonlyMap<string, readonly Recorded[]> {
  const paths = new Map<string, Recorded[]>();
  for (const exchange of exchanges) {
    const ofTemplate = operations.byRequest(exchange.method, exchange.path).some(({ path }) => path.includes('{'));
    if (!ofTemplate || exchange.status < 200 || exchange.status > 299) continue;
    paths.set(exchange.path, [...(paths.get(exchange.path) ?? []), exchange]);
  }
  return paths;
}

/** Undefined where no body came from which anything could be learnt. */
export function contractFromRecord(
  path: string,
  exchanges: readonly Recorded[],
  operations: OperationIndex,
): RecordProposal | undefined {
  const bodies = exchanges.some(({ request, response }) => request.type === 'json' || response.type === 'json');
  const [first] = exchanges;
  if (!bodies || !first) return undefined;
  const template = operations.byRequest(first.method, first.path).find((operation) => operation.path.includes('{'));
  const isTable = path.startsWith(tablesPath) && exchanges.some(({ response }) => rowsOf(response).length > 0);
  const contract = isTable ? fromRows(path, exchanges) : fromExchanges(path, exchanges, template);
  return { name: nameOfPath(path), path, contract, exchanges: exchanges.length };
}

/** The rows of an answer: an array of objects, or the one object. */
function rowsOf(body: Body): JsonObject[] {
  if (body.type !== 'json') return [];
  return (isJsonArray(body.value) ? body.value : [body.value]).filter(isJsonObject);
}

/** A table: all rows that came are one evidence, and what inserts gave says what an insert needs. */
function fromRows(path: string, exchanges: readonly Recorded[]): JsonObject {
  const rows = noEvidence();
  const inserted = noEvidence();
  for (const { method, request, response } of exchanges) {
    for (const row of rowsOf(response)) observe(rows, row);
    if (method === 'POST') for (const row of rowsOf(request)) observe(inserted, row);
  }
  const name = nameOfPath(path);
  const columns = [...rows.properties].map(([column, evidence]) => columnOf(column, evidence, { rows, inserted }));
  const contract = tableContract({ name, columns });
  return { ...contract, 'x-confidence': 'inferred', 'x-evidence': { exchanges: exchanges.length, rows: rows.seen } };
}

type Rows = { readonly rows: Evidence; readonly inserted: Evidence };

function columnOf(name: string, evidence: Evidence, { rows, inserted }: Rows): ProposedColumn {
  const isOwner = name === ownerColumn;
  const given = inserted.properties.get(name)?.seen ?? 0;
  const { type, ...schema } = evidenceSchema(evidence, rows.seen);
  return {
    name,
    schema: {
      ...(type !== undefined && { type: isOwner ? ['string', 'null'] : type }),
      ...schema,
      ...(isOwner && { description: ownerDescription }),
    },
    // Null is among the types where it came.
    nullable: false,
    key: false,
    optional: isOwner || evidence.seen < rows.seen || given < inserted.seen || inserted.seen === 0,
    readOnly: isOwner,
  };
}

function fromExchanges(path: string, exchanges: readonly Recorded[], template: Operation | undefined): JsonObject {
  const name = nameOfPath(path);
  const methods = [...new Set(exchanges.map(({ method }) => method))];
  const operations = methods.map((method): [string, JsonValue] => {
    const own = exchanges.filter((exchange) => exchange.method === method);
    const id = `${method === 'POST' ? 'invoke' : method.toLowerCase()}${pascalCase(name) || `_${name}`}`;
    return [
      method.toLowerCase(),
      {
        operationId: id,
        summary: `What came of ${method} ${path}`,
        'x-confidence': 'inferred',
        ...requestBody(own),
        responses: Object.fromEntries(responses(own)),
      },
    ];
  });
  const title = namesOf(name).one;
  return descriptionOf({
    ...{ title: title === 'Row' ? name : title, summary: `The answers of ${path}`, components: {} },
    paths: { [path]: Object.fromEntries(operations) },
    base: template?.contract.document,
  });
}

function requestBody(exchanges: readonly Recorded[]): JsonObject {
  const evidence = noEvidence();
  for (const { request } of exchanges) if (request.type === 'json') observe(evidence, request.value);
  if (evidence.seen === 0) return {};
  const required = evidence.seen === exchanges.length;
  return { requestBody: { required, content: { 'application/json': { schema: evidenceSchema(evidence) } } } };
}

function responses(exchanges: readonly Recorded[]): [string, JsonValue][] {
  const statuses = [...new Set(exchanges.map(({ status }) => status))].sort((left, right) => left - right);
  return statuses.map((status) => [
    String(status),
    responseOf(exchanges.filter((exchange) => exchange.status === status)),
  ]);
}

/** A response as it came, a media type each; one that not all had is optional. */
export function responseOf(exchanges: readonly Recorded[]): JsonObject {
  const byType = new Map<string, Evidence>();
  let bodies = 0;
  for (const { response, contentType = '' } of exchanges) {
    if (response.type === 'none') continue;
    bodies++;
    const essence = parseMediaType(contentType)?.essence ?? 'application/octet-stream';
    let evidence = byType.get(essence);
    if (!evidence) byType.set(essence, (evidence = noEvidence()));
    if (response.type === 'json') observe(evidence, response.value);
  }
  const content = [...byType].map(([essence, evidence]): [string, JsonValue] => [essence, mediaTypeOf(evidence)]);
  return {
    description: 'as it came',
    ...(content.length > 0 && { content: Object.fromEntries(content) }),
    ...(bodies > 0 && bodies < exchanges.length && { 'x-body': 'optional' }),
    'x-evidence': countsOf({ ...noEvidence(), seen: exchanges.length }),
  };
}

function mediaTypeOf(evidence: Evidence): JsonObject {
  return evidence.seen === 0 ? {} : { schema: evidenceSchema(evidence) };
}
