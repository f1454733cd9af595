// The floor: the same eight calls by undici, each answer checked by a compiled Ajv validator. One call at a time unless
// LANES says otherwise. No workflow, no expressions, no record, no masks.
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { Pool } from 'undici';
import { parse } from 'yaml';

const times = Number(process.argv[2] ?? 1);
const lanes = Number(process.env.LANES ?? 1);
const contract = parse(readFileSync(new URL('project/contracts/course.openapi.yaml', import.meta.url), 'utf8'));
const ajv = new Ajv2020({ allErrors: true, strict: false });
addFormats.default(ajv);
ajv.addSchema(contract, 'contract');
const validators = new Map();
for (const [path, methods] of Object.entries(contract.paths)) {
  for (const [method, operation] of Object.entries(methods)) {
    for (const [status, response] of Object.entries(operation.responses ?? {})) {
      if (!response.content) continue;
      const pointer = `#/paths/${path.replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D')}/${method}/responses/${status}/content/application~1json/schema`;
      validators.set(`${operation.operationId} ${status}`, ajv.compile({ $ref: `contract${pointer}` }));
    }
  }
}
const pool = new Pool(process.env.BENCH_URL, { connections: lanes });

async function call(operationId, status, method, path, { token, body } = {}) {
  const headers = {
    ...(body && { 'content-type': 'application/json' }),
    ...(token && { authorization: `Bearer ${token}` }),
  };
  const response = await pool.request({ method, path, headers, body: body && JSON.stringify(body) });
  const text = await response.body.text();
  if (response.statusCode !== status) throw new Error(`${operationId} ${response.statusCode}`);
  if (status === 204) return undefined;
  const value = JSON.parse(text);
  const validate = validators.get(`${operationId} ${status}`);
  if (!validate(value)) throw new Error(ajv.errorsText(validate.errors));
  return value;
}

async function journey() {
  const sent = await call('sendVerification', 200, 'POST', '/auth/v1/verification', {
    body: { phone_number: '+86 13800138000' },
  });
  const verified = await call('verifyVerification', 200, 'POST', '/auth/v1/verification/verify', {
    body: { verification_id: sent.verification_id, verification_code: '918273' },
  });
  const { access_token: token } = await call('signIn', 200, 'POST', '/auth/v1/signin', {
    body: { verification_token: verified.verification_token },
  });
  const row = await call('createCourse', 201, 'POST', '/v1/course', {
    token,
    body: { name: '高等数学', position: 1, email: 'course@example.com' },
  });
  const path = `/v1/course/${row.id}`;
  const read = await call('readCourse', 200, 'GET', path, { token });
  if (read.position !== 1) throw new Error('position');
  const updated = await call('updateCourse', 200, 'PATCH', path, { token, body: { position: 2 } });
  if (updated.position !== 2) throw new Error('position');
  await call('deleteCourse', 204, 'DELETE', path, { token });
  const result = await call('invokeHello', 200, 'POST', '/v1/functions/hello', {
    token,
    body: { name: '张三', age: 25 },
  });
  if (result.age !== 25) throw new Error('age');
}

let left = times;
await Promise.all(
  Array.from({ length: lanes }, async () => {
    while (left-- > 0) await journey();
  }),
);
await pool.close();
