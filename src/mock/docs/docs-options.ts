// What the page is given.
import type { JsonObject } from '../../core/json.ts';
import type { NamedAddress } from './page-document.ts';

/** An OpenAPI document to choose operations from. */
export type DocsDocument = {
  /** Names it in an address, as in `app/course`. */
  readonly name: string;
  readonly title: string;
  /** Without `$ref` to other files; asked for when a person chooses it. */
  readonly open: () => Promise<JsonObject>;
};

/** Who a person may call as. */
export type DocsCredential = {
  readonly name: string;
  /** How it comes about, in a few words. */
  readonly means: string;
  /**
   * The value of `Authorization`; signs in where that is due. Never part of an address or kept by the page.
   * @param renew the last one was refused
   */
  readonly obtain: (renew: boolean) => Promise<string>;
};

export type DocsGateway = NamedAddress & { readonly credentials: readonly DocsCredential[] };

/** A call that the page has made. */
export type TriedCall = {
  readonly request: { readonly method: string; readonly url: string };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  };
};

export type DocsOptions = {
  readonly documents: readonly DocsDocument[];
  /** Those of this process; the page calls any of them. */
  readonly gateways: readonly DocsGateway[];
  /** Whether an answer keeps its contract, and a text that says so; absent: the page does not speak of it. */
  readonly check?: (call: TriedCall) => Promise<{ readonly ok: boolean; readonly text: string }>;
};
