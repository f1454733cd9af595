// The bench's own plain gateway: three login steps, rows in a Map, one function. It checks nothing and prints its address.
import { createServer } from 'node:http';

const rows = new Map();
let lastId = 0;

function answer(method, path, body) {
  if (path === '/auth/v1/verification') return [200, { verification_id: 'vid-1', expires_in: 600, is_user: true }];
  if (path === '/auth/v1/verification/verify') return [200, { verification_token: 'vtoken-1', expires_in: 600 }];
  if (path === '/auth/v1/signin') {
    return [
      200,
      { token_type: 'Bearer', access_token: 'a'.repeat(400), refresh_token: 'm.1', expires_in: 7200, sub: '1' },
    ];
  }
  if (path === '/v1/functions/hello') return [200, { message: `hello ${body.name}`, age: body.age }];
  if (method === 'POST') {
    const row = { ...body, id: ++lastId, created_at: '2026-11-23T08:00:00Z' };
    rows.set(row.id, row);
    return [201, row];
  }
  const id = Number(path.slice(path.lastIndexOf('/') + 1));
  if (method === 'DELETE') {
    rows.delete(id);
    return [204];
  }
  if (method === 'PATCH') rows.set(id, { ...rows.get(id), ...body });
  return [200, rows.get(id)];
}

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const text = Buffer.concat(chunks).toString();
    const [status, body] = answer(request.method, request.url, text === '' ? {} : JSON.parse(text));
    if (body === undefined) response.writeHead(status).end();
    else response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
  });
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
process.on('disconnect', () => process.exit());
