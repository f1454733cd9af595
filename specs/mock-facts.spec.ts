// The tables of documented facts: every test that they name exists, and nearly every fact has one.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { isJsonArray, isJsonObject } from '../src/core/json.ts';
import { readDocument } from '../src/document/read-document.ts';

const folder = 'specs/mock-facts';

type Fact = {
  readonly name: string;
  readonly source: string;
  readonly file: string;
  readonly test: string;
  readonly missing: string;
};

for (const file of readdirSync(folder).filter((name) => name.endsWith('.yaml'))) {
  const facts = readFacts(join(folder, file));

  test(`${file}: every fact has a source, and a test that exists or a reason`, () => {
    const faults = facts.flatMap((fact) => faultsOf(fact).map((fault) => `${fact.name}: ${fault}`));
    expect(faults).toEqual([]);
  });

  test(`${file}: no fact stands there twice`, () => {
    expect(facts.filter(({ name }, index) => facts.findIndex((other) => other.name === name) !== index)).toEqual([]);
  });

  test(`${file}: at least 95 % of the facts are shown`, () => {
    const shown = facts.filter(({ missing }) => missing === '').length;
    test.info().annotations.push({ type: 'facts', description: `${shown} of ${facts.length} are shown` });
    expect(shown / facts.length).toBeGreaterThanOrEqual(0.95);
  });
}

function readFacts(file: string): Fact[] {
  const { value } = readDocument(readFileSync(file, 'utf8'), file);
  const groups = isJsonObject(value) ? Object.values(value) : [];
  return groups
    .flatMap((group) => (isJsonArray(group) ? group : []))
    .map((row) => {
      const text = (name: string): string => {
        const member = isJsonObject(row) ? row[name] : undefined;
        return typeof member === 'string' ? member : '';
      };
      return {
        name: text('fact'),
        source: text('source'),
        file: text('file'),
        test: text('test'),
        missing: text('missing'),
      };
    });
}

function faultsOf({ name, source, file, test: title, missing }: Fact): string[] {
  const faults = [
    ...(name === '' ? ['has no fact'] : []),
    ...(URL.canParse(source) && source.startsWith('https://') ? [] : ['has no source']),
    ...((missing === '') === (title === '') ? ['has either a test or what is missing'] : []),
  ];
  if (title === '') return faults;
  return readFileSync(file, 'utf8').includes(title) ? faults : [...faults, `${file} has no test "${title}"`];
}
