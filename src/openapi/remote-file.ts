// Where the project keeps the document behind an address, so that nothing is fetched while it is read.

/** The folder of fetched documents. None of them is a contract of its own. */
export const remoteFolder = 'contracts/remote';

/**
 * `https://a.org:8443/b/c.yaml?v=1` becomes `contracts/remote/a.org_8443/b/c.yaml%3Fv=1`, whether by http or https.
 * Undefined where the address is not one that is fetched: of another scheme, or with a name and password.
 */
export function remoteFile(address: string): string | undefined {
  const url = parseUrl(address);
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return undefined;
  const host = url.port === '' ? url.hostname : `${url.hostname}_${url.port}`;
  const path = url.pathname.endsWith('/') ? `${url.pathname}index` : url.pathname;
  return `${remoteFolder}/${fit(host)}${fit(path + url.search)}`;
}

/** What no file name may hold on some system, percent-encoded. */
function fit(text: string): string {
  return text.replaceAll(/[<>:"|?*\\]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Undefined where a text is no URL, or a relative one has nothing to be relative to. */
export function parseUrl(text: string, base?: string): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}
