import { expect, test } from '@playwright/test';
import { againLine, quoteWord } from './again-line.ts';
import type { AgainOptions } from './again-line.ts';

const words: readonly { name: string; word: string; quoted: string }[] = [
  { name: 'a plain word', word: 'mysqldb/course-lifecycle', quoted: 'mysqldb/course-lifecycle' },
  { name: 'an address', word: 'http://127.0.0.1:3000', quoted: 'http://127.0.0.1:3000' },
  { name: 'a fault', word: 'retype:queryRecords:/0/position', quoted: 'retype:queryRecords:/0/position' },
  { name: 'nothing', word: '', quoted: "''" },
  { name: 'a blank', word: 'a b', quoted: "'a b'" },
  { name: 'a quotation mark', word: "it's", quoted: String.raw`'it'\''s'` },
  { name: 'what a shell would fill in', word: '$HOME', quoted: "'$HOME'" },
  { name: 'what a shell would match', word: '~/x*[0]', quoted: "'~/x*[0]'" },
  { name: 'a pseudonym', word: 'code=«code#1»', quoted: "'code=«code#1»'" },
  { name: 'Chinese', word: '高等数学', quoted: "'高等数学'" },
];

for (const { name, word, quoted } of words) {
  test(`quotes ${name}`, () => expect(quoteWord(word)).toBe(quoted));
}

const plain: AgainOptions = { name: 'a/b', seed: '7f3a', mockFaults: [] };

const lines: readonly { name: string; options: Partial<AgainOptions>; line: string }[] = [
  { name: 'the whole workflow', options: {}, line: 'npx gatewright run a/b --seed 7f3a' },
  { name: 'up to a step', options: { step: 'read' }, line: 'npx gatewright run a/b --to read --keep --seed 7f3a' },
  {
    name: 'with everything',
    options: {
      ...{ step: 'read', project: '../my shop', gateway: 'shanghai', baseUrl: 'http://127.0.0.1:1', timeout: 300 },
      ...{ mockFaults: ['hang:a', 'reset:b'], inputs: ['id:=7', 'name=张三'] },
    },
    line:
      `npx gatewright run a/b --to read --keep --seed 7f3a --input id:=7 --input 'name=张三' --project '../my shop' ` +
      '--gateway shanghai --base-url http://127.0.0.1:1 --timeout 300 --mock-fault hang:a --mock-fault reset:b',
  },
];

for (const { name, options, line } of lines) {
  test(`the line for ${name}`, () => expect(againLine({ ...plain, ...options })).toBe(line));
}
