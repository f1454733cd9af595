// npm run bench -- mock [--seconds 5] [--rounds 1] [--peers DIR]: reads and creates per second of the mock gateway, each
// request checked, authorised and answered by the embedded database, and of the mock of a contract (`--contract`), beside a
// bare Fastify with one static answer and Prism's static mock on the same contract, in turn. Prism is no dependency: it is measured where a folder of peers has it, as
// `npm run scoreboard` leaves one. The processor's time of the server for one request stands beside: on a machine that
// does other things it says more than the clock. With --soak: ten thousand mixed requests, and the heap.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '1' },
    peers: { type: 'string', default: join(tmpdir(), 'gatewright-scoreboard-peers') },
    soak: { type: 'boolean', default: false },
  },
});
const seconds = Number(values.seconds);
const connections = 8;
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const load = () => `load ${loadavg()[0].toFixed(1)} on ${cpus().length} cores`;

/** A program of this folder with what it is told; ends with this one. */
async function start(file, words, execArgv = []) {
  const child = fork(here(file), [JSON.stringify(words)], { execArgv, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const ended = once(child, 'exit');
  const hear = async () => {
    const [told] = await Promise.race([once(child, 'message'), ended.then(([code]) => [{ ended: code }])]);
    if (told.ended !== undefined) throw new Error(`${file} ended with ${told.ended}`);
    return told;
  };
  const ask = (word) => {
    child.send(word);
    return hear();
  };
  const stop = async () => {
    if (child.connected) child.disconnect();
    await ended;
  };
  const first = await hear().catch(async (error) => {
    await stop();
    throw error;
  });
  return { first, ask, stop };
}

async function put(words) {
  const { first, stop } = await start('mock-load.mjs', words);
  await stop();
  return first;
}

function prismFound() {
  try {
    createRequire(join(values.peers, 'package.json')).resolve('@stoplight/prism-cli');
    return true;
  } catch {
    return false;
  }
}

async function measure(kind) {
  const { first, ask, stop } = await start('mock-server.mjs', { kind, peers: values.peers });
  try {
    const figures = {};
    for (const work of ['read', 'create']) {
      await put({ ...first, work, connections, seconds: Math.min(1, seconds) });
      const { cpu: before } = await ask('use');
      const found = await put({ ...first, work, connections, seconds });
      const { cpu } = await ask('use');
      figures[work] = { ...found, cpu: (cpu - before) / found.count };
    }
    return figures;
  } finally {
    await stop();
  }
}

async function compare() {
  const kinds = ['gatewright', 'contract', 'fastify', ...(prismFound() ? ['prism'] : [])];
  const rounds = [];
  console.log(`node ${process.version}, ${connections} connections, ${seconds} s each, ${load()} before\n`);
  for (let round = 0; round < Number(values.rounds); round++) {
    const found = {};
    for (const kind of kinds) found[kind] = await measure(kind);
    rounds.push(found);
  }
  const figure = (kind, work, key) => median(rounds.map((found) => found[kind][work][key]));
  console.log('server        reads/s   p99 ms   cpu µs   creates/s   p99 ms   cpu µs   wrong');
  for (const kind of kinds) {
    const wrong = rounds.reduce((sum, found) => sum + found[kind].read.wrong + found[kind].create.wrong, 0);
    console.log(
      kind.padEnd(12),
      figure(kind, 'read', 'rate').toFixed(0).padStart(8),
      figure(kind, 'read', 'p99').toFixed(1).padStart(8),
      figure(kind, 'read', 'cpu').toFixed(0).padStart(8),
      figure(kind, 'create', 'rate').toFixed(0).padStart(11),
      figure(kind, 'create', 'p99').toFixed(1).padStart(8),
      figure(kind, 'create', 'cpu').toFixed(0).padStart(8),
      String(wrong).padStart(7),
    );
    if (wrong > 0) process.exitCode = 1;
  }
  console.log(`\n${load()} after\n`);
  if (kinds.includes('prism')) {
    for (const work of ['read', 'create']) {
      const ratio = (key, over) =>
        median(rounds.map((found) => over(found.contract[work][key], found.prism[work][key])));
      const rate = ratio('rate', (own, prism) => own / prism).toFixed(2);
      const cpu = ratio('cpu', (own, prism) => prism / own).toFixed(2);
      console.log(`contract, ${work}s: ${rate} x Prism (${cpu} x by cpu)`);
    }
  } else console.log(`Prism is not in ${values.peers}: name a folder with --peers`);
  const aims = { read: 3, create: 2 };
  for (const [work, aim] of Object.entries(aims)) {
    if (kinds.includes('prism')) {
      const ratio = median(rounds.map(({ gatewright, prism }) => gatewright[work].rate / prism[work].rate));
      const cpu = median(rounds.map(({ gatewright, prism }) => prism[work].cpu / gatewright[work].cpu));
      const verdict = ratio >= aim ? 'met' : 'missed';
      console.log(`${work}s: ${ratio.toFixed(2)} x Prism (${cpu.toFixed(2)} x by cpu), aim ${aim} x: ${verdict}`);
    }
    const p99 = figure('gatewright', work, 'p99');
    console.log(`${work}s: p99 ${p99.toFixed(1)} ms, aim under 10 ms: ${p99 < 10 ? 'met' : 'missed'}`);
  }
}

async function soak() {
  const { first, ask, stop } = await start('mock-server.mjs', { kind: 'gatewright' }, ['--expose-gc']);
  try {
    console.log(`node ${process.version}, mixed requests, 32 connections, ${load()} before\n`);
    console.log('requests   wrong   per s   p99 ms   heap MB   whole MB');
    let requests = 0;
    for (const more of [1000, 9000]) {
      const {
        rate,
        p99,
        wrong,
        first: example,
      } = await put({ ...first, work: 'mixed', connections: 32, requests: more });
      const { heap, whole } = await ask('use');
      requests += more;
      const cells = [requests, wrong, rate.toFixed(0), p99.toFixed(1), heap.toFixed(1), whole.toFixed(0)];
      console.log(cells.map((cell, index) => String(cell).padStart([8, 8, 8, 9, 10, 11][index])).join(''));
      if (wrong > 0) {
        console.error(`the first that was wrong: ${example}`);
        process.exitCode = 1;
      }
    }
    console.log(`\n${load()} after`);
  } finally {
    await stop();
  }
}

await (values.soak ? soak() : compare());
