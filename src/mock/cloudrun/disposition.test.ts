import { expect, test } from '@playwright/test';
import { dispositionOf } from './disposition.ts';

const cases: readonly (readonly [
  method: string,
  type: string | undefined,
  own: string | undefined,
  becomes: string | undefined,
])[] = [
  ['GET', 'application/json', undefined, 'attachment'],
  ['GET', 'text/plain; charset=utf-8', undefined, 'attachment'],
  ['GET', 'text/html', undefined, 'attachment'],
  ['GET', undefined, undefined, 'attachment'],
  ['GET', 'text/html', 'inline', 'attachment'],
  ['GET', 'image/png', 'inline; filename="a.png"', 'attachment'],
  ['GET', 'image/png', 'attachment; filename="a.png"', 'attachment; filename="a.png"'],
  ['GET', 'image/png', 'attachments', 'attachment'],
  ['HEAD', 'application/json', undefined, 'attachment'],
  ['GET', 'text/event-stream', undefined, undefined],
  ['POST', 'Text/Event-Stream; charset=utf-8', undefined, undefined],
  ['POST', 'application/json; charset=utf-8', undefined, undefined],
  ['POST', 'Application/JSON', undefined, undefined],
  ['POST', 'application/x-www-form-urlencoded', undefined, undefined],
  ['POST', 'text/plain', undefined, undefined],
  ['POST', undefined, undefined, undefined],
  ['POST', 'text/html', undefined, 'attachment'],
  ['POST', 'application/problem+json', undefined, 'attachment'],
  ['PUT', 'application/octet-stream', undefined, 'attachment'],
  ['DELETE', 'text/css', 'inline', 'attachment'],
];
for (const [method, contentType, disposition, becomes] of cases) {
  test(`${method} ${contentType ?? 'without a type'}, ${disposition ?? 'nothing'}: ${becomes ?? 'nothing is added'}`, () => {
    expect(dispositionOf({ method, contentType, disposition })).toBe(becomes);
  });
}
