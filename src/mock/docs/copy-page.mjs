// Puts what the page loads into dist/: our own files, and of the component the two that it needs, with their licences.
import { cpSync } from 'node:fs';

const from = new URL('.', import.meta.resolve('swagger-ui-dist'));
const to = new URL('../../../dist/mock/docs/', import.meta.url);
for (const file of [
  'swagger-ui-bundle.js',
  'swagger-ui.css',
  'LICENSE',
  'NOTICE',
  'swagger-ui-bundle.js.LICENSE.txt',
]) {
  cpSync(new URL(file, from), new URL(`swagger-ui/${file}`, to));
}
cpSync(new URL('page/', import.meta.url), new URL('page/', to), { recursive: true });
