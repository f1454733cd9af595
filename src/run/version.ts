import { readFileSync } from 'node:fs';

type Package = { readonly version: string };

/** Of this package. */
export const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as Package;
