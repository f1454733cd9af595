import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { DescriptionError } from '../core/errors.ts';
import { isJsonObject, parseJson, writeJson } from '../core/json.ts';
import type { JsonObject } from '../core/json.ts';
import { projectSchema, projectSchemaFile } from '../lint/project-schema.ts';
import type { Project } from '../project.ts';
import { count } from '../report/figures.ts';

/** `gatewright lint --write-schema`: the lines to print. */
export function writeSchema(project: Project): string[] {
  const path = join(project.directory, projectSchemaFile);
  const text = `${writeJson(projectSchema(arazzoSchema(), project), 2)}\n`;
  const same = existsSync(path) && readFileSync(path, 'utf8') === text;
  if (!same) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  const ids = project.operations.ids().length;
  const completes = `${count(ids, 'operation')}, ${count(project.workflows.length, 'workflow')}`;
  return [`${same ? 'same ' : 'wrote'}  ${projectSchemaFile}   completes ${completes}`, ...linesToUse(project)];
}

/** The JSON Schema of Arazzo that this package ships. */
export function arazzoSchema(): JsonObject {
  const parsed = parseJson(readFileSync(new URL('../../schemas/arazzo.schema.json', import.meta.url), 'utf8'));
  if (parsed.ok && isJsonObject(parsed.value)) return parsed.value;
  throw new DescriptionError([
    { code: 'FILE_NOT_FOUND', message: 'schemas/arazzo.schema.json of the package is gone' },
  ]);
}

/** The first line by which editors find the schema of a file that lies there. */
export function schemaLine(file: string): string {
  return `# yaml-language-server: $schema=${posix.relative(posix.dirname(file), projectSchemaFile)}`;
}

/** Workflow documents whose first lines lead elsewhere, folder by folder, with the line that they should have. */
function linesToUse({ links }: Project): string[] {
  const folders = new Map<string, string[]>();
  for (const { description } of links) {
    const { file, text } = description.document;
    if (!/\.ya?ml$/.test(file) || text.includes(schemaLine(file))) continue;
    const line = schemaLine(file);
    folders.set(line, [...(folders.get(line) ?? []), file]);
  }
  return [...folders].flatMap(([line, files]) => [
    '',
    `first line for ${files.length === 1 ? 'this file' : 'these files'}, so that an editor finds it:`,
    `  ${line}`,
    ...files.map((file) => `    ${file}`),
  ]);
}
