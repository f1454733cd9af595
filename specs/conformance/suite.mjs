// Public test suites, run through the product as a run uses it: each schema of the JSON Schema suite becomes the schema
// of an answer's body in an OpenAPI document, each instance the body; each JSONPath becomes a criterion on a body.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';

/** 2020-12 is the dialect of OpenAPI 3.1; OpenAPI 3.0 is near draft 4. */
const versions = { 'draft2020-12': '3.1.1', draft4: '3.0.4' };

/** Where a project keeps the documents of http://localhost:1234, from where the suite means its remotes to come. */
const remoteFolder = 'contracts/remote/localhost_1234/';

/** @returns {import('./suite.mjs').Result[]} */
export function runSchemaSuite(product, folder, suite) {
  const tests = join(folder, 'tests', suite);
  const files = readdirSync(tests, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'));
  return files.sort().flatMap((name) => {
    const file = name.split(sep).join('/');
    const part = file.startsWith('optional/format/') ? 'optional/format' : file.startsWith('optional/') ? 'optional' : 'required';
    return readJson(join(tests, name)).flatMap((group) => {
      const judge = judgeBy(product, group.schema, versions[suite], join(folder, 'remotes'));
      const keywords = keywordsOf(group.schema);
      return group.tests.map((test) => {
        const { verdict, reason } = judge(test.data);
        const outcome = verdict === 'not checked' ? verdict : (verdict === 'valid') === test.valid ? 'passed' : 'failed';
        return { suite, part, file, group: group.description, test: test.description, outcome, reason, keywords };
      });
    });
  });
}

/** The body of an answer to GET /x, judged by this schema. */
function judgeBy(product, schema, openapi, remotes) {
  const documents = new Map();
  const open = (file) => {
    if (!documents.has(file)) {
      const text = file === 'schema.json' ? JSON.stringify(schema) : readRemote(remotes, file);
      documents.set(file, text === undefined ? undefined : product.readDocument(text, file));
    }
    return documents.get(file);
  };
  const content = { 'application/json': { schema: { $ref: 'schema.json' } } };
  const contract = {
    openapi,
    info: { title: 'a schema of the suite', version: '1' },
    paths: { '/x': { get: { responses: { 200: { description: 'judged', content } } } } },
  };
  let operations;
  try {
    ({ operations } = product.readContract(product.readDocument(JSON.stringify(contract), 'openapi.json'), { open, allow: [] }));
  } catch (error) {
    // A contract that is refused is told at once, and nothing is judged by it.
    const reason = `refused: ${error.faults?.[0]?.message ?? error.message}`;
    return () => ({ verdict: 'not checked', reason });
  }
  return (instance) => {
    const { checked, reason, violations } = product.checkResponse(operations, exchangeOf(JSON.stringify(instance))).check;
    if (checked === 'not-checked') return { verdict: 'not checked', reason };
    // A warning, as of a property that no schema declares, says nothing of what is valid.
    const violation = violations.find(({ severity }) => severity === 'error');
    return violation ? { verdict: 'invalid', reason: violation.title } : { verdict: 'valid', reason: 'it was let through' };
  };
}

function readRemote(remotes, name) {
  const file = name.startsWith(remoteFolder) ? join(remotes, ...name.slice(remoteFolder.length).split('/')) : undefined;
  return file !== undefined && existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function exchangeOf(body) {
  return {
    request: { method: 'GET', url: 'http://127.0.0.1/x', headers: [] },
    response: { status: 200, headers: [['Content-Type', 'application/json']], body: Buffer.from(body) },
    startedAt: 0,
    duration: 0,
  };
}

/** Every name that may be a keyword, for gaps that a keyword makes; types that OpenAPI 3.0 has not are named too. */
function keywordsOf(schema) {
  const names = new Set();
  const visit = (value) => {
    if (typeof value !== 'object' || value === null) return;
    for (const [name, member] of Object.entries(value)) {
      if (!Array.isArray(value)) names.add(name);
      if (name === 'type' && Array.isArray(member)) names.add('type: [...]');
      if (name === 'type' && [member].flat().includes('null')) names.add('type: null');
      if (name === 'items' && Array.isArray(member)) names.add('items: [...]');
      if (typeof member === 'string' && name === '$ref' && /^https?:/.test(member)) names.add('$ref: http');
      visit(member);
    }
  };
  visit(schema);
  return [...names];
}

/** @returns {import('./suite.mjs').Result[]} */
export function runPathSuite(product, file) {
  const context = product.parseExpression('$response.body').value;
  return readJson(file).tests.map(({ name, selector, document, result, results, invalid_selector: invalid }) => {
    const of = { suite: 'jsonpath', part: 'required', file: 'jsonpath-cts.json', group: '', test: name };
    const pattern = { kind: 'literal', value: selector };
    const reason = product.checkPattern({ type: 'jsonpath' }, pattern);
    if (invalid || reason !== undefined) {
      return { ...of, outcome: invalid && reason !== undefined ? 'passed' : 'failed', reason: reason ?? 'it was let through' };
    }
    const exchange = { ...exchangeOf(''), path: new Map(), query: new Map() };
    const scope = {
      inputs: {},
      steps: new Map(),
      workflows: new Map(),
      outputs: {},
      sources: new Map(),
      exchange: { exchange, path: new Map(), query: new Map(), responseBody: document },
    };
    const outcome = product.evaluateCriterion({ type: 'jsonpath', context, pattern }, scope);
    const isThere = (result ?? results[0]).length > 0;
    return { ...of, outcome: outcome.met === isThere ? 'passed' : 'failed', reason: outcome.actual ?? 'it is met' };
  });
}

/**
 * Documents that must be accepted (`pass`) and refused (`fail`), each judged alone: its sources need not exist. Those
 * named `characterization-...` lie in `pass` because a schema cannot see what is wrong with them: a reader can.
 * @returns {import('./suite.mjs').Result[]}
 */
export function runDocumentSuite(product, folder, suite) {
  return ['pass', 'fail'].flatMap((part) => {
    const names = readdirSync(join(folder, part)).filter((name) => /\.(?:ya?ml|json)$/.test(name));
    return names.sort().map((file) => {
      const faults = faultsOf(product, readFileSync(join(folder, part, file), 'utf8'), file);
      const wanted = part === 'pass' && !file.startsWith('characterization-') ? 'accepted' : 'refused';
      const found = faults.length === 0 ? 'accepted' : 'refused';
      const onlyUnsupported = found === 'refused' && faults.every(({ code }) => code === 'NOT_SUPPORTED');
      const outcome = onlyUnsupported ? 'not checked' : found === wanted ? 'passed' : 'failed';
      const reason = faults.map(tellFault).join('; ') || 'it was let through';
      return { suite, part, file, group: '', test: `must be ${wanted}`, outcome, reason, keywords: [] };
    });
  });
}

/** Warnings hinder nothing. */
function faultsOf(product, text, file) {
  try {
    product.readDescription(product.readDocument(text, file));
    return [];
  } catch (error) {
    if (!error.faults) throw error;
    return error.faults.filter(({ weight }) => weight !== 'warning');
  }
}

function tellFault({ code, message, location }) {
  return `${location ? `${location.line}:${location.column} ` : ''}${code} ${message}`;
}

/** @type {typeof import('./suite.mjs').compareWithGaps} */
export function compareWithGaps(results, gaps) {
  const known = new Map();
  const covers = (gap, result) =>
    gap.suite === result.suite &&
    (gap.file === undefined || gap.file === result.file) &&
    (gap.group === undefined || gap.group === result.group) &&
    (gap.test === undefined || gap.test === result.test) &&
    (gap.outcome === undefined || gap.outcome === result.outcome) &&
    (gap.keyword === undefined || (result.outcome === 'not checked' && result.keywords.includes(gap.keyword)));
  const missed = results.filter(({ outcome }) => outcome !== 'passed');
  const used = new Set();
  for (const result of missed) {
    const gap = gaps.find((gap) => covers(gap, result));
    if (!gap) continue;
    known.set(result, gap);
    used.add(gap);
  }
  const unexpected = missed.filter((result) => !known.has(result));
  return { unexpected, stale: gaps.filter((gap) => !used.has(gap)), known };
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}
