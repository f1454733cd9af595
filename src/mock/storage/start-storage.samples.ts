// For the tests of storage: a mock whose every answer, of the gateway and of the object store, is held against the contracts.
import { expect } from '@playwright/test';
import { contractFindings } from '../contract.samples.ts';
import type { MockGateway, MockGatewayOptions } from '../server.ts';
import { defaultApiKey, startMockGateway } from '../server.ts';

export type Item = Readonly<Record<string, string>>;
export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  readonly text: string;
  /** Of the XML of an error: `Code: Message`. */
  readonly error: string;
};
export type Sent = {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: BodyInit;
};
export type Files = {
  readonly mock: MockGateway;
  /** The answer of the gateway: its items where it has any, else the refusal as `STATUS CODE: MESSAGE`. */
  readonly call: (name: string, items: unknown, credential?: string) => Promise<Item[]>;
  readonly refusal: (name: string, body: string, credential?: string) => Promise<string>;
  /** One item's upload information. */
  readonly info: (objectId: string, signedHeader?: object, credential?: string) => Promise<Item>;
  readonly upload: (objectId: string, body: BodyInit, credential?: string) => Promise<Item>;
  readonly send: (method: string, url: string, sent?: Sent) => Promise<Answer>;
  /** A credential of a signed-in user. */
  readonly signIn: (name?: string) => Promise<string>;
  readonly advance: (seconds: number) => Promise<void>;
};

const operations: Readonly<Record<string, string>> = {
  PUT: 'putObject',
  POST: 'postObjectForm',
  GET: 'getObject',
  HEAD: 'headObject',
};

export const environment = 'test-env';
export const bucketName = '7465-test-env-1250000000';
export const idOf = (key: string): string => `cloud://${environment}.${bucketName}/${key}`;

/** The headers that the pages ask for. */
export function uploadHeaders(info: Item): Record<string, string> {
  return {
    authorization: info['authorization'] ?? '',
    'x-cos-security-token': info['token'] ?? '',
    'x-cos-meta-fileid': info['cloudObjectMeta'] ?? '',
  };
}

export async function startFiles(options: MockGatewayOptions = {}): Promise<Files> {
  const mock = await startMockGateway({ environment, ...options });
  const post = async (path: string, body: string, credential = defaultApiKey): Promise<Response> => {
    const headers = { authorization: `Bearer ${credential}`, 'content-type': 'application/json' };
    const answer = await fetch(mock.url + path, { method: 'POST', headers, body });
    const text = await answer.clone().text();
    const response = { status: answer.status, headers: answer.headers, body: text };
    expect(contractFindings({ request: { method: 'POST', url: path }, response })).toEqual([]);
    return answer;
  };
  const call: Files['call'] = async (name, items, credential) => {
    const answer = await post(`/v1/storages/${name}`, JSON.stringify(items), credential);
    expect(answer.status).toBe(200);
    return (await answer.json()) as Item[];
  };
  const info: Files['info'] = async (objectId, signedHeader, credential) => {
    const [item = {}] = await call('get-objects-upload-info', [{ objectId, signedHeader }], credential);
    return item;
  };
  const send: Files['send'] = async (method, url, { headers = {}, body } = {}) => {
    const answer = await fetch(url, { method, headers, ...(body !== undefined && { body, duplex: 'half' }) });
    const bytes = Buffer.from(await answer.arrayBuffer());
    const operationId = operations[method];
    if (operationId !== undefined) {
      const response = { status: answer.status, headers: answer.headers, body: bytes };
      const findings = contractFindings({ request: { method, url }, response }, { operationId });
      // Of XML nothing but the media type is checked.
      expect(findings.filter((finding) => !finding.endsWith(': nothing here reads application/xml'))).toEqual([]);
    }
    const text = bytes.toString();
    const [, code = '', message = ''] = /<Code>(.*)<\/Code>\s*<Message>(.*)<\/Message>/s.exec(text) ?? [];
    return {
      status: answer.status,
      headers: answer.headers,
      bytes,
      text,
      error: code === '' ? '' : `${code}: ${message}`,
    };
  };
  return {
    mock,
    call,
    info,
    send,
    refusal: async (name, body, credential) => {
      const answer = await post(`/v1/storages/${name}`, body, credential);
      const { code, message } = (await answer.json()) as Item;
      return `${answer.status} ${code ?? ''}: ${message ?? ''}`;
    },
    upload: async (objectId, body, credential) => {
      const given = await info(objectId, undefined, credential);
      const answer = await send('PUT', given['uploadUrl'] ?? '', { headers: uploadHeaders(given), body });
      expect([answer.status, answer.text]).toEqual([200, '']);
      return given;
    },
    signIn: async (name = 'gatewright') => {
      const body = JSON.stringify({ username: name, password: passwords[name] });
      const answer = await post('/auth/v1/signin', body);
      return ((await answer.json()) as Item)['access_token'] ?? '';
    },
    advance: async (seconds) => {
      await fetch(`${mock.controlUrl}/clock`, { method: 'POST', body: JSON.stringify({ advance: seconds * 1000 }) });
    },
  };
}

const passwords: Readonly<Record<string, string>> = { gatewright: 'Gatewright-1!', zhangsan: 'Zhangsan-25!' };
