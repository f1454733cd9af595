// Small contracts and answers for the tests of this folder.
import { readDocument } from '../document/read-document.ts';
import type { Exchange, HeaderField, UnreadBody } from '../core/http.ts';
import type { SourceDocument } from '../core/source.ts';
import type { Contract, Operation, SchemaReference } from './contract.ts';
import { readContract } from './read-contract.ts';

/** A contract of these lines; other files by name, and folders outside of the project that may be read. */
export function contractOf(
  text: string,
  files: Readonly<Record<string, string>> = {},
  allow: readonly string[] = [],
): Contract {
  const documents = new Map<string, SourceDocument>();
  const open = (file: string): SourceDocument | undefined => {
    const content = files[file];
    if (content === undefined) return undefined;
    const document = documents.get(file) ?? readDocument(content, file);
    documents.set(file, document);
    return document;
  };
  return readContract(readDocument(text, 'contracts/api.yaml'), { open, allow });
}

/** A contract with one operation, `GET /x`, and these responses and components, in flow style. */
export function responding(responses: string, components = '{}', version = '3.1.1'): Operation {
  const contract = contractOf(
    `openapi: ${version}\ninfo: { title: t, version: '1' }\npaths:\n  /x:\n    get:\n      operationId: getX\n` +
      `      responses: ${responses}\ncomponents: ${components}\n`,
  );
  const [operation] = contract.operations;
  if (!operation) throw new Error('the sample has an operation');
  return operation;
}

/** The schema `S` among these, in flow style. */
export function schemaOf(schemas: string, version = '3.1.1'): SchemaReference {
  const responses = "{ '200': { content: { application/json: { schema: { $ref: '#/components/schemas/S' } } } } }";
  const { contract } = responding(responses, `{ schemas: ${schemas} }`, version);
  return { document: contract.document, pointer: '/components/schemas/S' };
}

type Answer = {
  readonly status?: number;
  readonly method?: string;
  readonly type?: string | undefined;
  readonly headers?: readonly HeaderField[];
  readonly body?: string | Uint8Array;
  readonly unread?: UnreadBody;
};

/** An answer to `GET /x`: 200, `application/json`, unless said otherwise; `type: undefined` leaves Content-Type out. */
export function answering(answer: Answer): Exchange {
  const { status = 200, method = 'GET', headers = [], body = '', unread } = answer;
  const type = 'type' in answer ? answer.type : 'application/json';
  return {
    request: { method, url: 'http://127.0.0.1:1/x', headers: [] },
    response: {
      status,
      headers: [...(type === undefined ? [] : [['Content-Type', type] as const]), ...headers],
      body: typeof body === 'string' ? new TextEncoder().encode(body) : body,
      ...(unread && { unread }),
    },
    startedAt: 0,
    duration: 1,
  };
}
