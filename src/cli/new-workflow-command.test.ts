// Workflows that are written for the shipped project: they are sound, and run green on the embedded mock.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { DescriptionError } from '../core/errors.ts';
import { loadProject } from '../project.ts';
import { documentOf } from '../propose/workflow/draft.ts';
import { draftFromOperations } from '../propose/workflow/from-operations.ts';
import { kebabCase } from '../propose/workflow/name-workflow.ts';
import { writeWorkflow } from '../propose/workflow/write-workflow.ts';
import { runProgram } from './program.ts';
import { testTerminal } from './terminal.samples.ts';

const root = join(import.meta.dirname, '..', '..');
let project: string;

// Whole runs, with everything loaded for them.
test.slow();

test.beforeEach(() => {
  project = realpathSync(mkdtempSync(join(tmpdir(), 'gatewright-')));
});

test.afterEach(() => {
  rmSync(project, { recursive: true });
});

function layOutShipped(): void {
  for (const part of ['contracts', 'workflows', 'mock', 'gateways.yaml', 'package.json']) {
    cpSync(join(root, part), join(project, part), { recursive: true });
  }
}

async function carryOut(...words: string[]): Promise<{ readonly exit: number; readonly said: string }> {
  const terminal = testTerminal();
  const exit = await runProgram([...words, '--project', project], terminal);
  return { exit, said: terminal.lines.join('\n') };
}

const written = (file: string): string => readFileSync(join(project, 'workflows', file), 'utf8');

test('workflows of shipped operations lint clean and run green', async () => {
  layOutShipped();
  const lists = [
    'insertCourses,queryCourses,updateCourses,deleteCourses,queryCourses',
    'insertRecords,queryRecords,deleteRecords',
    'sendVerification,verifyVerification,signIn,grantToken',
    'invokeFunction,invokeHello',
    'introspectToken,getUserMe',
    'queryNotices,queryCourses',
    'insertCourses,countRecords',
  ];
  for (const [index, operations] of lists.entries()) {
    const { exit, said } = await carryOut('new', 'workflow', `tried/w${index}`, '--operations', operations);
    expect(exit, said).toBe(0);
    expect(said).not.toContain('invented');
    expect(said).not.toContain('note');
  }
  expect(await carryOut('lint', '--strict')).toMatchObject({ exit: 0 });
  const { exit, said } = await carryOut('run', 'workflows/tried', '--no-allure');
  expect(exit, said).toBe(0);
  expect(said).toContain('7 passed');
  expect(said).toContain('clean-up   3 of 3 undone');
  expect(said).toContain(' 0 against a wildcard');
  expect(said).not.toContain('warning');
});

