// A mock gateway behind a loopback proxy that checks every answer against the contracts before it passes it on.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { contractFindings } from '../src/mock/contract.samples.ts';
import type { MockGatewayOptions } from '../src/mock/server.ts';
import { startMockGateway } from '../src/mock/server.ts';

export type CheckedGateway = {
  /** Of the proxy. */
  readonly url: string;
  readonly controlUrl: string;
  /** What the contracts have against the answers so far. */
  readonly findings: readonly string[];
  /** As in `POST /auth/v1/signin 200`, oldest first. */
  readonly calls: readonly string[];
  readonly close: () => Promise<void>;
};

/** Headers of one connection, which do not go over the next; nor does a coding, which `fetch` undoes. */
const ofConnection = ['connection', 'content-encoding', 'content-length', 'host', 'keep-alive', 'transfer-encoding'];

export async function startCheckedGateway(options: MockGatewayOptions): Promise<CheckedGateway> {
  const mock = await startMockGateway(options);
  const findings: string[] = [];
  const calls: string[] = [];
  const server = createServer((request, response) => {
    void pass(request, response, mock.url).then((found) => {
      findings.push(...found);
      calls.push(`${request.method ?? ''} ${(request.url ?? '').replace(/\?.*/, '')} ${response.statusCode}`);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    controlUrl: mock.controlUrl,
    findings,
    calls,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await mock.close();
    },
  };
}

async function pass(request: IncomingMessage, response: ServerResponse, baseUrl: string): Promise<string[]> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const body = Buffer.concat(parts);
  const { method = '', url = '' } = request;
  const headers = Object.entries(request.headers).flatMap(([name, value]) =>
    typeof value === 'string' && !ofConnection.includes(name) ? [[name, value] as [string, string]] : [],
  );
  const answer = await fetch(baseUrl + url, { method, headers, ...(body.length > 0 && { body }) });
  const bytes = Buffer.from(await answer.arrayBuffer());
  const found =
    method === 'OPTIONS'
      ? []
      : contractFindings({
          request: { method, url, headers },
          response: { status: answer.status, headers: answer.headers, body: bytes },
        });
  const kept = [...answer.headers].filter(([name]) => !ofConnection.includes(name));
  response.writeHead(answer.status, Object.fromEntries(kept)).end(bytes);
  return found;
}
