// One server for the bench of the mock, alone in its process: tells its address and a token, then what it used when asked.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fetch } from 'undici';

const { kind, peers } = JSON.parse(process.argv[2]);
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const servers = {
  async gatewright() {
    const { startMockGateway } = await import('../dist/mock/server.js');
    const files = { tables: here('../mock/tables.yaml'), functions: here('../mock/functions') };
    const { url } = await startMockGateway(files);
    const answer = await fetch(`${url}/auth/v1/signin`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'zhangsan', password: 'Zhangsan-25!' }),
    });
    const { access_token: token } = await answer.json();
    return { url, token };
  },
  /** What `gatewright mock --contract` starts, without its log, on the file that Prism's mock has. */
  async contract() {
    const { openContract } = await import('../dist/contract/open-contract.js');
    const { startContractMock } = await import('../dist/mock/server.js');
    const { contracts } = openContract(here('../contracts/app/course.openapi.yaml'));
    return { url: (await startContractMock({ contracts })).url, token: 'any' };
  },
  async fastify() {
    const { fastify } = await import('fastify');
    const app = fastify();
    const rows = [{ id: 3, name: '概率论与数理统计', position: 3, credit: 4, created_at: '2026-02-16 08:10:00' }];
    app.get('/v1/rdb/rest/course', () => rows);
    app.post('/v1/rdb/rest/course', (_request, reply) => reply.code(201).send(rows));
    return { url: await app.listen({ host: '127.0.0.1', port: 0 }), token: 'any' };
  },
  /** What `prism mock` starts, without its log: requests are checked, examples are the answers. */
  async prism() {
    const require = createRequire(join(peers, 'package.json'));
    const cli = createRequire(require.resolve('@stoplight/prism-cli'));
    const { createLogger } = cli('@stoplight/prism-core');
    const { createServer } = cli('@stoplight/prism-http-server');
    const { getHttpOperationsFromSpec } = cli('@stoplight/prism-http');
    const checks = { validateRequest: true, validateResponse: true, checkSecurity: true, errors: false };
    const server = createServer(await getHttpOperationsFromSpec(here('../contracts/app/course.openapi.yaml')), {
      cors: true,
      config: { isProxy: false, ...checks, mock: { dynamic: false } },
      components: { logger: createLogger('bench', { level: 'silent' }) },
    });
    return { url: await server.listen(0, '127.0.0.1'), token: 'any' };
  },
};

process.send(await servers[kind]());
process.on('message', () => {
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  process.send({ heap: heapUsed / 2 ** 20, whole: rss / 2 ** 20, cpu: user + system });
});
process.on('disconnect', () => process.exit());