test('what was created is addressed by its id, through the contracts of all layers', async () => {
  layOutShipped();
  const operations = 'insertCourses,queryCourses,updateCourses,deleteCourses,queryCourses';
  const { exit, said } = await carryOut('new', 'workflow', '--operations', operations);
  expect(exit, said).toBe(0);
  expect(said).toContain('wrote     ');
  expect(said).toContain('courses-lifecycle.arazzo.yaml   5 steps, 1 to clean up');
  expect(said).toContain('next      npx gatewright lint && npx gatewright run courses-lifecycle');
  expect(written('courses-lifecycle.arazzo.yaml')).toBe(`\
# yaml-language-server: $schema=../schemas/workflows.schema.json
arazzo: 1.0.1
info: { title: Courses lifecycle, version: 1.0.0 }
sourceDescriptions:
  - { name: course, url: ../contracts/app/course.openapi.yaml, type: openapi }
workflows:
  - workflowId: courses-lifecycle
    summary: Inserts one course or many; reads courses; changes courses; deletes courses
    x-as: user
    inputs: { type: object, properties: { mark: { type: string, x-from: run.mark } } }
    steps:
      - stepId: insert-courses
        operationId: insertCourses
        parameters: [{ name: Prefer, in: header, value: return=representation }]
        requestBody: { payload: { name: '数据库原理 {$inputs.mark}', position: 16, credit: 3.5 } }
        outputs: { id: $response.body#/0/id }
      - stepId: query-courses
        operationId: queryCourses
        parameters:
          - { name: filters, in: query, value: { id: 'eq.{$steps.insert-courses.outputs.id}' } }
        successCriteria: [{ condition: $response.body#/0/id == $steps.insert-courses.outputs.id }]
      - stepId: update-courses
        operationId: updateCourses
        parameters:
          - { name: filters, in: query, value: { id: 'eq.{$steps.insert-courses.outputs.id}' } }
        requestBody: { payload: { name: '数据库原理 (上) {$inputs.mark}' } }
      - stepId: delete-courses
        operationId: deleteCourses
        parameters:
          - { name: filters, in: query, value: { id: 'eq.{$steps.insert-courses.outputs.id}' } }
      - stepId: query-courses-2
        operationId: queryCourses
        parameters:
          - { name: filters, in: query, value: { id: 'eq.{$steps.insert-courses.outputs.id}' } }
        successCriteria: [{ condition: $response.body#/0 == null }]
    x-finally:
      - stepId: remove
        operationId: deleteCourses
        parameters:
          - { name: filters, in: query, value: { id: 'eq.{$steps.insert-courses.outputs.id}' } }
`);
});

test('a table of another contract is cleaned up by what governs its path', async () => {
  layOutShipped();
  expect(await carryOut('new', 'workflow', 'notices', '--operations', 'insertNotices')).toMatchObject({ exit: 0 });
  expect(written('notices.arazzo.yaml')).toContain(`\
    x-finally:
      - stepId: remove
        operationId: $sourceDescriptions.mysqldb.deleteRecords
        parameters:
          - { name: table, in: path, value: notice }
          - { name: filters, in: query, value: { id: 'eq.{$steps.insert-notices.outputs.id}' } }
`);
});

const petstore = `openapi: 3.0.3
info: { title: Pets, version: 1.0.0 }
paths:
  /pets:
    post:
      operationId: createPet
      summary: Creates a pet.
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [name, kind, born, tag, weight]
              properties:
                name: { type: string, minLength: 3, maxLength: 100 }
                kind: { type: string, enum: [cat, dog] }
                born: { type: string, format: date }
                tag: { type: string, pattern: '^[A-Z]{2}-\\d+$' }
                weight: { type: number, minimum: 2, exclusiveMinimum: true }
                nickname: { type: string }
      responses: { '201': { $ref: '#/components/responses/Pet' } }
  /pets/{petId}:
    parameters: [{ name: petId, in: path, required: true, schema: { type: integer, format: int64 } }]
    get:
      operationId: getPet
      summary: Shows a pet.
      responses: { '200': { $ref: '#/components/responses/Pet' }, '404': { description: there is none } }
    delete:
      operationId: deletePet
      summary: Deletes a pet.
      responses: { '204': { description: deleted }, '404': { description: there is none } }
components:
  responses:
    Pet:
      description: the pet
      content:
        application/json:
          schema:
            type: object
            properties:
              data: { type: object, properties: { id: { type: integer, format: int64 }, name: { type: string } } }
`;

function layOutPets(): void {
  for (const folder of ['contracts', 'workflows']) mkdirSync(join(project, folder));
  writeFileSync(join(project, 'contracts/pets.openapi.yaml'), petstore);
}

