import { expect, test } from '@playwright/test';
import { parseCondition } from './parse-condition.ts';
import { renderCondition } from './render-condition.ts';

/** What is read, written again with every group that counts. */
const valid: readonly [text: string, read: string][] = [
  ['$statusCode == 200', '$statusCode == 200'],
  ['$statusCode==200', '$statusCode == 200'],
  ["$response.body#/title != 'it''s'", "$response.body#/title != 'it''s'"],
  ['$response.body#/a/x.y >= -1.5e3', '$response.body#/a/x.y >= -1500'],
  ['$response.body.items[0].id == null', '$response.body.items[0].id == null'],
  ['$steps.s.outputs.a.b[1] <= 2', '$steps.s.outputs.a.b[1] <= 2'],
  ['$response.body#/ok', '$response.body#/ok'],
  ['!$response.body#/ok', '!$response.body#/ok'],
  ['! ( $statusCode == 404 )', '!($statusCode == 404)'],
  ['$url && $method || true && false', '$url && $method || true && false'],
  ['($url || $method) && true', '($url || $method) && true'],
  ['(($statusCode < 300))', '$statusCode < 300'],
  ['1 == 2', '1 == 2'],
  ["'a' == $inputs.a", "'a' == $inputs.a"],
  ['$response.header.Content-Range==$inputs.range', '$response.header.Content-Range == $inputs.range'],
];
for (const [text, read] of valid) {
  test(`reads ${text}`, () => {
    const parsed = parseCondition(text);
    expect(parsed).toMatchObject({ ok: true });
    expect(parsed.ok && renderCondition(parsed.value)).toBe(read);
  });
}

test('keeps the index apart from the name', () => {
  expect(parseCondition('$response.body.a[0]')).toMatchObject({ ok: true, value: { operand: { path: ['a', 0] } } });
});

test('lets "and" bind tighter than "or", both from the left', () => {
  expect(parseCondition('1 || 2 && 3 || 4')).toMatchObject({
    value: { kind: 'or', left: { kind: 'or', right: { kind: 'and' } }, right: { operand: { literal: 4 } } },
  });
});

const invalid: readonly [text: string, offset: number, message: string, remedy?: string][] = [
  ['', 0, 'the condition ends where an operand is due'],
  ['$statusCode ==', 14, 'the condition ends where an operand is due'],
  ['$statusCode == "200"', 15, 'a string stands in single quotes', "write '200'"],
  ['$statusCode = 200', 12, 'there is no operator "="', 'write =='],
  ['$statusCode === 200', 12, 'there is no operator "==="', 'write =='],
  ['$statusCode !== 200', 12, 'there is no operator "!=="', 'write !='],
  ['true & false', 5, 'there is no operator "&"', 'write &&'],
  ['true | false', 5, 'there is no operator "|"', 'write ||'],
  ['true and false', 5, 'there is no operator "and"', 'write &&'],
  ['true OR false', 5, 'there is no operator "or"', 'write ||'],
  [
    "$a == 'x'",
    0,
    'no expression begins with "$a"',
    'an expression begins with one of $url $method $statusCode $self $request $response $message $inputs $outputs $steps $workflows $sourceDescriptions $components',
  ],
  ['$url == abc', 8, 'a bare word is no operand', "write 'abc', or an expression that begins with $"],
  ['$url == True', 8, 'a bare word is no operand', "write 'True', or an expression that begins with $"],
  ["$url == 'abc", 8, 'the string has no closing quote; a quote inside a string is doubled'],
  ['{$url} == 1', 0, 'an expression stands bare in a simple condition, without braces'],
  ['1 < 2 < 3', 6, 'comparisons cannot be chained; join them with "&&"'],
  ['!$url == 1', 6, '"!" before a comparison needs a group: !(a == b)'],
  ['(1 == 1) == true', 9, 'a group is true or false and cannot be compared'],
  ['(1 == 1', 7, 'a ")" is missing'],
  ['1 == 1)', 6, '")" is not expected here'],
  ['!!true', 1, '"!" stands before a group or a single operand'],
  ['$response.body.a[b]', 14, '".a[b]" behind $response.body is neither .member nor [index]'],
  ['$url == 01', 8, '"01" is not expected here'],
  ['$response.bdy#/a == 1', 10, 'a response has no part "bdy"', 'did you mean "body"?'],
  [`${'('.repeat(101)}1${')'.repeat(101)}`, 101, 'groups are more than 100 deep'],
];
for (const [text, offset, message, remedy] of invalid) {
  test(`refuses ${text.slice(0, 40)}`, () => {
    const fault = remedy === undefined ? { message, offset } : { message, offset, remedy };
    expect(parseCondition(text)).toEqual({ ok: false, fault });
  });
}
