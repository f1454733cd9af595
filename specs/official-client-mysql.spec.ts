import { test } from '@playwright/test';
import cloudbase from '@cloudbase/js-sdk';
import { startCheckedGateway } from './checked-gateway.ts';
test('x', async () => {
  const gateway = await startCheckedGateway({ tables: 'mock/tables.yaml', log: console.log });
  const app = cloudbase.init({ env: 'mock-env' }) as any;
  app.registerHost(new URL(gateway.url).host, 'http');
  await app.auth().signIn({ username: 'gatewright', password: 'Gatewright-1!' });
  const db = app.rdb();
  console.log(await db.from('course').select('id,name').eq('id', 1));
  console.log(await db.from('course').insert({ name: 'x' }).select());
  console.log(await db.from('course').update({ name: 'y' }).eq('name', 'x').select('name'));
  const chain = (o: any) => { const names = new Set(); while (o && o !== Object.prototype) { Object.getOwnPropertyNames(o).forEach(n => names.add(n)); o = Object.getPrototypeOf(o); } return [...names]; };
  console.log(chain(db), chain(db.from('x')), chain(db.from('x').select()));
  console.log(gateway.calls, gateway.findings);
  await gateway.close();
});
