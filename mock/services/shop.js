// The CloudRun service `shop`, as the embedded mock gateway runs it: the default export answers requests, as Node's
// http.createServer takes it. Express: `export default express()`. Koa: `export default app.callback()`.

const items = new Map([
  [1, { id: 1, name: '笔记本', price: 12.5 }],
  [2, { id: 2, name: 'pencil', price: 0.8 }],
]);
let next = 3;

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
export default async function shop(request, response) {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://shop');
  const [, place = '', id = ''] = pathname.split('/');
  const route = `${request.method} /${place}${id && '/{id}'}`;
  const item = items.get(Number(id));
  switch (route) {
    case 'GET /':
      return send(response, 200, 'the shop is open', 'text/plain; charset=utf-8');
    case 'GET /items':
      return sendJson(response, 200, find(searchParams.get('q') ?? ''));
    case 'POST /items':
    case 'PUT /items/{id}': {
      const wanted = await readJson(request);
      if (typeof wanted?.name !== 'string' || !(wanted.price >= 0)) {
        return sendJson(response, 400, { error: 'an item has a name and a price' });
      }
      const kept = { id: id ? Number(id) : next++, name: wanted.name, price: wanted.price };
      items.set(kept.id, kept);
      return sendJson(response, id ? 200 : 201, kept);
    }
    case 'GET /items/{id}':
      return item ? sendJson(response, 200, item) : sendJson(response, 404, { error: 'no such item' });
    case 'DELETE /items/{id}':
      items.delete(Number(id));
      return response.writeHead(204).end();
    case 'GET /events':
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      for (const { id, name } of items.values()) response.write(`id: ${id}\ndata: ${JSON.stringify({ name })}\n\n`);
      return response.end();
    case 'GET /download':
      return send(response, 200, Buffer.from([0x47, 0x57, 0x00, 0xff, 0xfe, 0x0a]), 'application/octet-stream');
    default:
      return sendJson(response, 404, { error: `nothing at ${route}` });
  }
}

const find = (text) => [...items.values()].filter(({ name }) => name.includes(text));

async function readJson(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  try {
    return JSON.parse(Buffer.concat(parts).toString());
  } catch {
    return undefined;
  }
}

function sendJson(response, status, value) {
  send(response, status, JSON.stringify(value), 'application/json; charset=utf-8');
}

function send(response, status, body, type) {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) }).end(body);
}
