// The official client, as its package has it, pointed at a gateway on loopback by its own `registerHost`.
import cloudbase from '@cloudbase/js-sdk';

/** Its auth part. Methods are called by name, since the types of the package leave out many of them. */
export type OfficialAuth = {
  readonly call: (method: string, ...given: readonly unknown[]) => Promise<unknown>;
  readonly instance: object;
};

export type ClientOptions = {
  readonly url: string;
  readonly environment: string;
  /**
   * Its own transport has no PATCH and DELETE outside of a browser; the option `baseRequest` is where an application gives
   * it another. Default: its own.
   */
  readonly transport?: 'own' | 'fetch';
  /** A publishable key. */
  readonly accessKey?: string;
  /** What the application does when the client asks for a captcha: solves it, and gives its proof. */
  readonly solveCaptcha?: (auth: OfficialAuth, token: string) => Promise<unknown>;
};

type App = {
  readonly registerHost: (host: string, protocol: 'http') => void;
  readonly auth: (options: object) => object;
};

/** A client with a memory of its own, as on a device of its own. */
export function openClient({ url, environment, transport, accessKey, solveCaptcha }: ClientOptions): OfficialAuth {
  const app = cloudbase.init({ env: environment, ...(accessKey !== undefined && { accessKey }) }) as unknown as App;
  app.registerHost(new URL(url).host, 'http');
  const auth: OfficialAuth = {
    get instance() {
      return instance;
    },
    call: async (method, ...given) => callMember(instance, method, given),
  };
  const instance = app.auth({
    storage: createStorage(),
    ...(transport === 'fetch' && { baseRequest: requestByFetch }),
    ...(solveCaptcha && {
      captchaOptions: {
        openURIWithCallback: (picture: string) =>
          solveCaptcha(auth, new URLSearchParams(picture.slice(picture.indexOf('?'))).get('token') ?? ''),
      },
    }),
  });
  return auth;
}

/** The public methods of the auth part: what its classes have, without what their source marks private or protected. */
export function publicMethods({ instance }: OfficialAuth): string[] {
  const hidden = [
    ...['constructor', 'formatPhone', 'notifyListeners', 'setupListeners', 'convertToUser'],
    ...['validateParams', 'validateAtLeastOne', 'init'],
  ];
  const own: object = Object.getPrototypeOf(instance) as object;
  const base: object = Object.getPrototypeOf(own) as object;
  const names = [...Object.getOwnPropertyNames(own), ...Object.getOwnPropertyNames(base)];
  return [...new Set(names)].filter((name) => !hidden.includes(name)).sort();
}

/** What stands at a path of what a method gave, as in `data.session.user`. */
export function at(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (found, name) =>
        (typeof found === 'object' || typeof found === 'function') && found !== null
          ? (Reflect.get(found, name) as unknown)
          : undefined,
      value,
    );
}

/** Calls a function that a method gave, such as `verifyOtp`. */
export async function callAt(value: unknown, path: string, ...given: readonly unknown[]): Promise<unknown> {
  const [name = '', ...owners] = path.split('.').reverse();
  const owner = owners.length === 0 ? value : at(value, owners.reverse().join('.'));
  return callMember(owner, name, given);
}

function callMember(owner: unknown, name: string, given: readonly unknown[]): unknown {
  const member = at(owner, name);
  if (typeof member !== 'function') throw new TypeError(`the client has no method ${name}`);
  return Reflect.apply(member, owner, given) as unknown;
}

/** As the client does it in a browser: a body with `error` is a refusal, whatever the status. */
async function requestByFetch(url: string, options: RequestInit & { readonly body?: unknown }): Promise<unknown> {
  const { body, ...rest } = options;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const answer = await fetch(url, { ...rest, ...(body !== undefined && { body: text }) });
  const json: unknown = await answer.json();
  if (typeof at(json, 'error') === 'string') throw json as Error;
  return json;
}

function createStorage(): object {
  const items = new Map<string, string>();
  const getItem = (name: string): string | null => items.get(name) ?? null;
  const setItem = (name: string, value: string): void => void items.set(name, value);
  const removeItem = (name: string): void => void items.delete(name);
  return { getItem, setItem, removeItem, getItemSync: getItem, setItemSync: setItem, removeItemSync: removeItem };
}
