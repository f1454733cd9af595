// One case with Gatewright's own command line: node adapters/gatewright.mjs {document} {workflowId} {server} {inputs}
// Gatewright runs projects, so the case becomes one in a temporary folder.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';

const [document, workflowId, server, inputs] = process.argv.slice(2);
const folder = dirname(document);
const project = mkdtempSync(join(tmpdir(), 'arazzo-case-'));
try {
  const name = basename(folder);
  cpSync(folder, join(project, 'workflows', name), { recursive: true });
  cpSync(resolve(folder, '../api.openapi.json'), join(project, 'workflows/api.openapi.json'));
  writeFileSync(join(project, 'gateways.yaml'), `gateways: { it: { baseUrl: '${server}', writes: allow } }\n`);
  const given = Object.entries(JSON.parse(inputs)).flatMap(([key, value]) => ['--input', `${key}:=${JSON.stringify(value)}`]);
  const main = resolve(import.meta.dirname, '../../../../dist/cli/main.js');
  const words = ['run', workflowId, '--project', project, '--gateway', 'it', '--no-allure', ...given];
  process.exitCode = spawnSync(process.execPath, [main, ...words], { stdio: 'inherit' }).status ?? 1;
} finally {
  rmSync(project, { recursive: true });
}
