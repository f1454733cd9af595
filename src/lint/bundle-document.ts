// A contract as one document, for whoever cannot follow its `$ref`s to other files.
import type { JsonObject } from '../core/json.ts';
import { isJsonObject, parseJson } from '../core/json.ts';
import type { SourceDocument } from '../core/source.ts';
import { createRedoclyFiles } from './redocly-files.ts';

/**
 * @param open gives the project's file of that name; what it does not give stays a `$ref` that leads nowhere
 */
export async function bundleDocument(
  document: SourceDocument,
  open: (file: string) => SourceDocument | undefined,
): Promise<JsonObject> {
  const library = await import('@redocly/openapi-core');
  const files = createRedoclyFiles(library, open);
  const config = await library.createConfig({});
  const doc = files.read(document);
  const { bundle } = await library.bundle({ doc, config, externalRefResolver: files.createResolver() });
  const written = parseJson(JSON.stringify(bundle.parsed));
  return written.ok && isJsonObject(written.value) ? written.value : {};
}
