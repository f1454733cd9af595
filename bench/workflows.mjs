// npm run bench [-- run --sizes 100,1000 --rounds 5 --lanes 1]: gatewright beside the bare loop, in turn, on one plain server.
// The ratio of each pair is what counts: it holds when the machine's speed drifts.
import { fork, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '100,1000' },
    rounds: { type: 'string', default: '5' },
    lanes: { type: 'string', default: '1' },
  },
});
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'gatewright-bench-'));
const server = fork(here('server.mjs'), { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
const url = await new Promise((resolve) => server.stdout.once('data', (text) => resolve(String(text).trim())));

function measure(args) {
  const file = join(folder, 'measured.json');
  const run = spawnSync(process.execPath, ['--import', here('measure.mjs'), ...args], {
    env: { ...process.env, BENCH_URL: url, LANES: values.lanes, MEASURE_FILE: file, NO_COLOR: '1' },
    encoding: 'utf8',
    timeout: 300_000,
  });
  if (run.status !== 0) throw new Error(`${args.join(' ')} ended with ${run.status}\n${run.stdout}\n${run.stderr}`);
  return JSON.parse(readFileSync(file, 'utf8'));
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const command = (size) => [
  ...[here('../dist/cli/main.js'), 'run', '--project', here('project'), '--reports', join(folder, 'reports')],
  ...['--repeat', String(size), '--lanes', values.lanes],
];
const sides = {
  loop: (size) => [here('loop.mjs'), String(size)],
  // Every answer checked, record and masks on.
  gatewright: (size) => [...command(size), '--no-allure'],
  '+ allure': command,
};

try {
  console.log(`node ${process.version}, ${values.lanes} lane(s), medians of ${values.rounds} pairs, whole processes\n`);
  console.log('workflows   side          cpu s    wall s   memory MB   cpu ratio   wall ratio');
  for (const size of values.sizes.split(',').map(Number)) {
    const pairs = [];
    for (let round = 0; round <= Number(values.rounds); round++) {
      const pair = Object.fromEntries(Object.entries(sides).map(([side, args]) => [side, measure(args(size))]));
      if (round > 0) pairs.push(pair);
    }
    for (const side of Object.keys(sides)) {
      const figure = (name) => median(pairs.map((pair) => pair[side][name]));
      const ratio = (name) => median(pairs.map((pair) => pair[side][name] / pair.loop[name])).toFixed(2);
      console.log(
        [
          String(size).padStart(9),
          side.padEnd(12),
          figure('cpu').toFixed(2).padStart(6),
          figure('wall').toFixed(2).padStart(9),
          figure('memory').toFixed(0).padStart(11),
          ratio('cpu').padStart(11),
          ratio('wall').padStart(12),
        ].join('  '),
      );
    }
  }
} finally {
  server.disconnect();
  rmSync(folder, { recursive: true, force: true });
}
