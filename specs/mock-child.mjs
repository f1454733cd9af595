// A mock gateway in a process of its own, from the sources, so that a test can kill it: `fork(this, [TABLES, DATA_FILE])`
// sends its address as a message. Loaded a second time, as the hook that turns TypeScript into JavaScript.
import { readFileSync } from 'node:fs';
import { register } from 'node:module';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import ts from 'typescript';

const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 };

export function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  const { outputText } = ts.transpileModule(readFileSync(fileURLToPath(url), 'utf8'), { compilerOptions });
  return { format: 'module', source: outputText, shortCircuit: true };
}

if (isMainThread) {
  register(import.meta.url);
  const { startMockGateway } = await import('../src/mock/server.ts');
  const [tables, dataFile] = process.argv.slice(2);
  process.send((await startMockGateway({ tables, dataFile })).url);
}
