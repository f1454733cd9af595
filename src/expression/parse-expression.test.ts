import { expect, test } from '@playwright/test';
import { parseExpression, parseNavigation, parseSelection } from './parse-expression.ts';

const valid: readonly [text: string, parts: object][] = [
  ['$url', { source: 'url' }],
  ['$method', { source: 'method' }],
  ['$statusCode', { source: 'statusCode' }],
  ['$self', { source: 'self' }],
  ['$request.header.content-type', { source: 'request', part: 'header', name: 'content-type' }],
  ["$response.header.X-!#$%&'*+.^_`|~9", { source: 'response', part: 'header', name: "X-!#$%&'*+.^_`|~9" }],
  ['$request.query.select columns', { source: 'request', part: 'query', name: 'select columns' }],
  ['$request.path.id', { source: 'request', part: 'path', name: 'id' }],
  ['$request.body', { source: 'request', part: 'body' }],
  ['$response.body#', { source: 'response', part: 'body', pointer: '' }],
  ['$response.body#/0/a~1b~0', { source: 'response', part: 'body', pointer: '/0/a~1b~0' }],
  ['$response.body#/{id}/x.y', { source: 'response', part: 'body', pointer: '/{id}/x.y' }],
  ['$response.body#/高等 数学', { source: 'response', part: 'body', pointer: '/高等 数学' }],
  ['$inputs.customer.name', { source: 'inputs', name: 'customer.name' }],
  ['$inputs.customer#/name', { source: 'inputs', name: 'customer', pointer: '/name' }],
  ['$outputs.token', { source: 'outputs', name: 'token' }],
  ['$steps.a-1.outputs.b.c', { source: 'steps', stepId: 'a-1', output: 'b.c' }],
  ['$steps.s.outputs.rows#/0/id', { source: 'steps', stepId: 's', output: 'rows', pointer: '/0/id' }],
  ['$workflows.w.outputs.t', { source: 'workflows', workflowId: 'w', field: 'outputs', name: 't' }],
  ['$workflows.w.inputs.t#/a', { source: 'workflows', workflowId: 'w', field: 'inputs', name: 't', pointer: '/a' }],
  ['$sourceDescriptions.pets.url', { source: 'sourceDescriptions', name: 'pets', reference: 'url' }],
  ['$sourceDescriptions.pets.get pets', { source: 'sourceDescriptions', name: 'pets', reference: 'get pets' }],
  ['$components.parameters.page.size', { source: 'components', map: 'parameters', key: 'page.size' }],
  ['$components.successActions.done', { source: 'components', map: 'successActions', key: 'done' }],
  ['$components.failureActions.again', { source: 'components', map: 'failureActions', key: 'again' }],
  ['$message.payload#/id', { source: 'message', part: 'payload', pointer: '/id' }],
  ['$message.header.X-Id', { source: 'message', part: 'header', name: 'X-Id' }],
  [
    '$sourceDescriptions.auth.login.outputs.token#/id',
    { source: 'workflows', home: 'auth', workflowId: 'login', field: 'outputs', name: 'token', pointer: '/id' },
  ],
  [
    '$workflows.w.steps.s.outputs.o',
    { source: 'workflows', workflowId: 'w', stepId: 's', field: 'outputs', name: 'o' },
  ],
  [
    '$response.headers.Location',
    { source: 'response', part: 'header', name: 'Location', spelling: '$response.header.Location' },
  ],
];
for (const [text, parts] of valid) {
  test(`reads ${text}`, () => expect(parseExpression(text)).toEqual({ ok: true, value: { text, ...parts } }));
}

const invalid: readonly [text: string, offset: number, message: string, remedy?: string][] = [
  ['', 0, 'an expression begins with "$"'],
  ['inputs.a', 0, 'an expression begins with "$"'],
  ['$step.a.outputs.b', 0, 'no expression begins with "$step"', 'did you mean "$steps"?'],
  ['$statuscode', 0, 'no expression begins with "$statuscode"', 'did you mean "$statusCode"?'],
  ['$inputs', 7, 'expected a dot and the name of an input'],
  ['$inputs.', 8, 'expected the name of an input'],
  ['$inputs.{a}', 8, 'expected the name of an input'],
  ['$inputs.a b', 9, '" b" behind $inputs.a is not part of an expression'],
  ['$inputs.a[0]', 9, '"[0]" behind $inputs.a is not part of an expression', 'write "$inputs.a#/0"'],
  ['$response.heders.Location', 10, 'a response has no part "heders"', 'did you mean "header"?'],
  ['$message.rest', 9, '$message is followed by header or payload or body, not by "rest"'],
  ['$response.header.', 17, 'expected the name of a header'],
  ['$response.body.id', 14, '".id" behind $response.body is not part of an expression', 'write "$response.body#/id"'],
  ['$response.body#id', 15, '"id" behind $response.body# is not part of an expression'],
  ['$response.body#/a~2', 17, '"~2" behind $response.body#/a is not part of an expression'],
  ['$request.query.a"b', 16, '""b" behind $request.query.a is not part of an expression'],
  ['$request.query.a{b', 16, '"{b" behind $request.query.a is not part of an expression'],
  ['$steps.a.token', 9, '$steps.a is followed by outputs, not by "token"', 'write "$steps.a.outputs.token"'],
  ['$steps.a.output.b', 9, '$steps.a is followed by outputs, not by "output"', 'did you mean "outputs"?'],
  ['$steps.a.b.outputs.c', 9, '$steps.a is followed by outputs, not by "b"', 'write "$steps.a.outputs.b.outputs.c"'],
  ['$workflows.w.steps.s', 20, 'expected a dot and outputs'],
  [
    '$components.inputs.a',
    12,
    '$components is followed by parameters or successActions or failureActions, not by "inputs"',
  ],
  ['$url.a', 4, '".a" behind $url is not part of an expression'],
];
for (const [text, offset, message, remedy] of invalid) {
  test(`refuses ${text === '' ? 'an empty text' : text}`, () => {
    const fault = remedy === undefined ? { message, offset } : { message, offset, remedy };
    expect(parseExpression(text)).toEqual({ ok: false, fault });
  });
}

test('reads members behind a body as its pointer where an output or a context stands', () => {
  const text = '$response.body.items[0].id';
  const spelling = '$response.body#/items/0/id';
  const value = { text, source: 'response', part: 'body', pointer: '/items/0/id', spelling };
  expect(parseSelection(text)).toEqual({ ok: true, value });
  expect(parseSelection('$inputs.a[0]').ok).toBe(false);
  expect(parseSelection('$response.body#/a[0]')).toMatchObject({ ok: true, value: { pointer: '/a[0]' } });
});

test('reads navigation as names and indices', () => {
  expect(parseNavigation('.a-b[0][12]._c')).toEqual(['a-b', 0, 12, '_c']);
  for (const text of ['.', '[01]', '[a]', '.a.', 'a', '[-1]']) expect(parseNavigation(text)).toBeUndefined();
});