test('an id in a wrapper is chained into paths, and what had to be invented is told', async () => {
  layOutPets();
  const { exit, said } = await carryOut('new', 'workflow', '--operations', 'createPet,getPet,deletePet,getPet');
  expect(exit, said).toBe(0);
  expect(said.split('\n').slice(1)).toEqual([
    'invented  create-pet  body /name  "example" (string)',
    'invented  create-pet  body /born  "2026-01-01" (string)',
    'invented  create-pet  body /tag  "AA-1" (string)',
    'invented  create-pet  body /weight  3 (integer)',
    'next      npx gatewright lint && npx gatewright run pets-lifecycle',
  ]);
  expect(written('pets-lifecycle.arazzo.yaml')).toBe(`\
# yaml-language-server: $schema=../schemas/workflows.schema.json
arazzo: 1.0.1
info: { title: Pets lifecycle, version: 1.0.0 }
sourceDescriptions:
  - { name: pets, url: ../contracts/pets.openapi.yaml, type: openapi }
workflows:
  - workflowId: pets-lifecycle
    summary: Creates a pet; shows a pet; deletes a pet
    inputs: { type: object, properties: { mark: { type: string, x-from: run.mark } } }
    steps:
      - stepId: create-pet
        operationId: createPet
        requestBody:
          payload: { name: 'example {$inputs.mark}', kind: cat, born: '2026-01-01', tag: AA-1, weight: 3 }
        outputs: { id: $response.body#/data/id }
      - stepId: get-pet
        operationId: getPet
        parameters: [{ name: petId, in: path, value: $steps.create-pet.outputs.id }]
        successCriteria: [{ condition: $response.body#/data/id == $steps.create-pet.outputs.id }]
      - stepId: delete-pet
        operationId: deletePet
        parameters: [{ name: petId, in: path, value: $steps.create-pet.outputs.id }]
      - stepId: get-pet-2
        operationId: getPet
        parameters: [{ name: petId, in: path, value: $steps.create-pet.outputs.id }]
        successCriteria: [{ condition: $statusCode == 404 }]
    x-finally:
      - stepId: remove
        operationId: deletePet
        parameters: [{ name: petId, in: path, value: $steps.create-pet.outputs.id }]
        successCriteria: [{ condition: $statusCode < 300 || $statusCode == 404 }]
`);
  expect((await carryOut('lint')).said).toContain('no faults');
});

test('a file that is there stays, unless it is to be written anew', async () => {
  layOutPets();
  const words = ['new', 'workflow', 'pets/one', '--operations', 'getPet', '--json'];
  const first = await carryOut(...words);
  expect(JSON.parse(first.said)).toMatchObject({
    workflowId: 'one',
    steps: 1,
    invented: ['get-pet  path petId  1 (integer)'],
    notes: [],
  });
  writeFileSync(
    join(project, 'workflows/pets/one.arazzo.yaml'),
    written('pets/one.arazzo.yaml').replace('Shows', 'My'),
  );
  expect(await carryOut(...words)).toMatchObject({ exit: 2 });
  expect(written('pets/one.arazzo.yaml')).toContain('My');
  expect(await carryOut(...words, '--force')).toMatchObject({ exit: 0 });
  expect(written('pets/one.arazzo.yaml')).toContain('Shows');
  // Elsewhere, its contracts are found from there.
  const out = join(project, 'drafts/deep/one.arazzo.yaml');
  rmSync(join(project, 'workflows/pets'), { recursive: true });
  expect(await carryOut('new', 'workflow', '--operations', 'getPet', '--out', out)).toMatchObject({ exit: 0 });
  expect(readFileSync(out, 'utf8')).toContain('url: ../../contracts/pets.openapi.yaml');
  expect(existsSync(join(project, 'workflows/get-pet.arazzo.yaml'))).toBe(false);
});

