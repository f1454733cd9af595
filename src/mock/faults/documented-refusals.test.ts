import { expect, test } from '@playwright/test';
import { contractFindings } from '../contract.samples.ts';
import { documentedCodes, documentedRefusal } from './documented-refusals.ts';

/** A call of the family that a code belongs to. */
function callFor(code: string): { readonly method: string; readonly url: string } {
  if (/^[a-z]/.test(code)) return { method: 'POST', url: '/auth/v1/signin' };
  if (/^(?:OPERATION_FAILED|RESOURCE_|PERMISSION_DENIED|INVALID_PARAM)/.test(code))
    return { method: 'GET', url: '/v1/rdb/rest/course' };
  if (code.startsWith('SERVICE_')) return { method: 'POST', url: '/v1/cloudrun/hello/x' };
  return { method: 'POST', url: '/v1/functions/hello' };
}

for (const code of documentedCodes) {
  test(`${code} keeps the shipped contracts`, () => {
    const request = callFor(code);
    const { status, body } = documentedRefusal(code, { ...request, requestId: 'r-1' }) ?? { status: 0, body: {} };
    const headers = { 'content-type': 'application/json; charset=utf-8', 'x-request-id': 'r-1' };
    expect(contractFindings({ request, response: { status, headers, body: JSON.stringify(body) } })).toEqual([]);
  });
}
