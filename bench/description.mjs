// A description as large as big services have: operations with parameters, several responses, and schemas that refer
// to each other. The same value as YAML and as JSON; no text repeats, so that no parser profits from it.

const words = 'course lesson pupil teacher room grade exam hour term school mark book paper board chair'.split(' ');
const word = (number) => words[number % words.length];
const text = (number, length) =>
  Array.from(
    { length },
    (_, index) => word(number * 7 + index * 3) + (index % 5 === 4 ? ` no. ${number + index}` : ''),
  ).join(' ');

function schemaOf(number, count) {
  const properties = Object.fromEntries(
    Array.from({ length: 8 }, (_, index) => [`${word(number + index)}_${index}`, propertyOf(number * 8 + index)]),
  );
  properties.next = { $ref: `#/components/schemas/S${(number + 1) % count}` };
  properties.others = { type: 'array', items: { $ref: `#/components/schemas/S${(number * 31) % count}` } };
  return { type: 'object', description: text(number, 20), required: Object.keys(properties).slice(0, 3), properties };
}

function propertyOf(number) {
  const description = text(number, 8);
  switch (number % 4) {
    case 0:
      return { type: 'string', description, minLength: 1, maxLength: number + 1 };
    case 1:
      return { type: 'integer', format: 'int32', description, minimum: 0 };
    case 2:
      return { type: 'string', description, enum: [`a${number}`, `b${number}`, 'c'] };
    default:
      return { type: ['string', 'null'], format: 'date-time', description, examples: ['2026-11-22T10:00:00Z'] };
  }
}

const contentOf = (number, count) => ({
  'application/json': { schema: { $ref: `#/components/schemas/S${number % count}` } },
});

function operationOf(number, count) {
  return {
    operationId: `operation${number}`,
    summary: text(number, 6),
    description: text(number, 30),
    tags: [word(number)],
    parameters: [
      { name: 'id', in: 'path', required: true, description: text(number, 6), schema: { type: 'integer', minimum: 1 } },
      { $ref: '#/components/parameters/Limit' },
      { name: 'filter', in: 'query', description: text(number, 6), schema: { type: 'string', maxLength: 100 } },
    ],
    requestBody: { required: true, content: contentOf(number, count) },
    responses: {
      200: {
        description: text(number, 8),
        headers: { 'X-Total': { schema: { type: 'integer' } } },
        content: contentOf(number + 1, count),
      },
      404: { $ref: '#/components/responses/Error' },
      default: { description: text(number, 8), content: contentOf(number + 2, count) },
    },
  };
}

/** An OpenAPI 3.1 description with so many operations and schemas. */
export function describeService(operations, schemas) {
  return {
    openapi: '3.1.1',
    info: { title: 'a large service', version: '1.0.0' },
    paths: Object.fromEntries(
      Array.from({ length: operations }, (_, number) => [
        `/v1/${word(number)}/${number}/{id}`,
        { post: operationOf(number, schemas) },
      ]),
    ),
    components: {
      parameters: { Limit: { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 0, maximum: 100 } } },
      responses: { Error: { description: 'what went wrong', content: contentOf(0, schemas) } },
      schemas: Object.fromEntries(
        Array.from({ length: schemas }, (_, number) => [`S${number}`, schemaOf(number, schemas)]),
      ),
    },
  };
}

/** Block style, as people and generators write it. */
export function blockYaml(value, indent = '') {
  if (Array.isArray(value)) {
    return value
      .map((item) => `${indent}- ${isPlain(item) ? scalar(item) : blockYaml(item, `${indent}  `).trimStart()}`)
      .join('\n');
  }
  return Object.entries(value)
    .map(
      ([key, item]) =>
        `${indent}${scalar(key)}:${isPlain(item) ? ` ${scalar(item)}` : `\n${blockYaml(item, `${indent}  `)}`}`,
    )
    .join('\n');
}

const isPlain = (value) => typeof value !== 'object' || value === null;

function scalar(value) {
  if (typeof value !== 'string') return String(value);
  return /^[a-z][\w .-]*$/i.test(value) && !/^(?:null|true|false)$/i.test(value)
    ? value
    : `'${value.replaceAll("'", "''")}'`;
}
