// Where a service stands: OpenAPI 3.1.1 sections 4.8.5 "Server Object" and 4.8.6 "Server Variable Object".
import { isJsonArray, isJsonObject } from '../core/json.ts';
import type { JsonValue } from '../core/json.ts';
import { memberOf } from '../document/json-pointer.ts';
import type { Operation } from './contract.ts';
import { placeAt } from './resolve-reference.ts';

export type Server = {
  /** Host and port, variables matched; undefined where the URL is relative, and so says nothing of them. */
  readonly authority: RegExp | undefined;
  /** Fits the beginning of a path, up to where the path template begins. */
  readonly basePath: RegExp;
  /** The base path as declared, for a person: `/v1`, `/{version}`; empty for the root. */
  readonly shown: string;
};

/** A description without servers has one at `/` (OpenAPI 3.1.1 section 4.8.1.1). */
const root: readonly Server[] = [{ authority: undefined, basePath: /^(?=[/?#]|$)/, shown: '' }];

const known = new WeakMap<Operation, readonly Server[]>();

/** The servers of an operation: its own, else those of its path item, else those of the description. */
export function serversOf(operation: Operation): readonly Server[] {
  let servers = known.get(operation);
  if (!servers) known.set(operation, (servers = readServers(operation)));
  return servers;
}

function readServers({ contract, document = contract.document, pointer }: Operation): readonly Server[] {
  const pathItem = pointer.slice(0, pointer.lastIndexOf('/'));
  const places = [placeAt(document, pointer), placeAt(document, pathItem), placeAt(contract.document, '')];
  for (const { value } of places) {
    const declared = memberOf(value, 'servers');
    if (isJsonArray(declared) && declared.length > 0) return declared.flatMap(readServer);
  }
  return root;
}

function readServer(server: JsonValue): Server[] {
  const url = memberOf(server, 'url');
  if (typeof url !== 'string') return [];
  const variables = memberOf(server, 'variables');
  return expand(url, variables).map((template) => serverOf(template, variables));
}

/**
 * A variable that may be empty or hold a slash decides where the path begins, so each of its values is put in; any other
 * variable stays, and is matched.
 */
function expand(url: string, variables: JsonValue | undefined): string[] {
  for (const [whole, name = ''] of url.matchAll(/\{([^{}]*)\}/g)) {
    const values = valuesOf(memberOf(variables, name));
    if (!values.some((value) => value === '' || value.includes('/'))) continue;
    return values.flatMap((value) =>
      expand(
        url.replace(whole, () => value),
        variables,
      ),
    );
  }
  return [url];
}

/** `enum`, else the default alone. */
function valuesOf(variable: JsonValue | undefined): string[] {
  if (!isJsonObject(variable)) return [];
  const { enum: allowed, default: preset } = variable;
  const values = isJsonArray(allowed) ? allowed : [preset ?? null];
  // A value with braces would be expanded again, for ever.
  return values.flatMap((value) => (typeof value === 'string' && !value.includes('{') ? [value] : []));
}

function serverOf(template: string, variables: JsonValue | undefined): Server {
  const [, authority, rest = ''] = /^(?:[^/?#]*:)?\/\/([^/?#]*)(.*)$/s.exec(template) ?? [
    undefined,
    undefined,
    template,
  ];
  const path = rest
    .replace(/[?#].*$/s, '')
    .replace(/^(?:\.{0,2}\/)+/, '/')
    .replace(/\/+$/, '');
  const shown = path === '' || path === '.' ? '' : path.startsWith('/') ? path : `/${path}`;
  return {
    authority: authority === undefined ? undefined : new RegExp(`^${patternOf(authority, variables)}$`, 'i'),
    basePath: new RegExp(`^${patternOf(shown, variables)}(?=[/?#]|$)`),
    shown,
  };
}

function patternOf(template: string, variables: JsonValue | undefined): string {
  return template
    .split(/(\{[^{}]*\})/)
    .map((part) => {
      if (!/^\{.*\}$/s.test(part)) return escape(part);
      const variable = memberOf(variables, part.slice(1, -1));
      const anything = !isJsonArray(memberOf(variable, 'enum'));
      return anything ? '[^/?#]+' : `(?:${valuesOf(variable).map(escape).join('|')})`;
    })
    .join('');
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}
