// What runs in the thread of a CloudRun service or a web function. It is text, because a thread of Node loads JavaScript only,
// and the tests run the sources as they are.

/** Tells every file that an `import` loads. */
const hooks = `
let port;
export function initialize(given) { port = given; }
export function load(url, context, next) { port.postMessage(url); return next(url, context); }
`;

/**
 * Loads the file, serves its default export on a free port of loopback, and tells the port and what \`require\` loaded.
 * Whatever goes wrong ends the thread, which is told before its connections close. All of it goes over a channel of its
 * own: what the file posts to its parent is not for the gateway.
 */
export const program = `
'use strict';
const { createServer, Server } = require('node:http');
const { register } = require('node:module');
const { pathToFileURL } = require('node:url');
const { workerData } = require('node:worker_threads');

const { file, loaded, life } = workerData;
process.once('exit', () => life.postMessage({ kind: 'over' }));
register(${JSON.stringify(`data:text/javascript,${encodeURIComponent(hooks)}`)}, { data: loaded, transferList: [loaded] });

const serverOf = (exported) => {
  if (exported instanceof Server) return exported;
  if (typeof exported === 'function') return createServer(exported);
  throw new Error(file + ' has no default export that answers requests: export a function (request, response)');
};

import(pathToFileURL(file).href).then(({ default: exported }) => {
  const server = serverOf(exported);
  const tell = () => life.postMessage({ kind: 'listens', port: server.address().port, required: Object.keys(require.cache) });
  if (server.listening) tell();
  else server.listen(0, '127.0.0.1', tell);
});
`;
