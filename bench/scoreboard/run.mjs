// npm run scoreboard [-- --only folder]: contract cases held against Gatewright and three other validators, each
// against a real server on loopback that gives the recorded answer. Writes docs/scoreboard.md. The others are no
// dependencies of this project: npm installs them into a folder below the system's temporary folder.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import ts from 'typescript';
import { serveAnswer } from './answer-server.mjs';
import { layOut } from './lay-out.mjs';
import { run } from './run-process.mjs';
import { rows } from './rows.mjs';
import { gatewright, jestOpenapi, prism, respect } from './validators.mjs';
import { scoreboard } from './write-table.mjs';

const versions = {
  '@redocly/cli': '2.77.0',
  '@stoplight/prism-cli': '5.14.2',
  'jest-openapi': '0.14.2',
  expect: '29.7.0',
  axios: '1.7.9',
};
const root = fileURLToPath(new URL('../..', import.meta.url));
const { values } = parseArgs({ options: { only: { type: 'string' }, seconds: { type: 'string', default: '300' } } });
const seconds = Number(values.seconds);

const peers = join(tmpdir(), 'gatewright-scoreboard-peers');
await install();
const { readExchange } = await readTypeScript(join(root, 'specs', 'read-exchange.ts'));
const { runProgram } = await import(new URL('../../dist/cli/program.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'gatewright-scoreboard-'));
const servers = [];
let results;
try {
  const held = [];
  for (const row of rows.filter((one) => values.only === undefined || one.folder.includes(values.only))) {
    const source = join(root, 'specs', 'contract-cases', row.folder);
    const exchange = readExchange(source, row.file);
    const server = await serveAnswer(exchange);
    servers.push(server);
    const target = join(folder, String(held.length));
    held.push({ row, exchange, one: layOut(row, { source, target, port: server.port, exchange }) });
  }
  const asked = { prism: prism({ peers }), jestOpenapi: jestOpenapi({ peers }) };
  const byRespect = await respect(
    held.map(({ one }) => one),
    { peers, folder, seconds },
  );
  results = [];
  for (const { row, exchange, one } of held) {
    const answers = {
      gatewright: await gatewright(one, { runProgram }),
      respect: byRespect.get(one),
      prism: await asked.prism(one, { seconds, exchange }),
      jestOpenapi: await asked.jestOpenapi(one, { exchange }),
    };
    results.push({ row, answers });
    const verdicts = Object.entries(answers).map(([name, { verdict }]) => `${name} ${verdict}`);
    console.log(`${row.folder}/${row.file}  wants ${row.want}: ${verdicts.join(', ')}`);
  }
} finally {
  for (const server of servers) server.close();
  rmSync(folder, { recursive: true, force: true });
}
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const text = scoreboard(results, { gatewright: version, ...versions });
if (values.only === undefined) writeFileSync(join(root, 'docs', 'scoreboard.md'), text);
console.log(text);

async function install() {
  mkdirSync(peers, { recursive: true });
  const wanted = JSON.stringify({ private: true, dependencies: versions });
  const file = join(peers, 'package.json');
  if (existsSync(join(peers, 'installed')) && existsSync(file) && readFileSync(file, 'utf8') === wanted) return;
  console.log(
    `installing ${Object.entries(versions)
      .map((pair) => pair.join('@'))
      .join(', ')} into ${peers}`,
  );
  writeFileSync(file, wanted);
  const npm = await run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts'], {
    cwd: peers,
    seconds: 600,
  });
  if (npm.exit !== 0) throw new Error(`npm could not install the other validators\n${npm.text}`);
  writeFileSync(join(peers, 'installed'), '');
}

/** Node 20 does not read TypeScript by itself. */
async function readTypeScript(file) {
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };
  const { outputText } = ts.transpileModule(readFileSync(file, 'utf8'), { compilerOptions });
  return import(`data:text/javascript,${encodeURIComponent(outputText)}`);
}
