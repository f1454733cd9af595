// Requests as fast as the answers come, from a process of its own: for some seconds, or so many requests.
import { Pool } from 'undici';

const { url, token, work, connections, seconds, requests = Infinity } = JSON.parse(process.argv[2]);
const pool = new Pool(url, { connections });
const latencies = [];
let begun = 0;
let wrong = 0;
let first;

async function call(method, path, { status = 200, body, prefer } = {}) {
  const headers = {
    authorization: `Bearer ${token}`,
    ...(body && { 'content-type': 'application/json' }),
    ...(prefer && { prefer }),
  };
  const sent = performance.now();
  const answer = await pool.request({ method, path, headers, body: body && JSON.stringify(body) });
  const text = await answer.body.text();
  latencies.push(performance.now() - sent);
  if (answer.statusCode === status) return text;
  wrong += 1;
  first ??= `${method} ${path} -> ${answer.statusCode} ${text.slice(0, 300)}`;
  return undefined;
}

const course = '/v1/rdb/rest/course';
const created = {
  status: 201,
  body: { name: '数据库原理', position: 16, credit: 3.5 },
  prefer: 'return=representation',
};

/** Each is one request; those of `mixed` follow each other, and leave no row behind. */
const works = {
  read: [() => call('GET', `${course}?id=eq.3`)],
  create: [() => call('POST', course, created)],
  mixed: [
    async (lane) => {
      lane.id = JSON.parse((await call('POST', course, created)) ?? '[{}]')[0].id;
    },
    (lane) => call('GET', `${course}?id=eq.${lane.id}`),
    (lane) => call('PATCH', `${course}?id=eq.${lane.id}`, { status: 204, body: { position: 17 } }),
    () => call('GET', `${course}?select=name,class(grade)&order=position.desc&limit=5`),
    () => call('GET', `${course}?nothing=eq.1`, { status: 400 }),
    () => call('POST', '/v1/functions/hello', { body: { name: '张三', age: 25 } }),
    () => call('POST', '/auth/v1/signin', { body: { username: 'gatewright', password: 'Gatewright-1!' } }),
    (lane) => call('DELETE', `${course}?id=eq.${lane.id}`, { status: 204 }),
  ],
};

const start = performance.now();
const end = seconds === undefined ? Infinity : start + seconds * 1000;
await Promise.all(
  Array.from({ length: connections }, async () => {
    const lane = {};
    for (let turn = 0; performance.now() < end && begun < requests; turn++) {
      begun += 1;
      await works[work][turn % works[work].length](lane);
    }
  }),
);
const rate = latencies.length / ((performance.now() - start) / 1000);
const p99 = latencies.sort((a, b) => a - b)[Math.floor(latencies.length * 0.99)];
await pool.close();
process.send({ count: latencies.length, rate, p99, wrong, first });
process.on('disconnect', () => process.exit());
