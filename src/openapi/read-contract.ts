// OpenAPI 3.0 and 3.1 documents, checked and read in one pass.
import { DescriptionError } from '../core/errors.ts';
import type { Fault } from '../core/errors.ts';
import { isJsonObject } from '../core/json.ts';
import { formatLocation } from '../core/source.ts';
import type { SourceDocument } from '../core/source.ts';
import { checkSchema } from './check-schemas.ts';
import { readPolicy } from './check-policy.ts';
import type { PolicyPart } from './check-policy.ts';
import type { Contract, Operation, Parameter } from './contract.ts';
import { readParameters } from './read-parameter.ts';
import { partOf, readRequestBody, readResponses } from './read-response.ts';
import { readSecurity, readSecuritySchemes } from './read-security.ts';
import { readBasePaths } from './read-servers.ts';
import { addFault, checkNames, follow, membersOf, objectAt, textAt } from './reading.ts';
import type { Reading } from './reading.ts';
import { adoptDocument, inside, placeAt } from './resolve-reference.ts';
import type { Neighbours, Place } from './resolve-reference.ts';
import type { Dialect } from './schema-keywords.ts';

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];
const rootFields = 'openapi info jsonSchemaDialect servers paths webhooks components security tags externalDocs';
const pathItemFields = ['$ref', 'summary', 'description', 'servers', 'parameters', ...methods];
const operationFields =
  'tags summary description externalDocs operationId parameters requestBody responses callbacks deprecated security servers';

const alone: Neighbours = { open: () => undefined, allow: [] };

/**
 * Reads a contract.
 * @param neighbours how `$ref` reaches other files
 * @param tolerate told of every fault that was found, where what could be read is wanted all the same
 * @throws DescriptionError with every fault that was found, each at its line
 */
export function readContract(
  document: SourceDocument,
  neighbours: Neighbours = alone,
  tolerate?: (faults: readonly Fault[]) => void,
): Contract {
  const faults = new Map<string, Fault>();
  const root = placeAt(document, '');
  const dialect = readVersion(document);
  // Faults of a file that a `$ref` leads to belong to the same list.
  const faulty = (error: DescriptionError): void => {
    for (const fault of error.faults) {
      faults.set(`${fault.location ? formatLocation(fault.location) : ''} ${fault.message}`, fault);
    }
  };
  adoptDocument(document, { dialect, neighbours, faulty });
  const reading: Reading = { dialect, faults, seenSchemas: new Set(), endingSchemas: new Set(), responses: new Map() };
  const contract = readRoot(reading, root);
  const found = [...faults.values()].sort(byPlace);
  if (found.length > 0 && !tolerate) throw new DescriptionError(found);
  if (found.length > 0) tolerate?.(found);
  return contract;
}

function byPlace({ location: left }: Fault, { location: right }: Fault): number {
  if (left?.file !== right?.file || !left || !right) return 0;
  return left.line - right.line || left.column - right.column;
}

/** Whether a document is an OpenAPI description of a version that is read, however much is wrong with it. */
export function isReadable({ value }: SourceDocument): boolean {
  const version = isJsonObject(value) ? value['openapi'] : undefined;
  return typeof version === 'string' && versionPattern.test(version);
}

const versionPattern = /^(3\.[01])\.\d+(?:-.+)?$/;

/** Without the version nothing else can be judged, so that its faults stand alone. */
function readVersion(document: SourceDocument): Dialect {
  const fault = (pointer: string, message: string, remedy?: string): DescriptionError =>
    new DescriptionError([
      {
        code: 'CONTRACT_SCHEMA',
        message,
        location: document.locate(pointer),
        ...(remedy === undefined ? {} : { remedy }),
      },
    ]);
  const { value } = document;
  if (value === null) throw fault('', 'the file is empty', 'write an OpenAPI description, or remove the file');
  if (!isJsonObject(value)) throw fault('', 'the document is not an OpenAPI description: it must be an object');
  const version = value['openapi'];
  if (version === undefined && value['swagger'] !== undefined) {
    throw fault('/swagger', 'OpenAPI 2.0 is not read', 'convert the document to OpenAPI 3.1 or 3.0');
  }
  if (version === undefined) {
    throw fault('', 'the document is not an OpenAPI description: it has no "openapi"', 'begin it with openapi: 3.1.1');
  }
  const found = typeof version === 'string' ? versionPattern.exec(version)?.[1] : undefined;
  if (found === '3.0' || found === '3.1') return found;
  const remedy = typeof version === 'string' ? 'use 3.0.x or 3.1.x' : 'put it in quotes, as in "3.1.1"';
  throw fault('/openapi', `openapi ${JSON.stringify(version)} is not a version that is read`, remedy);
}

function readRoot(reading: Reading, root: Place): Contract {
  checkNames(reading, root, 'an OpenAPI description', rootFields.split(' '));
  checkDialect(reading, root);
  const info = objectAt(reading, inside(root, 'info'), 'info');
  if (!info) addFault(reading, root, 'an OpenAPI description must have info, with title and version');
  const title = info === undefined ? undefined : textAt(reading, info, 'title');
  if (info && title === undefined) addFault(reading, info, 'info must have a title');
  const components = inside(root, 'components');
  for (const [, schema] of membersOf(inside(components, 'schemas'))) checkSchema(reading, schema);
  const securitySchemes = readSecuritySchemes(reading, components);
  const operations: Operation[] = [];
  const contract: Contract = {
    document: root.document,
    version: reading.dialect,
    title: title ?? '',
    operations,
    securitySchemes,
  };
  operations.push(...readPaths(reading, root, contract));
  checkOperationIds(reading, operations);
  return contract;
}

