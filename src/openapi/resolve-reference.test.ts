import { expect, test } from '@playwright/test';
import { DescriptionError } from '../core/errors.ts';
import { contractOf } from './contract.samples.ts';
import { remoteFile } from './remote-file.ts';
import { placeAt, resolveReference } from './resolve-reference.ts';

const head = (version: string): string => `openapi: ${version}\ninfo: { title: t, version: '1' }\npaths: {}\n`;
const text = (schemas: string, version = '3.1.1'): string => `${head(version)}components:\n  schemas: ${schemas}\n`;

type Case = {
  readonly name: string;
  /** The schemas of contracts/api.yaml, in flow style; `S` refers. */
  readonly schemas: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly allow?: readonly string[];
  readonly version?: string;
  /** Where the reference of `S` leads. */
  readonly leads: string;
};

const remote = 'contracts/remote/example.com';
const cases: Case[] = [
  {
    name: 'a pointer',
    schemas: '{ S: { $ref: "#/components/schemas/T" }, T: {} }',
    leads: 'contracts/api.yaml /components/schemas/T',
  },
  {
    name: '~0 and ~1',
    schemas: '{ S: { $ref: "#/components/schemas/a~1b~0c" }, "a/b~c": {} }',
    leads: 'contracts/api.yaml /components/schemas/a~1b~0c',
  },
  {
    name: 'a percent-encoded pointer',
    schemas: '{ S: { $ref: "#/components/schemas/a%20%E9%AB%98%7Bb%7D" }, "a 高{b}": {} }',
    leads: 'contracts/api.yaml /components/schemas/a 高{b}',
  },
  {
    name: '$defs',
    schemas: '{ S: { $ref: "#/components/schemas/T/$defs/u" }, T: { $defs: { u: {} } } }',
    leads: 'contracts/api.yaml /components/schemas/T/$defs/u',
  },
  {
    name: 'another file, whole',
    schemas: '{ S: { $ref: ./schemas/course.yaml } }',
    files: { 'contracts/schemas/course.yaml': 'type: object\n' },
    leads: 'contracts/schemas/course.yaml ',
  },
  {
    name: 'a file whose name is encoded',
    schemas: '{ S: { $ref: "a%20b.yaml#/C" } }',
    files: { 'contracts/a b.yaml': 'C: {}\n' },
    leads: 'contracts/a b.yaml /C',
  },
  {
    name: 'a file above',
    schemas: '{ S: { $ref: "../common/a.yaml#/A" } }',
    files: { 'common/a.yaml': 'A: {}\n' },
    leads: 'common/a.yaml /A',
  },
  {
    name: 'an anchor',
    schemas: '{ S: { $ref: "#t" }, T: { $anchor: t } }',
    leads: 'contracts/api.yaml /components/schemas/T',
  },
  {
    name: 'an anchor of another file',
    schemas: '{ S: { $ref: "a.yaml#t" } }',
    files: { 'contracts/a.yaml': 'x: { items: { $anchor: t } }\n' },
    leads: 'contracts/a.yaml /x/items',
  },
  {
    name: 'a dynamic anchor, by $ref',
    schemas: '{ S: { $ref: "#t" }, T: { $dynamicAnchor: t } }',
    leads: 'contracts/api.yaml /components/schemas/T',
  },
  {
    name: 'what looks like an anchor in an example is none',
    schemas: '{ S: { $ref: "#t" }, T: { examples: [{ $anchor: t }], properties: { $anchor: {}, p: { $anchor: t } } } }',
    leads: 'contracts/api.yaml /components/schemas/T/properties/p',
  },
  {
    name: 'an $id',
    schemas: '{ S: { $ref: "https://example.com/t" }, T: { $id: "https://example.com/t" } }',
    leads: 'contracts/api.yaml /components/schemas/T',
  },
  {
    name: 'a urn',
    schemas: '{ S: { $ref: "urn:a:t#/items" }, T: { $id: "urn:a:t", items: {} } }',
    leads: 'contracts/api.yaml /components/schemas/T/items',
  },
  {
    name: 'relative to the $id around it',
    schemas: '{ S: { $id: "https://example.com/a/s", $ref: t }, T: { $id: "https://example.com/a/t" } }',
    leads: 'contracts/api.yaml /components/schemas/T',
  },
  {
    name: 'a pointer from the $id around it',
    schemas: '{ S: { $id: "https://example.com/s", $ref: "#/$defs/u", $defs: { u: {} } } }',
    leads: 'contracts/api.yaml /components/schemas/S/$defs/u',
  },
  {
    name: 'an anchor within the $id around it only',
    schemas: '{ S: { $id: "urn:s", $ref: "#t", $defs: { u: { $anchor: t } } }, T: { $anchor: t } }',
    leads: 'contracts/api.yaml /components/schemas/S/$defs/u',
  },
  {
    name: 'files that lie side by side as their $id do',
    schemas: '{ S: { $ref: "a.yaml" } }',
    files: {
      'contracts/a.yaml': '$id: https://example.com/a.yaml\n$ref: b.yaml\n',
      'contracts/b.yaml': 'type: string\n',
    },
    leads: 'contracts/b.yaml ',
  },
  {
    name: 'a fetched document',
    schemas: '{ S: { $ref: "https://example.com/a/b.yaml#/C" } }',
    files: { [`${remote}/a/b.yaml`]: 'C: {}\n' },
    leads: `${remote}/a/b.yaml /C`,
  },
  {
    name: 'from one fetched document to another',
    schemas: '{ S: { $ref: "https://example.com/a/b.yaml" } }',
    files: { [`${remote}/a/b.yaml`]: '$ref: ../c.yaml?v=1#/D\n', [`${remote}/c.yaml%3Fv=1`]: 'D: {}\n' },
    leads: `${remote}/c.yaml%3Fv=1 /D`,
  },
  {
    name: 'over several files',
    schemas: '{ S: { $ref: "a/a.yaml#/A" }, T: {} }',
    files: {
      'contracts/a/a.yaml': 'A: { $ref: b/b.yaml#/B }\n',
      'contracts/a/b/b.yaml': 'B: { $ref: ../../api.yaml#/components/schemas/T }\n',
    },
    leads: 'contracts/api.yaml /components/schemas/T',
  },
  {
    name: 'a folder outside that is allowed',
    schemas: '{ S: { $ref: "../../common/a.yaml#/A" } }',
    files: { '../common/a.yaml': 'A: { $ref: "./b.yaml#/B" }\n', '../common/b.yaml': 'B: {}\n' },
    allow: ['../common/'],
    leads: '../common/b.yaml /B',
  },
  {
    name: 'no $anchor in 3.0',
    schemas: '{ S: { $ref: "#t" } }',
    version: '3.0.3',
    leads: '"#t" does not end in a JSON Pointer, as in "#/components/schemas/Course"',
  },
  {
    name: 'a pointer that is none',
    schemas: '{ S: { $ref: "#/a~2" } }',
    leads: '"#/a~2" does not end in a JSON Pointer, as in "#/components/schemas/Course"',
  },
  {
    name: 'a misspelt anchor',
    schemas: '{ S: { $ref: "#corse" }, T: { $anchor: course } }',
    leads: 'no schema of contracts/api.yaml has the $anchor "corse"; did you mean "course"?',
  },
  {
    name: 'a misspelt schema',
    schemas: '{ S: { $ref: "#/components/schemas/Corse" }, Course: {} }',
    leads: 'contracts/api.yaml has nothing at /components/schemas/Corse; did you mean "Course"?',
  },
  {
    name: 'a file that is not there',
    schemas: '{ S: { $ref: "gone.yaml#/a" } }',
    leads: 'there is no file contracts/gone.yaml',
  },
  {
    name: 'a faulty file',
    schemas: '{ S: { $ref: "a.yaml#/a" } }',
    files: { 'contracts/a.yaml': 'a: [' },
    leads: 'contracts/a.yaml has faults of its own',
  },
  {
    name: 'a folder outside',
    schemas: '{ S: { $ref: "../../common/a.yaml#/A" } }',
    files: { '../common/a.yaml': 'A: {}\n' },
    allow: ['../share'],
    leads:
      '"../../common/a.yaml" lies outside of the project; if it may be read, say so in gateways.yaml: contracts: { allow: [../common] }',
  },
  {
    name: 'further out than allowed',
    schemas: '{ S: { $ref: "../../../etc/passwd" } }',
    files: { '../../etc/passwd': 'A: {}\n' },
    allow: ['../'],
    leads:
      '"../../../etc/passwd" lies outside of the project; if it may be read, say so in gateways.yaml: contracts: { allow: [../../etc] }',
  },
  {
    name: 'an absolute path',
    schemas: '{ S: { $ref: /etc/passwd } }',
    files: { '/etc/passwd': 'A: {}\n' },
    leads: '"/etc/passwd" is not a file of this project',
  },
  {
    name: 'a file by its URL',
    schemas: '{ S: { $ref: "file:///etc/passwd" } }',
    leads: 'no schema of contracts/api.yaml has the $id file:///etc/passwd, and such an address is not fetched',
  },
  {
    name: 'an address with a password',
    schemas: '{ S: { $ref: "https://a:b@example.com/" } }',
    leads: 'no schema of contracts/api.yaml has the $id https://a:b@example.com/, and such an address is not fetched',
  },
  {
    name: 'an address that was not fetched',
    schemas: '{ S: { $ref: "https://example.com/a" } }',
    leads:
      'the document behind https://example.com/a has not been fetched; npx gatewright lint --fetch keeps it in contracts/remote',
  },
];

