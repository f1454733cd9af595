// OpenAPI 3.0 and 3.1, read once: nobody behind this folder reads raw OpenAPI. Schemas stay in the document and are
// named by JSON Pointer, so that references, recursion and positions need no copy.
import type { JsonValue } from '../core/json.ts';
import type { PolicyPart } from './check-policy.ts';
import type { SourceDocument, SourceLocation } from '../core/source.ts';

export type Contract = {
  /** The description document; `document.file` names it in messages. */
  readonly document: SourceDocument;
  readonly version: '3.0' | '3.1';
  readonly title: string;
  readonly operations: readonly Operation[];
  readonly securitySchemes: ReadonlyMap<string, SecurityScheme>;
};

/**
 * Where a part of a contract stands. `document` is absent for the contract's own file; a `$ref` may lead to another.
 */
export type Part = { readonly pointer: string; readonly document?: SourceDocument };

export type Operation = Part & {
  readonly contract: Contract;
  /** Where absent in the document: the method and path, as in `GET /course`. */
  readonly operationId: string;
  /** Upper case. */
  readonly method: string;
  /** The path template, as in `/v1/rdb/rest/{table}`. */
  readonly path: string;
  /** The paths of the `servers` that count for it; empty text, or absent: none. */
  readonly basePaths?: readonly string[];
  /** Path item's and operation's, merged; the operation's win. */
  readonly parameters: readonly Parameter[];
  readonly requestBody?: RequestBody;
  readonly responses: readonly Response[];
  /** Alternatives: one of them suffices; each names the schemes that it needs together. Empty: no credential. */
  readonly security: readonly (readonly string[])[];
  /** `x-contract`: how strictly its answers are checked. */
  readonly policy?: PolicyPart;
};

export type ParameterPlace = 'path' | 'query' | 'header' | 'cookie';
export type ParameterStyle = 'simple' | 'label' | 'matrix' | 'form' | 'spaceDelimited' | 'pipeDelimited' | 'deepObject';

export type Parameter = Part & {
  readonly name: string;
  readonly in: ParameterPlace;
  readonly required: boolean;
  readonly style: ParameterStyle;
  readonly explode: boolean;
  readonly allowReserved: boolean;
  readonly schema?: SchemaReference;
  /** Where the parameter is serialised as a media type instead of by style. */
  readonly content?: MediaType;
};

export type RequestBody = Part & {
  readonly required: boolean;
  readonly content: readonly MediaType[];
};

export type Response = Part & {
  /** `200`, `2XX` or `default`. */
  readonly status: string;
  readonly headers: readonly Header[];
  readonly content: readonly MediaType[];
  /** `x-body: optional`: the content may be left out, as where the caller asks for a minimal answer. */
  readonly bodyOptional: boolean;
};

export type Header = Part & {
  readonly name: string;
  readonly required: boolean;
  readonly explode: boolean;
  readonly schema?: SchemaReference;
  /** Where the header is serialised as a media type instead of by style. */
  readonly content?: MediaType;
};

export type MediaType = Part & {
  /** As declared, lower case: `application/json`, `application/*`. */
  readonly mediaType: string;
  readonly schema?: SchemaReference;
  /** The first example that the contract gives. */
  readonly example?: JsonValue;
  /** How properties of a form are written, where the contract says so. */
  readonly encoding?: ReadonlyMap<string, Encoding>;
};

/** With a style, a property is written as a query parameter of that style would be; else by its content type. */
export type Encoding = Partial<Pick<Parameter, 'style' | 'explode' | 'allowReserved'>> & {
  readonly contentType?: string;
  /** Of a part of multipart/form-data, beside its type. */
  readonly headers?: readonly Header[];
};

/** A schema by its place: resolved and compiled when first used. */
export type SchemaReference = { readonly document: SourceDocument; readonly pointer: string };

export type SecurityScheme =
  | { readonly type: 'http'; readonly scheme: string }
  | { readonly type: 'apiKey'; readonly in: 'header' | 'query' | 'cookie'; readonly name: string }
  | { readonly type: 'other'; readonly declared: string };

/** The place of a part as messages show it; `member` is a pointer below the part. */
export function locatePart(contract: Contract, part: Part, member = ''): SourceLocation {
  return (part.document ?? contract.document).locate(part.pointer + member);
}
