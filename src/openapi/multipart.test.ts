import { expect, test } from '@playwright/test';
import type { JsonValue } from '../core/json.ts';
import { writeMultipart } from './multipart.ts';

test("the platform's own reader of forms finds the parts, the file's name and its bytes", async () => {
  const mark: JsonValue = {};
  const bytes = Uint8Array.of(0x89, 0xff, 0, 13, 10);
  const fileOf = (value: JsonValue) => (value === mark ? { path: 'x/照片.png', bytes } : undefined);
  const written = writeMultipart({ text: '好', list: [1, 2], file: mark }, fileOf, () => undefined);
  const headers = { 'Content-Type': `multipart/form-data; boundary=${written.boundary}` };
  const form = await new Response(Buffer.from(written.bytes), { headers }).formData();
  expect([form.getAll('text'), form.getAll('list')]).toEqual([['好'], ['1', '2']]);
  const file = form.get('file');
  if (file === null || typeof file === 'string') throw new Error('no file');
  expect([file.name, file.type]).toEqual(['照片.png', 'image/png']);
  expect(Buffer.from(await file.arrayBuffer())).toEqual(Buffer.from(bytes));
});