for (const { name, schemas, files = {}, allow = [], version, leads } of cases) {
  test(`$ref: ${name}`, () => expect(whereItLeads(text(schemas, version), files, allow)).toBe(leads));
}

/** Follows `$ref` of the schema `S` to the end, whether the contract is sound or not. */
function whereItLeads(contract: string, files: Readonly<Record<string, string>>, allow: readonly string[]): string {
  let from;
  try {
    from = placeAt(contractOf(contract, files, allow).document, '/components/schemas/S');
  } catch (error) {
    if (!(error instanceof DescriptionError)) throw error;
    const fault = error.faults.find(({ message }) => message.startsWith('$ref leads nowhere: ')) ?? error.faults[0]!;
    return `${fault.message.replace('$ref leads nowhere: ', '')}${fault.remedy === undefined ? '' : `; ${fault.remedy}`}`;
  }
  for (;;) {
    const reference = (from.value as { $ref?: string }).$ref;
    if (reference === undefined) return `${from.document.file} ${from.pointer}`;
    const resolved = resolveReference(from, reference);
    if (!resolved.ok) return resolved.reason;
    from = resolved.place;
  }
}

test('a chain of schemas may be long', () => {
  const count = 20_000;
  const chain = Array.from(
    { length: count },
    (_, index) => `s${index}: { allOf: [{ $ref: "#/components/schemas/s${index + 1}" }] }`,
  );
  expect(contractOf(text(`{ ${chain.join(', ')}, s${count}: {} }`)).operations).toEqual([]);
});

const addresses: [address: string, file: string | undefined][] = [
  ['https://Example.com/a/b.yaml', 'contracts/remote/example.com/a/b.yaml'],
  ['http://127.0.0.1:8080/a.json?x=1&y=:', 'contracts/remote/127.0.0.1_8080/a.json%3Fx=1&y=%3A'],
  ['https://example.com', 'contracts/remote/example.com/index'],
  ['https://example.com/a/../../../b', 'contracts/remote/example.com/b'],
  ['https://example.com/a%2F..%2Fb', 'contracts/remote/example.com/a%2F..%2Fb'],
  ['ftp://example.com/a', undefined],
  ['https://user@example.com/a', undefined],
  ['not an address', undefined],
];
for (const [address, file] of addresses) {
  test(`${address} is kept in ${file ?? 'no file'}`, () => expect(remoteFile(address)).toBe(file));
}
