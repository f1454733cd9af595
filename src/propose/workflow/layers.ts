// Everything that the contracts say of one request: the application's word, and the platform's on the same path.
import type { MediaType, Operation, Parameter, Response, SchemaReference } from '../../openapi/contract.ts';
import { isJsonType, parseMediaType } from '../../openapi/media-type.ts';
import type { OperationIndex } from '../../openapi/operation-index.ts';
import { placeAt } from '../../openapi/resolve-reference.ts';
import type { Place } from '../../openapi/resolve-reference.ts';

export type Layered = {
  /** The one that the step names. */
  readonly operation: Operation;
  /** Its path; parameters have their values in it, where those are known. */
  readonly path: string;
  /** All whose contracts judge the request, whoever promises most about it first. */
  readonly layers: readonly Operation[];
};

/** A part of an operation, with the operation, whose document it stands in unless it says otherwise. */
type Told<Part> = { readonly operation: Operation; readonly part: Part };

export function layersOf(operation: Operation, path: string, operations: OperationIndex): Layered {
  const layers = new Set([...operations.byRequest(operation.method, path), operation]);
  return { operation, path, layers: [...layers] };
}

/** One parameter as every layer declares it; the named operation's word on its style comes first. */
export type LayeredParameter = {
  readonly name: string;
  readonly in: Parameter['in'];
  readonly required: boolean;
  readonly declared: readonly [Told<Parameter>, ...Told<Parameter>[]];
};

export function parametersOf({ operation, layers }: Layered): LayeredParameter[] {
  const found = new Map<string, LayeredParameter>();
  for (const layer of new Set([operation, ...layers])) {
    for (const part of layer.parameters) {
      // The path of another layer is another template, or none.
      if (part.in === 'path' && layer !== operation) continue;
      const told = { operation: layer, part };
      const key = `${part.in}:${part.in === 'header' ? part.name.toLowerCase() : part.name}`;
      const known = found.get(key);
      if (!known) found.set(key, { name: part.name, in: part.in, required: part.required, declared: [told] });
      else {
        const declared = [known.declared[0], ...known.declared.slice(1), told] as const;
        found.set(key, { ...known, required: known.required || part.required, declared });
      }
    }
  }
  return [...found.values()];
}

export function holdersOf(parameter: LayeredParameter): Place[] {
  return parameter.declared.map(({ operation, part }) => placeOfPart(operation, part));
}

export function schemasOf(parameter: LayeredParameter): SchemaReference[] {
  return parameter.declared.flatMap(({ part }) => part.schema ?? part.content?.schema ?? []);
}

export function placeOfPart(operation: Operation, part: Pick<Parameter, 'pointer' | 'document'>): Place {
  return placeAt(part.document ?? operation.contract.document, part.pointer);
}

/** The body that is sent: its media type, as every layer that has it declares it. */
export type LayeredBody = {
  readonly mediaType: string;
  readonly required: boolean;
  readonly declared: readonly Told<MediaType>[];
};

/** Undefined where no layer takes a body. JSON comes before forms, and forms before the rest. */
export function bodyOf({ operation, layers }: Layered): LayeredBody | undefined {
  const ordered = [...new Set([operation, ...layers])];
  const first = ordered.find(({ requestBody }) => requestBody !== undefined)?.requestBody;
  if (!first) return undefined;
  const names = first.content.map(({ mediaType }) => mediaType);
  const mediaType =
    names.find((name) => name === 'application/json') ??
    names.find(isJson) ??
    names.find((name) => name === 'application/x-www-form-urlencoded') ??
    names.find((name) => !name.includes('*') && !name.startsWith('multipart/')) ??
    names[0];
  if (mediaType === undefined) return undefined;
  const declared = ordered.flatMap((layer) =>
    (layer.requestBody?.content ?? [])
      .filter((part) => part.mediaType === mediaType)
      .map((part) => ({ operation: layer, part })),
  );
  return { mediaType, required: ordered.some(({ requestBody }) => requestBody?.required), declared };
}

/** What is declared for success: exact statuses before ranges, those with JSON before those without. */
function successOf(layer: Operation): Response | undefined {
  const ok = layer.responses.filter(({ status }) => status.startsWith('2'));
  return ok.find((response) => jsonOf(response) !== undefined) ?? ok[0];
}

/** The schemas of the JSON bodies that success is answered with, of the most particular layer first. */
export function answersOf({ layers }: Layered): Place[] {
  return layers.flatMap((layer) => {
    const success = successOf(layer);
    const schema = success && jsonOf(success)?.schema;
    return schema ? [placeAt(schema.document, schema.pointer)] : [];
  });
}

function jsonOf({ content }: Response): MediaType | undefined {
  return (
    content.find(({ mediaType }) => mediaType === 'application/json') ?? content.find((part) => isJson(part.mediaType))
  );
}

function isJson(mediaType: string): boolean {
  return isJsonType(parseMediaType(mediaType)?.essence ?? '');
}

export function declaresStatus({ layers }: Layered, status: string): boolean {
  return layers.some(({ responses }) => responses.some((response) => response.status === status));
}

/** Whether a body of success may be left out, unless the caller asks for it. */
export function isBodyOptional({ layers }: Layered): boolean {
  return layers.some((layer) => successOf(layer)?.bodyOptional === true);
}

/** What OpenAPI keeps for itself, and credentials: the account of the step gives them. */
export function isGivenByEngine(
  { security, contract }: Operation,
  { name, in: place }: Pick<LayeredParameter, 'name' | 'in'>,
): boolean {
  const plain = name.toLowerCase();
  if (place === 'header' && ['accept', 'content-type', 'authorization'].includes(plain)) return true;
  return security.flat().some((scheme) => {
    const known = contract.securitySchemes.get(scheme);
    return known?.type === 'apiKey' && known.in === place && known.name.toLowerCase() === plain;
  });
}

/** What a step without a content type sends. */
export function usualType({ requestBody }: Operation): string {
  const [only, second] = requestBody?.content ?? [];
  return only && !second && !only.mediaType.includes('*') ? only.mediaType : 'application/json';
}
