import { expect, test } from '@playwright/test';
import { readDocument } from '../../document/read-document.ts';
import { writeWorkflow } from './write-workflow.ts';

const texts = [
  '$statusCode == 404',
  '$response.body#/0/id',
  'a #b',
  'a = b',
  '=',
  '==',
  'a == b',
  '../x#y',
  '..',
  '1.0.0',
  '1.0',
  '12',
  'null',
  'on',
  '',
  ' a',
  '- a',
  'a - b',
  'a: b',
  "it's {$inputs.a}, [b]",
  'line\nline',
  '数据库原理 (上)',
  'word '.repeat(40).trim(),
  `${'word '.repeat(40)} two blanks`,
  `# ${'word '.repeat(40).trim()}`,
  `"${'word: '.repeat(40).trim()}`,
];

for (const [index, text] of texts.entries()) {
  test(`${index}: what is written of ${JSON.stringify(text.slice(0, 20))} reads back the same, wherever it stands`, () => {
    const document = {
      summary: text,
      list: [text, { a: text }],
      workflows: [{ [text]: text, steps: [{ stepId: text, value: [{ a: text }, { b: [] }] }] }],
    };
    const written = writeWorkflow(document, '# yaml-language-server: $schema=x.json');
    expect(readDocument(written, 'x.yaml').value).toEqual(document);
    expect(written.split('\n')[0]).toBe('# yaml-language-server: $schema=x.json');
  });
}
