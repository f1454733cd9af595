// Servers: OpenAPI 3.0.4 section 4.7.5. Of an address only its path counts here, before the path of an operation.
import { isJsonObject } from '../core/json.ts';
import { elementsOf, objectAt, textAt } from './reading.ts';
import type { Reading } from './reading.ts';
import { inside } from './resolve-reference.ts';
import type { Place } from './resolve-reference.ts';

/**
 * The paths of the servers that count for an operation, without a slash at the end: its own, else the path item's, else
 * the document's. Empty text where there are none. A variable stays in braces and stands for any text.
 */
export function readBasePaths(reading: Reading, holders: readonly Place[]): string[] {
  const declared = holders.map((holder) => inside(holder, 'servers')).find(({ value }) => value !== undefined);
  const servers = declared ? elementsOf(reading, declared, 'servers') : [];
  const paths = servers.flatMap((server) => {
    const place = objectAt(reading, server, 'a server');
    const url = place && textAt(reading, place, 'url');
    return place && url !== undefined ? [pathOf(url, inside(place, 'variables'))] : [];
  });
  return paths.length === 0 ? [''] : [...new Set(paths)];
}

function pathOf(url: string, variables: Place): string {
  // A variable may hold slashes, and even the whole address: then its default must do.
  const address = url.replaceAll(/\{([^{}]*)\}/g, (whole, name: string) => {
    const variable = inside(variables, name).value;
    const fallback = isJsonObject(variable) ? variable['default'] : undefined;
    return typeof fallback === 'string' && fallback.includes('/') ? fallback : whole;
  });
  const path = address.replace(/^[^/]*:\/\/[^/?#]*/, '').replace(/[?#].*$/s, '');
  const segments = path.split('/').filter((segment) => segment !== '');
  return segments.map((segment) => `/${segment}`).join('');
}
