// The user's cloud functions: `<name>.js` in one folder, each an ES module that exports `main(event, context)`.
import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { JsonObject } from '../../core/json.ts';
import { GatewayRefusal } from '../errors.ts';

/** What a handler learns of the call, beside its event. */
export type FunctionContext = { readonly requestId: string; readonly environment: string; readonly userId?: string };

type Handler = (event: JsonObject, context: FunctionContext) => unknown;

/**
 * Runs a function. A handler that was edited is loaded anew.
 * @returns what `main` returned, raw
 * @throws GatewayRefusal with FUNCTION_NOT_FOUND; whatever the handler throws
 */
export async function invokeFunction(
  folder: string | undefined,
  name: string,
  event: JsonObject,
  context: FunctionContext,
): Promise<unknown> {
  const file = join(resolve(folder ?? '.'), `${name}.js`);
  const stat = folder === undefined ? undefined : statSync(file, { throwIfNoEntry: false });
  if (!stat?.isFile()) throw new GatewayRefusal(404, 'FUNCTION_NOT_FOUND', `Function "${name}" not found.`);
  const module = (await import(`${pathToFileURL(file).href}?changed=${stat.mtimeMs}`)) as { readonly main?: unknown };
  if (typeof module.main !== 'function') throw new Error(`${name}.js exports no function "main"`);
  return await (module.main as Handler)(event, context);
}