/** OpenAPI 3.1.1 section 4.8.24.5: another dialect of JSON Schema would be judged by the wrong rules. */
function checkDialect(reading: Reading, root: Place): void {
  const place = inside(root, 'jsonSchemaDialect');
  const known = ['https://spec.openapis.org/oas/3.1/dialect/', 'https://json-schema.org/draft/2020-12/schema'];
  const { value } = place;
  if (value === undefined || known.some((dialect) => typeof value === 'string' && value.startsWith(dialect))) return;
  addFault(reading, place, 'schemas of another dialect than JSON Schema 2020-12 are not read', {
    code: 'NOT_SUPPORTED',
  });
}

function readPaths(reading: Reading, root: Place, contract: Contract): Operation[] {
  const paths = objectAt(reading, inside(root, 'paths'), 'paths');
  if (!paths && (reading.dialect === '3.0' || inside(root, 'components').value === undefined)) {
    addFault(reading, root, 'an OpenAPI description must have paths');
  }
  const operations: Operation[] = [];
  const shapes = new Map<string, string>();
  for (const [path, member] of paths ? membersOf(paths) : []) {
    checkPath(reading, path, member, shapes);
    const target = follow(reading, member);
    const pathItem = target && objectAt(reading, target, 'a path item');
    if (!pathItem) continue;
    if (target !== member && methods.some((method) => inside(member, method).value !== undefined)) {
      addFault(reading, member, 'a path item with $ref must not declare operations of its own');
    }
    checkNames(reading, pathItem, 'a path item', pathItemFields);
    for (const method of methods) {
      const place = objectAt(reading, inside(pathItem, method), 'an operation');
      if (place) operations.push(readOperation(reading, { contract, root, path, method, pathItem, place }));
    }
  }
  return operations;
}

/** `/a/{x}` and `/a/{y}` are the same path (OpenAPI 3.0.4 section 4.7.8.1). */
function checkPath(reading: Reading, path: string, place: Place, shapes: Map<string, string>): void {
  if (!path.startsWith('/')) addFault(reading, place, `the path "${path}" must begin with /`, { part: 'key' });
  if (!/^(?:[^{}]|\{[^{}/]+\})*$/.test(path)) {
    addFault(reading, place, `the path "${path}" has braces that do not enclose a name`, { part: 'key' });
  }
  const shape = path.replaceAll(/\{[^{}]*\}/g, '{}');
  const other = shapes.get(shape);
  if (other !== undefined) addFault(reading, place, `the paths "${path}" and "${other}" are the same`, { part: 'key' });
  shapes.set(shape, path);
}

type OperationPlace = {
  readonly contract: Contract;
  readonly root: Place;
  readonly path: string;
  readonly method: string;
  readonly pathItem: Place;
  readonly place: Place;
};

function readOperation(reading: Reading, at: OperationPlace): Operation {
  const { contract, path, place } = at;
  checkNames(reading, place, 'an operation', operationFields.split(' '));
  const method = at.method.toUpperCase();
  const parameters = readParameters(reading, at.pathItem, place);
  checkTemplate(reading, at, parameters);
  const requestBody = readRequestBody(reading, place);
  const policy = policyOf(reading, inside(place, 'x-contract'));
  return {
    contract,
    ...partOf(place),
    operationId: textAt(reading, place, 'operationId') ?? `${method} ${path}`,
    method,
    path,
    basePaths: readBasePaths(reading, [place, at.pathItem, at.root]),
    parameters,
    ...(requestBody === undefined ? {} : { requestBody }),
    responses: readResponses(reading, place),
    security: readSecurity(reading, place, contract),
    ...(policy === undefined ? {} : { policy }),
  };
}

function policyOf(reading: Reading, place: Place): PolicyPart | undefined {
  if (place.value === undefined) return undefined;
  const { policy, faults } = readPolicy(place.value);
  for (const { kind, ...words } of faults) {
    const at = kind === undefined ? place : inside(place, kind);
    addFault(reading, at, 'x-contract has a wrong value', { part: 'key', ...words });
  }
  return policy;
}

function checkTemplate(reading: Reading, { path, place }: OperationPlace, parameters: readonly Parameter[]): void {
  const template = [...path.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name);
  const declared = parameters.filter((parameter) => parameter.in === 'path');
  for (const name of template) {
    if (declared.some((parameter) => parameter.name === name)) continue;
    addFault(reading, place, `the path parameter "${name}" of ${path} is not declared`);
  }
  for (const parameter of declared) {
    if (template.includes(parameter.name)) continue;
    addFault(
      reading,
      { document: parameter.document ?? place.document, pointer: parameter.pointer, value: undefined },
      `the path parameter "${parameter.name}" is not in ${path}`,
    );
  }
}

function checkOperationIds(reading: Reading, operations: readonly Operation[]): void {
  const first = new Map<string, Operation>();
  for (const operation of operations) {
    const { contract, operationId, document = contract.document, pointer } = operation;
    const other = first.get(operationId);
    first.set(operationId, other ?? operation);
    if (!other) continue;
    const place = inside({ document, pointer, value: undefined }, 'operationId');
    const location = formatLocation((other.document ?? document).locate(`${other.pointer}/operationId`));
    addFault(reading, place, `the operationId "${operationId}" is taken: ${location}`);
  }
}
