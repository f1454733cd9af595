import { expect, test } from '@playwright/test';
import { startMockGateway } from '../src/mock/server.ts';
import { openClient, redirectToMock } from './official-client.ts';
test('x', async () => {
  const mock = await startMockGateway({ tables: 'mock/tables.yaml', log: console.log });
  const end = redirectToMock(mock);
  const app = openClient({ accessKey: 'mock-publishable-key' });
  const auth = app.auth();
  console.log(Object.keys(app), typeof app.rdb, typeof app.mysql);
  try { console.log(await auth.signIn({ username: 'gatewright', password: 'Gatewright-1!' })); } catch (e) { console.log(e); }
  const db = app.rdb();
  console.log(await db.from('course').select('id,name').eq('id', 1));
  console.log(await db.from('course').insert({ name: 'x' }).select());
  await end();
  await mock.close();
});
