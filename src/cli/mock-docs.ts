// What the page at /docs of `gatewright mock` is given: the contracts, the gateways of this process, who may call.
import { randomUUID } from 'node:crypto';
import { createMask } from '../core/secrets.ts';
import type { SourceDocument } from '../core/source.ts';
import { readDocument } from '../document/read-document.ts';
import { addressGateway } from '../gateway/gateway.ts';
import type { AccountSettings, Gateway } from '../gateway/gateway.ts';
import type { DocsCredential, DocsDocument, DocsGateway, DocsOptions } from '../mock/docs/docs-options.ts';
import type { StartedMock } from '../mock/server.ts';
import type { Contract } from '../openapi/contract.ts';
import type { Project } from '../project.ts';
import { openGateway } from '../run/open-gateway.ts';
import type { OpenGateway } from '../run/open-gateway.ts';
import type { Credential } from '../runner/ports.ts';

/** A gateway of gateways.yaml, and the mock that plays it. */
export type PlayedGateway = { readonly gateway: Gateway; readonly mock: StartedMock };

export type Docs = {
  readonly options: DocsOptions;
  /** Ends the connections by which accounts have signed in. */
  readonly close: () => Promise<void>;
};

export function prepareDocs(project: Project, played: readonly PlayedGateway[]): Docs {
  const callers = played.map((each) => createCallers(project, each));
  return {
    options: {
      documents: documentsOf(project),
      gateways: callers.map(({ docsGateway }) => docsGateway),
      check: checkAgainst(project.contracts),
    },
    close: async () => {
      await Promise.all(callers.map(({ close }) => close()));
    },
  };
}

/** The platform's first, then those of the application, as `app/course`. */
function documentsOf(project: Project): DocsDocument[] {
  const open = (file: string): SourceDocument | undefined => {
    const text = project.text(file);
    return text === undefined ? undefined : readDocument(text, file);
  };
  const describe = (contract: Contract): DocsDocument =>
    describeDocument(contract, contract.document.file.replace(/^contracts\//, ''), open);
  const depth = ({ name }: DocsDocument): number => name.split('/').length;
  return project.contracts.map(describe).sort((left, right) => depth(left) - depth(right));
}

/** @param file by which the page names it; @param open gives the files that it refers to */
export function describeDocument(
  { document, title }: Contract,
  file: string,
  open: (file: string) => SourceDocument | undefined,
): DocsDocument {
  return {
    name: file.replace(/(?:\.openapi)?\.(?:yaml|yml|json)$/, ''),
    title,
    open: async () => (await import('../lint/bundle-document.ts')).bundleDocument(document, open),
  };
}

/** Holds a call against these contracts. */
export function checkAgainst(contracts: readonly Contract[]): NonNullable<DocsOptions['check']> {
  return async (call) => {
    const { checkResponse } = await import('../contract/contract-check.ts');
    const { contractSet } = await import('../contract/open-contract.ts');
    return checkResponse(contractSet(contracts), call);
  };
}

type Callers = { readonly docsGateway: DocsGateway; readonly close: () => Promise<void> };

/** The accounts of a gateway: they sign in as in a run, once, when somebody calls as them. */
function createCallers(project: Project, { gateway, mock }: PlayedGateway): Callers {
  let opened: Promise<OpenGateway> | undefined;
  const open = (): Promise<OpenGateway> => (opened ??= reach(project, gateway, mock));
  const named = [...gateway.accounts.values()].flatMap((account): DocsCredential[] => {
    const means = meansOf(account);
    return means === undefined ? [] : [{ name: account.name, means, obtain: createObtain(open, account.name) }];
  });
  const { anonymous } = gateway.embedded?.auth ?? {};
  return {
    docsGateway: {
      ...{ name: gateway.name, url: mock.url },
      credentials: anonymous === true ? [...named, anonymousCaller(mock.url)] : named,
    },
    close: async () => (await opened)?.close(),
  };
}

function meansOf(account: AccountSettings): string | undefined {
  switch (account.type) {
    case 'session':
      return account.login;
    case 'apiKey':
      return 'API key';
    case 'publishableKey':
      return 'publishable key';
    case 'nobody':
      return undefined;
  }
}

/** The mock as a gateway that is there already. */
function reach(project: Project, gateway: Gateway, mock: StartedMock): Promise<OpenGateway> {
  const codes = gateway.codes ?? { from: 'outbox', url: mock.controlUrl };
  return openGateway(
    project,
    { ...addressGateway(mock.url, gateway), name: gateway.name, kind: 'embedded', codes },
    { mask: createMask(), seed: 'docs', lanes: 1, mockFaults: [], recordSession: (_account, _login, run) => run({}) },
  );
}

function createObtain(open: () => Promise<OpenGateway>, account: string): DocsCredential['obtain'] {
  let last: Credential | undefined;
  return async (renew) => {
    const { credentials } = await open();
    const signal = new AbortController().signal;
    last = await (renew && last ? credentials.renew(account, last, signal) : credentials.obtain(account, signal));
    return `Bearer ${last?.secret ?? ''}`;
  };
}

/** One anonymous user, as one device is (https://docs.cloudbase.net/en/http-api/auth/auth-sign-in-anonymously). */
function anonymousCaller(url: string): DocsCredential {
  const headers = { 'x-device-id': randomUUID() };
  let token: Promise<string> | undefined;
  const signIn = async (): Promise<string> => {
    const answer = await fetch(`${url}/auth/v1/signin/anonymously`, { method: 'POST', headers });
    const { access_token: accessToken } = (await answer.json()) as { readonly access_token?: string };
    if (accessToken === undefined) throw new Error(`POST /auth/v1/signin/anonymously answered ${answer.status}`);
    return accessToken;
  };
  return {
    name: 'anonymous',
    means: 'anonymous sign-in',
    obtain: async (renew) => {
      if (renew || token === undefined) token = signIn();
      return `Bearer ${await token}`;
    },
  };
}
