// What the path of an object may be. Nothing is ever escaped: a path that is not one is refused.

const longest = 850;
/** ASCII's CAN, EM, SUB and ESC. */
// eslint-disable-next-line no-control-regex -- those are what the pages forbid
const forbidden = /[\u0018-\u001b]/;
/** "Letters, digits, Chinese, space" and these signs; which Chinese is not said, so that the contract's guess stands here. */
const copyable = /^[A-Za-z0-9\u3400-\u9fff /!\-_.*]+$/;

const rules: readonly (readonly [text: string, breaks: (path: string) => boolean])[] = [
  ['must not be empty', (path) => path === ''],
  ['must not begin with a slash or a backslash', (path) => /^[/\\]/.test(path)],
  ['must not have two slashes in a row', (path) => path.includes('//')],
  ['is at most 850 bytes long', (path) => Buffer.byteLength(path) > longest],
  ['must not have the control characters 24 to 27', (path) => forbidden.test(path)],
  ['must not have %0a or %0d', (path) => /%0[ad]/i.test(path)],
  ['must be text: half of a surrogate pair is none', (path) => Buffer.from(path).toString() !== path],
  // No page says so; but no address leads there, since every client takes such segments out of it.
  ['must not have a segment "." or ".."', (path) => path.split('/').some((part) => part === '.' || part === '..')],
];

/**
 * Which rule a path breaks, as in `must not be empty`; undefined: none
 * (https://www.tencentcloud.com/document/product/1266/71669, https://www.tencentcloud.com/document/product/436/13324).
 */
export function keyFault(path: string): string | undefined {
  return rules.find(([, breaks]) => breaks(path))?.[0];
}

/** The same for the two paths of a copy, which may have fewer characters (https://docs.cloudbase.net/openapi/storage.v1.openapi.yaml). */
export function copyFault(path: string): string | undefined {
  if (copyable.test(path) || path === '') return keyFault(path);
  return 'has letters, digits, Chinese characters, spaces and / ! - _ . * only';
}

/** The path of an address, each segment percent-encoded. */
export function encodeKey(key: string): string {
  return key.split('/').map(encodeURIComponent).join('/');
}
