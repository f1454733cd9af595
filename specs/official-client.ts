// CloudBase's official JavaScript client, unmodified, in front of the mock gateway: it asks for its own host
// (`https://ENV.api.tcloudbasegateway.com`), and the process's HTTP agent sends what is meant for it to the mock instead.
// What was sent and what came back is kept, so that the contract check can judge it.
import cloudbase from '@cloudbase/js-sdk';
import { Agent, getGlobalDispatcher, setGlobalDispatcher } from 'undici';
import type { MockGateway } from '../src/mock/server.ts';

/** The environment of the client and of the mock gateway. */
export const environment = 'mock-env';

const gatewayHosts = [`${environment}.api.tcloudbasegateway.com`, `${environment}.api.intl.tcloudbasegateway.com`];

/**
 * Sends the requests of this process that are meant for the gateway's hosts to the mock; any other host is refused.
 * @returns ends it
 */
export function redirectToMock(mock: Pick<MockGateway, 'url'>): () => Promise<void> {
  const before = getGlobalDispatcher();
  const agent = new Agent();
  const redirecting = agent.compose((dispatch) => (options, handler) => {
    const { host, hostname } = new URL(String(options.origin));
    if (hostname === '127.0.0.1') return dispatch(options, handler);
    if (!gatewayHosts.includes(host)) throw new Error(`the client asked for ${host}, which is not the gateway`);
    return dispatch({ ...options, origin: mock.url }, handler);
  });
  setGlobalDispatcher(redirecting);
  return async () => {
    setGlobalDispatcher(before);
    await agent.close();
  };
}

/** The client as an application makes it. */
export function openClient(settings: { readonly accessKey?: string } = {}): ReturnType<typeof cloudbase.init> {
  return cloudbase.init({ env: environment, region: 'ap-shanghai', ...settings });
}
