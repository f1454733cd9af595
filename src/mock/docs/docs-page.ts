// The page where a person tries calls. It stands beside the gateway, not in it: what is asked of it is not counted,
// logged, refused or faulted as calls are. Nothing of it is loaded before somebody asks.
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { DocsOptions } from './docs-options.ts';

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

/** The page is no part of the gateway: none of its hooks sees it. */
export function serveBeside(docs: RequestListener): (gateway: RequestListener) => Server {
  return (gateway) =>
    createServer((request, response) => {
      (isDocsPath(request.url) ? docs : gateway)(request, response);
    });
}
