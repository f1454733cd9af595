/**
 * The web function `greeter`: a function that is a web server. It is called with `webfn=true` or `X-Tcb-Webfn: true`, and
 * sees the path below its own.
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
export default function greeter(request, response) {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://greeter');
  const name = searchParams.get('name') ?? '世界';
  const [status, body] =
    pathname === '/' ? [200, { message: `你好, ${name}` }] : [404, { error: `nothing at ${pathname}` }];
  response.writeHead(pathname === '/health' ? 200 : status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(pathname === '/health' ? { status: 'ok' } : body));
}
