import { expect, test } from '@playwright/test';
import { readAddress } from './address.ts';

const read: readonly (readonly [name: string, text: string, url: string])[] = [
  ['an address as it is', 'https://h.example/a%20b?sign=a%2Bb&t=1', 'https://h.example/a%20b?sign=a%2Bb&t=1'],
  [
    'Chinese and blanks',
    'https://h.example/课程/封面 1.jpg?n=名 a',
    'https://h.example/%E8%AF%BE%E7%A8%8B/%E5%B0%81%E9%9D%A2%201.jpg?n=%E5%90%8D%20a',
  ],
  ['what is encoded beside what is not', 'http://h.example/%E8%AF%BE 程', 'http://h.example/%E8%AF%BE%20%E7%A8%8B'],
  ['a percent sign that encodes nothing', 'http://h.example/100%/a%2', 'http://h.example/100%25/a%252'],
  [
    'characters that mean something',
    "http://h.example/a;b=c,d@e!$&'()*+~-._/?a=[b]&c=/?:@",
    "http://h.example/a;b=c,d@e!$&'()*+~-._/?a=[b]&c=/?:@",
  ],
  [
    'characters that no path holds',
    'http://h.example/[a]|"<>^`{}\\',
    'http://h.example/%5Ba%5D%7C%22%3C%3E%5E%60%7B%7D%5C',
  ],
  ['a surrogate alone', 'http://h.example/\ud800', 'http://h.example/%EF%BF%BD'],
  ['dots and double slashes stay', 'http://h.example//a/../b/./c', 'http://h.example//a/../b/./c'],
  ['no path', 'http://h.example?x=1', 'http://h.example/?x=1'],
  ['no path and no query', 'http://h.example', 'http://h.example/'],
  ['a fragment is not sent', 'http://h.example/a?b#c?d', 'http://h.example/a?b'],
  ['a question mark in the query', 'http://h.example/a?b?c', 'http://h.example/a?b?c'],
  ['scheme and host in any case, and the usual port', 'HTTPS://H.Example:443/A', 'https://h.example/A'],
  ['another port, and an address of IPv6', 'http://[::1]:8080/a', 'http://[::1]:8080/a'],
  ['a host in Chinese', 'http://例子.example/a', 'http://xn--fsqu00a.example/a'],
];
for (const [name, text, url] of read) {
  test(`reads ${name}`, () => expect(readAddress(text)).toEqual({ ok: true, url }));
}

const refused: readonly (readonly [text: string, reason: string])[] = [
  ['', 'it has no scheme and host'],
  ['/a/b', 'it has no scheme and host'],
  ['//h.example/a', 'it has no scheme and host'],
  ['h.example/a', 'it has no scheme and host'],
  ['http:/h.example', 'it has no scheme and host'],
  [' http://h.example', 'its scheme is  http'],
  ['ftp://h.example/a', 'its scheme is ftp'],
  ['file:///etc/passwd', 'its scheme is file'],
  ['javascript://h.example/%0aalert(1)', 'its scheme is javascript'],
  ['http://', 'it has no host'],
  ['http:///a', 'it has no host'],
  ['http://a b/c', 'no host and port can be a b'],
  ['http://h.example:99999/', 'no host and port can be h.example:99999'],
  ['http://h.example\\@evil.example/', 'a user and a password stand in it'],
  ['http://user:word@h.example/', 'a user and a password stand in it'],
  ['http://h.example\\evil/', 'no host and port can be h.example\\evil'],
  ['http://h.example/a\r\nX: y', 'it holds a line break or another control character'],
];
for (const [text, reason] of refused) {
  test(`refuses ${JSON.stringify(text)}`, () => expect(readAddress(text)).toEqual({ ok: false, reason }));
}
