// A folder of its own for each row: the contracts with the address of the row's server, and an Arazzo document that
// calls the operation and wants the recorded status. Respect and Gatewright read the same files.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { URLSearchParams } from 'node:url';
import { parse } from 'yaml';

export function layOut(row, { source, target, port, exchange }) {
  const contracts = join(target, 'contracts');
  mkdirSync(join(target, 'workflows'), { recursive: true });
  cpSync(source, contracts, { recursive: true, filter: (file) => !/\.http$|\.txt$|\.json$/.test(file) });
  const file = join(contracts, 'contract.openapi.yaml');
  const text = readFileSync(file, 'utf8');
  const address = `http://127.0.0.1:${port}`;
  // Behind the text, so that its lines keep their numbers.
  writeFileSync(file, `${text}servers: [{ url: '${address}' }]\n`);
  const { pathname, search } = new URL(exchange.request.url);
  const { operationId, parameters } = operationOf(parse(text), exchange.request.method, pathname);
  const values = [...parameters, ...new URLSearchParams(search)].map(
    ([name, value, place = 'query']) => `          - { name: ${name}, in: ${place}, value: '${value}' }\n`,
  );
  writeFileSync(
    join(target, 'workflows', 'case.arazzo.yaml'),
    `arazzo: 1.0.1
info: { title: ${row.folder}, version: '1' }
sourceDescriptions: [{ name: api, url: ../contracts/contract.openapi.yaml, type: openapi }]
workflows:
  - workflowId: case
    steps:
      - stepId: call
        operationId: ${operationId}
${values.length > 0 ? `        parameters:\n${values.join('')}` : ''}        successCriteria: [{ condition: $statusCode == ${exchange.response.status} }]
`,
  );
  writeFileSync(
    join(target, 'gateways.yaml'),
    `default: recorded\ngateways:\n  recorded: { baseUrl: '${address}', writes: allow }\n`,
  );
  return { project: target, contract: file, arazzo: join(target, 'workflows', 'case.arazzo.yaml'), address };
}

/** The operation whose template fits with the fewest parameters, as a person would name it in a step. */
function operationOf({ paths }, method, path) {
  const fitting = Object.entries(paths).flatMap(([template, item]) => {
    const names = [...template.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => name);
    const pattern = template.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&').replaceAll(/\{[^{}]+\}/g, '([^/]+)');
    const match = new RegExp(`^${pattern}$`).exec(decodeURI(path));
    const operation = item[method.toLowerCase()];
    return match && operation ? [{ operation, names, values: match.slice(1), fixed: template.length }] : [];
  });
  const [{ operation, names, values }] = fitting.sort((a, b) => a.names.length - b.names.length || b.fixed - a.fixed);
  return {
    operationId: operation.operationId,
    parameters: names.map((name, index) => [name, decodeURIComponent(values[index]), 'path']),
  };
}
