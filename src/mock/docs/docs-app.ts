import { existsSync, readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { fastify } from 'fastify';
import type { FastifyInstance } from 'fastify';
import { isJsonObject, parseJson, writeJson } from '../../core/json.ts';
import type { JsonObject } from '../../core/json.ts';
import { GatewayRefusal, registerErrors } from '../errors.ts';
import { noSchemas } from '../no-schemas.ts';
import type { DocsDocument, DocsOptions, TriedCall } from './docs-options.ts';
import { pageDocument } from './page-document.ts';

/** The build puts the component beside this file; among the sources it is where npm has put it. */
const built = new URL('swagger-ui/', import.meta.url);
const component = (): URL => (existsSync(built) ? built : new URL('.', import.meta.resolve('swagger-ui-dist')));
const own = (): URL => new URL('page/', import.meta.url);

const files = {
  '/docs': { folder: own, file: 'index.html', type: 'text/html' },
  '/docs/page.js': { folder: own, file: 'page.js', type: 'text/javascript' },
  '/docs/page.css': { folder: own, file: 'page.css', type: 'text/css' },
  '/docs/swagger-ui-bundle.js': { folder: component, file: 'swagger-ui-bundle.js', type: 'text/javascript' },
  '/docs/swagger-ui.css': { folder: component, file: 'swagger-ui.css', type: 'text/css' },
} as const;

/** Answers below `/docs`: the page and what it loads, the documents, credentials, and the check of an answer. */
export async function createDocsApp(options: DocsOptions): Promise<RequestListener> {
  const app = fastify({ schemaController: noSchemas, routerOptions: { ignoreTrailingSlash: true } });
  registerErrors(app, undefined);
  const policy = contentPolicy(options);
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers({
      'content-security-policy': policy,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    done(
      isLoopback(request.hostname) ? undefined : new GatewayRefusal(403, 'FORBIDDEN', 'The page is for this machine.'),
    );
  });
  for (const [path, { folder, file, type }] of Object.entries(files)) {
    app.get(path, (_request, reply) =>
      reply.type(`${type}; charset=utf-8`).send(readFileSync(new URL(file, folder()))),
    );
  }
  registerDocuments(app, options);
  registerCredentials(app, options);
  registerCheck(app, options);
  await app.ready();
  return (request, response) => {
    app.routing(request, response);
  };
}

/** A page of another site that has got its name to lead here would read credentials. */
function isLoopback(hostname: string): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].includes(hostname.replace(/:\d+$/, ''));
}

/** Nothing from outside this process: no script, style, picture, font or call (https://www.w3.org/TR/CSP3/). */
function contentPolicy({ gateways }: DocsOptions): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    `connect-src 'self' ${gateways.map(({ url }) => url).join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function registerDocuments(app: FastifyInstance, { documents, gateways, check }: DocsOptions): void {
  app.get('/docs/settings', () => ({
    documents: documents.map(({ name, title }) => ({ name, title })),
    gateways: gateways.map(({ name, url, credentials }) => ({
      ...{ name, url },
      credentials: credentials.map(({ name, means }) => ({ name, means })),
    })),
    checks: check !== undefined,
  }));
  const texts = new Map<string, string>();
  app.get<{ Params: { '*': string } }>('/docs/documents/*', async (request, reply) => {
    const document = documents.find(({ name }) => name === request.params['*']);
    if (!document) throw notFound(`document "${request.params['*']}"`);
    const text = texts.get(document.name) ?? writeJson(pageDocument(await openDocument(document), gateways));
    texts.set(document.name, text);
    return reply.type('application/json; charset=utf-8').send(text);
  });
}

async function openDocument({ name, open }: DocsDocument): Promise<JsonObject> {
  try {
    return await open();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new GatewayRefusal(502, 'NO_DOCUMENT', `document "${name}" cannot be shown: ${reason}`);
  }
}

function registerCredentials(app: FastifyInstance, { gateways }: DocsOptions): void {
  app.post('/docs/credential', async (request) => {
    const { gateway, credential, renew } = bodyOf(request.body);
    const found = gateways.find(({ name }) => name === gateway)?.credentials.find(({ name }) => name === credential);
    if (!found) throw notFound('credential of that gateway');
    try {
      return { authorization: await found.obtain(renew === true) };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new GatewayRefusal(502, 'NO_CREDENTIAL', `"${found.name}" could not sign in: ${reason}`);
    }
  });
}

function registerCheck(app: FastifyInstance, { check }: DocsOptions): void {
  app.post('/docs/check', async (request) => {
    if (!check) throw notFound('check of contracts');
    const { ok, text } = await check(readCall(bodyOf(request.body)));
    return { ok, text };
  });
}

function readCall({ method, url, status, headers, body }: JsonObject): TriedCall {
  if (typeof method !== 'string' || typeof url !== 'string' || typeof status !== 'number' || typeof body !== 'string') {
    throw new GatewayRefusal(400, 'INVALID_REQUEST', '/docs/check takes method, url, status, headers and body');
  }
  const fields = Object.entries(isJsonObject(headers) ? headers : {});
  const texts = fields.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : []));
  return { request: { method, url }, response: { status, headers: Object.fromEntries(texts), body } };
}

/** Fastify has parsed it: a page of another site cannot send this type without being asked first. */
function bodyOf(body: unknown): JsonObject {
  const parsed = parseJson(JSON.stringify(body));
  if (parsed.ok && isJsonObject(parsed.value)) return parsed.value;
  throw new GatewayRefusal(400, 'INVALID_REQUEST', 'the body is a JSON object');
}

const notFound = (what: string): GatewayRefusal => new GatewayRefusal(404, 'NOT_FOUND', `there is no ${what}`);
