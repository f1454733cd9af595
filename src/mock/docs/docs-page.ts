// The page where a person tries calls. It stands beside the gateway, not in it: what is asked of it is not counted,
// logged, refused or faulted as calls are. Nothing of it is loaded before somebody asks.
import type { RequestListener } from 'node:http';
import type { JsonObject } from '../../core/json.ts';
import type { NamedAddress } from './page-document.ts';

/** An OpenAPI document to choose operations from. */
export type DocsDocument = {
  /** Names it in an address, as in `app/course`. */
  readonly name: string;
  readonly title: string;
  /** Without `$ref` to other files; asked for when a person chooses it. */
  readonly open: () => Promise<JsonObject>;
};

/** Who a person may call as. */
export type DocsCredential = {
  readonly name: string;
  /** How it comes about, in a few words. */
  readonly means: string;
  /**
   * The value of `Authorization`; signs in where that is due. Never part of an address or kept by the page.
   * @param renew the last one was refused
   */
  readonly obtain: (renew: boolean) => Promise<string>;
};

export type DocsGateway = NamedAddress & { readonly credentials: readonly DocsCredential[] };

/** A call that the page has made. */
export type TriedCall = {
  readonly request: { readonly method: string; readonly url: string };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  };
};

export type DocsOptions = {
  readonly documents: readonly DocsDocument[];
  /** Those of this process; the page calls any of them. */
  readonly gateways: readonly DocsGateway[];
  /** Whether an answer keeps its contract, and a text that says so; absent: the page does not speak of it. */
  readonly check?: (call: TriedCall) => Promise<{ readonly ok: boolean; readonly text: string }>;
};

/** Whether a path belongs to the page. */
export function isDocsPath(url: string | undefined): boolean {
  return /^\/docs(?:[/?#]|$)/.test(url ?? '');
}

/**
 * Answers what is asked below `/docs`.
 * @param open called at the first request, when the addresses of all gateways are known
 */
export function createDocsPage(open: () => DocsOptions): RequestListener {
  let app: Promise<RequestListener> | undefined;
  return (request, response) => {
    app ??= import('./docs-app.ts').then(({ createDocsApp }) => createDocsApp(open()));
    app.then(
      (answer) => {
        answer(request, response);
      },
      (error: unknown) => {
        app = undefined;
        const reason = error instanceof Error ? error.message : String(error);
        response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' }).end(`the page failed: ${reason}`);
      },
    );
  };
}
