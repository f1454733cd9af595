import { expect, test } from '@playwright/test';
import { isOneSlip } from './one-slip.ts';

for (const written of ['from', 'form', 'frm', 'frmo', 'fromm', 'ffrom', 'fron', 'FROM', 'rfom', 'fom', 'fro']) {
  test(`takes ${written} for from`, () => expect(isOneSlip(written, 'from')).toBe(written !== 'from'));
}
for (const written of ['other', 'morf', 'fr', 'from12', 'f', '', 'orfm']) {
  test(`leaves ${written === '' ? 'nothing' : written} alone`, () => expect(isOneSlip(written, 'from')).toBe(false));
}
