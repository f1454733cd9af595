import { isJsonObject } from '../core/json.ts';
import type { JsonObject, JsonValue } from '../core/json.ts';
import type { SourceDocument } from '../core/source.ts';
import { memberOf } from '../document/json-pointer.ts';
import { inside, placeAt, resolveReference } from '../openapi/resolve-reference.ts';
import type { Place } from '../openapi/resolve-reference.ts';

export type Described = {
  readonly title: string;
  readonly summary: string;
  readonly paths: JsonObject;
  readonly components: JsonObject;
  /** The description it stands on top of: it has the same servers and credentials. */
  readonly base?: SourceDocument | undefined;
};

/** An OpenAPI 3.1 description with these paths (OpenAPI 3.1.1 section 4.8.1); without a base, of a CloudBase gateway. */
export function descriptionOf({ title, summary, paths, components, base }: Described): JsonObject {
  const schemes = base && securitySchemes(base);
  return {
    openapi: '3.1.0',
    info: { title, version: '1.0.0', summary },
    servers: memberOf(base?.value, 'servers') ?? [
      {
        url: 'https://{envId}.api.tcloudbasegateway.com',
        variables: { envId: { default: 'your-env-id', description: 'the environment id' } },
      },
    ],
    security: memberOf(base?.value, 'security') ?? [{ bearer: [] }],
    paths,
    components: { securitySchemes: schemes ?? { bearer: { type: 'http', scheme: 'bearer' } }, ...components },
  };
}

/** Each in full: where a reference of the base leads is not where one from another folder would. */
function securitySchemes(base: SourceDocument): JsonObject | undefined {
  const schemes = placeAt(base, '/components/securitySchemes');
  if (!isJsonObject(schemes.value)) return undefined;
  return Object.fromEntries(
    Object.keys(schemes.value).map((name): [string, JsonValue] => [name, inFull(inside(schemes, name)) ?? {}]),
  );
}

function inFull(place: Place): JsonValue | undefined {
  const reference = memberOf(place.value, '$ref');
  const resolved = typeof reference === 'string' ? resolveReference(place, reference) : undefined;
  return resolved?.ok === true ? resolved.place.value : place.value;
}
