import { expect, test } from '@playwright/test';
import { fastify } from 'fastify';
import { registerErrors } from './errors.ts';

test('a fault of the mock itself: the caller learns nothing of it, the log why, and no secret of the address', async () => {
  const lines: string[] = [];
  const app = fastify({ genReqId: () => 'r-1' });
  registerErrors(app, (line) => lines.push(line));
  app.get('/broken', () => {
    throw new Error('the reason');
  });
  const answer = await app.inject('/broken?a=1&access_token=secret');
  await app.close();
  expect([answer.statusCode, answer.json()]).toEqual([
    500,
    { code: 'SYS_ERR', message: 'Internal error.', requestId: 'r-1' },
  ]);
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    { time: expect.any(String), id: 'r-1', text: expect.stringContaining('Error: the reason\n') },
  ]);
  expect(lines.join()).not.toContain('secret');
});
