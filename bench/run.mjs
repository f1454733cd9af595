// npm run bench [-- <what> <options>]: the first word names a file here; without one, workflows are measured.
const benches = { run: './workflows.mjs', load: './load.mjs', check: './check.mjs', mock: './mock.mjs' };
const [, , word] = process.argv;
const named = word !== undefined && !word.startsWith('-');
const file = benches[named ? word : 'run'];
if (file === undefined) {
  console.error(`no bench "${word}": ${Object.keys(benches).join(', ')}`);
  process.exitCode = 2;
} else {
  if (named) process.argv.splice(2, 1);
  await import(file);
}
