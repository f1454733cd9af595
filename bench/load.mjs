// npm run bench -- load [--rounds 5]: how long a large description takes from its file to operations that can be found,
// and how long the command needs for the shipped ones. Each round is a process of its own; medians.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { blockYaml, describeService } from './description.mjs';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'gatewright-bench-'));

/** What one process prints when it reads a file: milliseconds of each part, of the processor and of the clock. */
const program = `
const { readFileSync } = await import('node:fs');
const [{ readDocument }, { readContract }, { indexOperations }] = await Promise.all(
  ['document/read-document.js', 'openapi/read-contract.js', 'openapi/operation-index.js'].map((file) => import(process.argv[1] + file)));
const text = readFileSync(process.argv[2], 'utf8');
const cpu = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1000; };
const base = process.memoryUsage.rss();
const [clock, begun] = [performance.now(), cpu()];
const document = readDocument(text, 'contracts/large.openapi.yaml');
const read = performance.now();
const contract = readContract(document);
indexOperations([contract]);
const wall = performance.now() - clock;
const used = cpu() - begun;
const asked = performance.now();
document.locate('/components/schemas/S100/properties');
console.log(JSON.stringify({ document: read - clock, wall, cpu: used, locate: performance.now() - asked,
  operations: contract.operations.length, memory: process.resourceUsage().maxRSS / 1024 }));
`;

function measure(args) {
  const run = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 120_000 });
  if (run.status !== 0) throw new Error(run.stderr);
  return run.stdout;
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const rounds = Array.from({ length: Number(values.rounds) });

try {
  console.log(`node ${process.version}, medians of ${rounds.length}, milliseconds\n`);
  console.log('description                        document   whole     cpu   first position   memory MB');
  const yaml = `${blockYaml(describeService(1000, 1750))}\n`;
  const json = JSON.stringify(describeService(2000, 3200), undefined, 1);
  for (const [name, text] of Object.entries({ 'large.yaml': yaml, 'large.json': json })) {
    const file = join(folder, name);
    writeFileSync(file, text);
    const found = rounds.map(() =>
      JSON.parse(measure(['--input-type=module', '-e', program, `file://${here('../dist/')}`, file])),
    );
    const figure = (key) => median(found.map((each) => each[key])).toFixed(0);
    console.log(
      `${name}, ${(statSync(file).size / 1e6).toFixed(1)} MB, ${found[0].operations} operations`.padEnd(36),
      figure('document').padStart(6),
      figure('wall').padStart(7),
      figure('cpu').padStart(7),
      figure('locate').padStart(16),
      figure('memory').padStart(11),
    );
  }
  const measured = join(folder, 'measured.json');
  process.env.MEASURE_FILE = measured;
  const lint = rounds.map(() => {
    measure(['--import', here('measure.mjs'), here('../dist/cli/main.js'), 'lint', '--project', here('..')]);
    return JSON.parse(readFileSync(measured, 'utf8'));
  });
  const figure = (key, factor) => (median(lint.map((each) => each[key])) * factor).toFixed(0);
  console.log(
    `\ngatewright lint of the shipped files: whole ${figure('wall', 1000)}, cpu ${figure('cpu', 1000)}, memory ${figure('memory', 1)} MB`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
