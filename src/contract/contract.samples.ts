// A folder with contracts, and a service on loopback that keeps them or not.
import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A new folder with these files. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'gatewright-')));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return folder;
}

export const courses = `openapi: 3.1.0
info: { title: Courses, version: 1.0.0 }
servers:
  - url: https://api.example/v1
paths:
  /courses:
    get:
      operationId: listCourses
      responses:
        '200':
          description: courses
          headers: { X-Total: { required: true, schema: { type: integer } } }
          content: { application/json: { schema: { type: array, items: { $ref: 'course.yaml#/Course' } } } }
    post:
      operationId: createCourse
      responses:
        '201': { description: created, content: { application/json: { schema: { $ref: 'course.yaml#/Course' } } } }
  /courses/{id}:
    get:
      operationId: readCourse
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        '200':
          description: a course
          content:
            application/json: { schema: { $ref: 'course.yaml#/Course' } }
            application/octet-stream: { schema: {} }
  /anything:
    get:
      operationId: readAnything
      responses: { '200': { description: anything, content: { application/json: { schema: {} } } } }
  /sessions:
    post:
      operationId: openSession
      responses:
        '200':
          description: a session
          content:
            application/json:
              schema:
                type: object
                properties: { access_token: { type: integer }, pin: { type: integer, format: password } }
`;

export const course = `Course:
  type: object
  required: [id, title]
  properties:
    id: { type: integer }
    title: { type: string }
    guess: { type: string, x-confidence: inferred }
`;

export type Answer = {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};

/** Answers what it is told, under whatever path; closes when it is disposed of. */
export async function serving(answer: Answer): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const { status = 200, headers = { 'content-type': 'application/json' }, body = '' } = answer;
  const server = createServer((_, response) => response.writeHead(status, headers).end(body));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  const close = (): Promise<void> =>
    new Promise((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${address.port}`, close };
}