test('each shipped operation alone gives a workflow that lints clean', async () => {
  layOutShipped();
  const { contracts, operations } = loadProject(project, {});
  const refused: string[] = [];
  for (const operation of contracts.flatMap((contract) => contract.operations)) {
    const workflowId = `one-${kebabCase(operation.operationId)}`;
    try {
      const draft = draftFromOperations([operation], operations, 'user');
      const urlOf = (contract: (typeof contracts)[number]): string => `../${contract.document.file}`;
      const text = writeWorkflow(
        documentOf(draft, { workflowId, title: workflowId, urlOf }),
        '# yaml-language-server: $schema=../schemas/workflows.schema.json',
      );
      writeFileSync(join(project, `workflows/${workflowId}.arazzo.yaml`), text);
    } catch (error) {
      if (!(error instanceof DescriptionError)) throw error;
      refused.push(error.message);
    }
  }
  expect(refused).toEqual([
    'NOT_SUPPORTED postObjectForm takes a body of multipart/form-data, which is not written here',
  ]);
  const { exit, said } = await carryOut('lint', '--strict');
  expect(exit, said).toBe(0);
});

test('recorded tests become workflows that run green again', async () => {
  layOutShipped();
  expect(await carryOut('run', '--bodies', 'all', '--no-allure')).toMatchObject({ exit: 0 });
  const recorded = [
    'course-lifecycle',
    'filters',
    'upsert',
    'permissions',
    'sms-login',
    'refresh-rotates',
    'shows-the-user',
    'invoke',
    'refuses-update-without-where',
  ];
  for (const name of recorded) {
    const { exit, said } = await carryOut('new', 'workflow', `again/again-${name}`, '--from', 'last', '--test', name);
    expect(exit, said).toBe(0);
    expect(said).not.toContain('note');
  }
  expect(written('again/again-filters.arazzo.yaml')).toContain(`
      - stepId: and
        operationId: queryRecords
        parameters:
          - { name: order, in: query, value: [position.desc] }
          - name: filters
            in: query
            value: { and: '(id.gte.{$steps.create.outputs.id},id.lte.{$steps.create.outputs.id3},position.lt.30)' }
          - { name: Prefer, in: header, value: [count=exact] }
`);
  expect(written('again/again-refresh-rotates.arazzo.yaml')).toContain(`
      - stepId: refuse-the-old-one
        operationId: grantToken
        requestBody:
          payload: { grant_type: refresh_token, refresh_token: $steps.sign-in-sign-in.outputs.refreshToken }
        successCriteria: [{ condition: $statusCode == 400 }]
`);
  expect(written('again/again-permissions.arazzo.yaml')).toContain(`
      - stepId: user-is-refused
        x-as: user
`);
  const { exit, said } = await carryOut('lint', '--strict');
  expect(exit, said).toBe(0);
  const run = await carryOut('run', 'workflows/again', '--no-allure');
  expect(run.exit, run.said).toBe(0);
  expect(run.said).toContain('9 passed');
  expect(run.said).toContain('clean-up   4 of 4 undone');
});

test('a secret that no answer gave is asked for, and the record tells none', async () => {
  layOutShipped();
  expect(await carryOut('run', 'password-login', '--bodies', 'all', '--no-allure')).toMatchObject({ exit: 0 });
  const { exit, said } = await carryOut('new', 'workflow', 'again', '--from', 'last');
  expect(exit, said).toBe(0);
  expect(said.split('\n').filter((line) => line.startsWith('note'))).toEqual([
    'note      refuse: "password" is a secret, which a record does not hold; set PASSWORD in the environment or in .env',
    'note      sign-in-sign-in: "password" is a secret, which a record does not hold; set PASSWORD_2 in the environment or in .env',
  ]);
  const text = written('again.arazzo.yaml');
  expect(text).toContain(`
    inputs:
      type: object
      properties:
        password: { type: string, x-from: { source: env, name: PASSWORD, secret: true } }
        password2: { type: string, x-from: { source: env, name: PASSWORD_2, secret: true } }
`);
  expect(text).not.toContain('Zhangsan');
  expect(text).not.toContain('«');
  writeFileSync(join(project, '.env'), 'PASSWORD=not-the-password\nPASSWORD_2=Zhangsan-25!\n');
  expect(await carryOut('run', 'again', '--no-allure')).toMatchObject({ exit: 0 });
});
