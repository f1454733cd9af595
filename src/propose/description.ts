import type { JsonObject, JsonValue } from '../core/json.ts';
import { memberOf } from '../document/json-pointer.ts';

export type Described = {
  readonly title: string;
  readonly summary: string;
  readonly paths: JsonObject;
  readonly components: JsonObject;
  /** The description it stands on top of: it has the same servers and credentials. */
  readonly base?: JsonValue | undefined;
};

/** An OpenAPI 3.1 description with these paths (OpenAPI 3.1.1 section 4.8.1); without a base, of a CloudBase gateway. */
export function descriptionOf({ title, summary, paths, components, base }: Described): JsonObject {
  const schemes = memberOf(memberOf(base, 'components'), 'securitySchemes');
  return {
    openapi: '3.1.0',
    info: { title, version: '1.0.0', summary },
    servers: memberOf(base, 'servers') ?? [
      {
        url: 'https://{envId}.api.tcloudbasegateway.com',
        variables: { envId: { default: 'your-env-id', description: 'the environment id' } },
      },
    ],
    security: memberOf(base, 'security') ?? [{ bearer: [] }],
    paths,
    components: { securitySchemes: schemes ?? { bearer: { type: 'http', scheme: 'bearer' } }, ...components },
  };
}
