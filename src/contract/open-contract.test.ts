import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@playwright/test';
import { DescriptionError, openContract } from './contract-check.ts';
import type { ContractSource } from './contract-check.ts';
import { course, courses, folderWith } from './contract.samples.ts';

const directory = folderWith({
  'contracts/courses.openapi.yaml': courses,
  'contracts/course.yaml': course,
  'contracts/app/openapi.yaml': courses.replaceAll('course.yaml', '../course.yaml'),
  'contracts/node_modules/other/openapi.yaml': 'no: contract',
  'plain/service.json': '{"openapi":"3.0.3","info":{"title":"t","version":"1"},"paths":{}}',
  'empty/readme.md': '',
});

const sources: readonly { readonly name: string; readonly source: ContractSource; readonly files: string[] }[] = [
  { name: 'a file', source: 'contracts/courses.openapi.yaml', files: ['contracts/courses.openapi.yaml'] },
  { name: 'a file of any name', source: 'plain/service.json', files: ['plain/service.json'] },
  {
    name: 'a folder, and what is in it, but no packages',
    source: 'contracts',
    files: ['contracts/app/openapi.yaml', 'contracts/courses.openapi.yaml'],
  },
  {
    name: 'several, each once',
    source: ['plain/service.json', 'contracts', 'plain/../plain/service.json'],
    files: ['plain/service.json', 'contracts/app/openapi.yaml', 'contracts/courses.openapi.yaml'],
  },
  {
    name: 'a file URL',
    source: pathToFileURL(join(directory, 'plain/service.json')),
    files: ['plain/service.json'],
  },
];
for (const { name, source, files } of sources) {
  test(`opens ${name}`, () => {
    expect(openContract(source, { directory }).contracts.map(({ document }) => document.file)).toEqual(files);
  });
}

test('a file outside of the folder is named in full, and its $refs may go up', () => {
  const file = join(directory, 'contracts/app/openapi.yaml').replaceAll('\\', '/');
  const [contract] = openContract(file, { directory: join(directory, 'empty') }).contracts;
  expect([contract?.document.file, contract?.operations.length]).toEqual([file, 5]);
});

const wrong: readonly { readonly name: string; readonly source: ContractSource; readonly message: string }[] = [
  {
    name: 'a name that is mistyped',
    source: 'contracts/course.yml',
    message: 'FILE_NOT_FOUND\n  there is no file or folder contracts/course.yml; did you mean "course.yaml"?\n1 fault',
  },
  {
    name: 'a folder that is not there',
    source: 'nowhere/at/all.yaml',
    message: `FILE_NOT_FOUND\n  there is no file or folder nowhere/at/all.yaml\n    remedy     paths are relative to ${directory}\n1 fault`,
  },
  {
    name: 'a folder without contracts',
    source: 'empty',
    message:
      'FILE_NOT_FOUND\n  the folder empty holds no *.openapi.yaml\n    remedy     name them so, or name the files themselves\n1 fault',
  },
  {
    name: 'nothing',
    source: [],
    message: 'FILE_NOT_FOUND\n  no file was named\n    remedy     name a file or a folder\n1 fault',
  },
];
for (const { name, source, message } of wrong) {
  test(`refuses ${name}`, () => {
    expect(() => openContract(source, { directory })).toThrow(new DescriptionError([], message));
  });
}

test('every fault of every file is told at once, each at its line', () => {
  const folder = folderWith({
    'a.openapi.yaml': "openapi: 3.1.0\ninfo: { title: t, version: '1' }\npaths: { /x: { $ref: 'gone.yaml' } }\n",
    'b.openapi.yaml': 'openapi: 3.1.0\ninfo: { title: t }\npaths:\n  /x: { get: { respones: {} } }\n',
    'c.openapi.yaml': 'openapi: [',
  });
  let thrown: unknown;
  try {
    openContract('.', { directory: folder });
  } catch (error) {
    thrown = error;
  }
  if (!(thrown instanceof DescriptionError)) throw new Error('it was to be refused');
  expect(thrown.faults).toHaveLength(4);
  expect(thrown.message).toBe(`a.openapi.yaml:3:22  CONTRACT_SCHEMA
  $ref leads nowhere: there is no file gone.yaml
b.openapi.yaml:4:14  CONTRACT_SCHEMA
  an operation must declare at least one response
    remedy     add responses, as in "200: { description: … }", or default
b.openapi.yaml:4:16  CONTRACT_SCHEMA
  an operation has no field "respones"; did you mean "responses"?
c.openapi.yaml:1:11  YAML_SYNTAX
  the text is no YAML: a bracket is never closed
    remedy     check the indentation, the brackets and the quotes here and on the line before
4 faults`);
});
