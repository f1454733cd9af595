// npm run bench -- check [--rounds 5 --ms 400]: the contract check beside a bare call of the compiled Ajv validator, in
// turn, on three answers. `value`: a parsed body is judged. `bytes`: decoding, parsing and, on our side, status, media
// type, headers and undeclared properties too.
import { parseArgs } from 'node:util';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { readDocument } from '../dist/document/read-document.js';
import { checkResponse } from '../dist/openapi/check-response.js';
import { readContract } from '../dist/openapi/read-contract.js';
import { validatorOf } from '../dist/openapi/validate-value.js';

const course = {
  type: 'object',
  required: ['id', 'name', 'position', 'created_at'],
  properties: {
    id: { type: 'integer', format: 'int64' },
    uuid: { type: 'string', format: 'uuid' },
    name: { type: 'string', minLength: 1, maxLength: 100 },
    position: { type: 'integer', minimum: 0 },
    price: { type: 'number' },
    level: { type: 'string', enum: ['beginner', 'advanced'] },
    open: { type: 'boolean' },
    tags: { type: 'array', items: { type: 'string' }, maxItems: 10 },
    teacher: { type: ['string', 'null'] },
    created_at: { type: 'string', format: 'date-time' },
  },
};
const schemas = {
  Course: course,
  Courses: { type: 'array', items: course },
  Error: {
    type: 'object',
    required: ['code', 'message', 'requestId'],
    properties: { code: { type: 'string' }, message: { type: 'string' }, requestId: { type: 'string' } },
  },
};
const row = (id) => ({
  id,
  uuid: `3f2b8f0e-7c1a-4f6e-9d2b-${String(id).padStart(12, '0')}`,
  name: `高等数学 ${id}`,
  position: id % 7,
  price: 19.99,
  level: 'beginner',
  open: true,
  tags: ['a', 'b'],
  teacher: null,
  created_at: '2026-11-23T12:30:00.000Z',
});
const bodies = {
  Course: [200, row(1)],
  Courses: [200, Array.from({ length: 1000 }, (_, id) => row(id))],
  Error: [400, { code: 'INVALID_PARAM', message: 'unknown column "postion"', requestId: 'd2f0c6b8' }],
};

const { values } = parseArgs({
  args: process.argv.slice(2).filter((word) => word !== 'check'),
  options: { rounds: { type: 'string', default: '5' }, ms: { type: 'string', default: '400' } },
});
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** Calls per second. */
function rate(call) {
  const end = performance.now() + Number(values.ms);
  let calls = 0;
  const start = performance.now();
  do {
    for (let i = 0; i < 10; i++) call();
    calls += 10;
  } while (performance.now() < end);
  return (calls / (performance.now() - start)) * 1000;
}

const responses = (name) => ({
  [String(bodies[name][0])]: { description: 'x', content: { 'application/json': { schema: schemas[name] } } },
});
const contract = readContract(
  readDocument(
    JSON.stringify({
      openapi: '3.1.1',
      info: { title: 'bench', version: '1' },
      paths: Object.fromEntries(
        Object.keys(schemas).map((name) => [`/${name}`, { get: { operationId: name, responses: responses(name) } }]),
      ),
    }),
    'bench.json',
  ),
);
const headers = [
  ['Content-Type', 'application/json; charset=utf-8'],
  ['Date', 'Wed, 25 Nov 2026 00:00:00 GMT'],
  ['X-Request-Id', 'd2f0c6b8'],
];

const ajv = addFormats.default(new Ajv2020({ allErrors: true, strict: false }));
console.log(`node ${process.version}, medians of ${values.rounds} rounds, calls per second\n`);
console.log('body      what        ajv        ours   times ajv');
for (const [name, [status, value]] of Object.entries(bodies)) {
  const validate = ajv.compile(schemas[name]);
  const operation = contract.operations.find(({ operationId }) => operationId === name);
  const [{ content }] = operation.responses;
  const validator = validatorOf(content[0].schema, 'response');
  const body = new TextEncoder().encode(JSON.stringify(value));
  const exchange = {
    request: { method: 'GET', url: `http://127.0.0.1/${name}`, headers: [] },
    response: { status, headers, body },
    startedAt: 0,
    duration: 1,
  };
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const sides = {
    value: [() => validate(value), () => validator.validate(value)],
    bytes: [() => validate(JSON.parse(decoder.decode(body))), () => checkResponse([operation], exchange)],
  };
  if (!validate(value) || checkResponse([operation], exchange).check.violations.length > 0) {
    throw new Error(`the ${name} of the bench is not what its schema says`);
  }
  for (const [what, [bare, ours]] of Object.entries(sides)) {
    const pairs = [];
    for (let round = 0; round <= Number(values.rounds); round++) {
      const pair = round % 2 === 0 ? [rate(bare), rate(ours)] : [rate(ours), rate(bare)].reverse();
      if (round > 0) pairs.push(pair);
    }
    const figures = [0, 1].map((side) => Math.round(median(pairs.map((pair) => pair[side]))));
    const ratio = median(pairs.map(([left, right]) => left / right)).toFixed(2);
    console.log(
      [
        name.padEnd(8),
        what.padEnd(7),
        ...figures.map((figure) => String(figure).padStart(10)),
        ratio.padStart(10),
      ].join('  '),
    );
  }
}
