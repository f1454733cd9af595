import { expect, test } from '@playwright/test';
import type { JsonValue } from '../core/json.ts';
import type { Parameter } from './contract.ts';
import { serializeParameter } from './serialize-parameter.ts';

const list = ['blue', 'black', 'brown'];
const object = { R: 100, G: 200, B: 150 };

type Row = [form: string, value: JsonValue, written: string];

/** `in style explode`: values of the table of styles in OpenAPI 3.0.4, section 4.7.12.3. */
const rows: Row[] = [
  ['path matrix false', 'blue', ';color=blue'],
  ['path matrix false', '', ';color'],
  ['path matrix false', list, ';color=blue,black,brown'],
  ['path matrix false', object, ';color=R,100,G,200,B,150'],
  ['path matrix true', list, ';color=blue;color=black;color=brown'],
  ['path matrix true', object, ';R=100;G=200;B=150'],
  ['path label false', 'blue', '.blue'],
  ['path label false', '', '.'],
  ['path label false', list, '.blue,black,brown'],
  ['path label false', object, '.R,100,G,200,B,150'],
  ['path label true', list, '.blue.black.brown'],
  ['path label true', object, '.R=100.G=200.B=150'],
  ['path simple false', 'blue', 'blue'],
  ['path simple false', list, 'blue,black,brown'],
  ['path simple false', object, 'R,100,G,200,B,150'],
  ['path simple true', list, 'blue,black,brown'],
  ['path simple true', object, 'R=100,G=200,B=150'],
  ['path simple false', 'a/b c%2F', 'a%2Fb%20c%252F'],
  ['query form false', 'blue', 'color=blue'],
  ['query form false', '', 'color='],
  ['query form false', list, 'color=blue,black,brown'],
  ['query form false', object, 'color=R,100,G,200,B,150'],
  ['query form true', 'blue', 'color=blue'],
  ['query form true', list, 'color=blue&color=black&color=brown'],
  ['query form true', object, 'R=100&G=200&B=150'],
  ['query form true', [], ''],
  ['query form true', {}, ''],
  ['query form true', null, ''],
  ['query form true', ['a', null, 'b'], 'color=a&color=b'],
  ['query form true', true, 'color=true'],
  ['query form true', 1.5, 'color=1.5'],
  ['query form true', '高等%数学 a+b&c', 'color=%E9%AB%98%E7%AD%89%25%E6%95%B0%E5%AD%A6%20a%2Bb%26c'],
  ['query form true', "a=b(c)'!*~-_.", 'color=a%3Db%28c%29%27%21%2A~-_.'],
  ['query form false', ['a,b', 'c'], 'color=a%2Cb,c'],
  ['query form true', 'x\ud800', 'color=x%EF%BF%BD'],
  ['query spaceDelimited false', list, 'color=blue%20black%20brown'],
  ['query spaceDelimited false', object, 'color=R%20100%20G%20200%20B%20150'],
  ['query spaceDelimited true', list, 'color=blue&color=black&color=brown'],
  ['query pipeDelimited false', list, 'color=blue%7Cblack%7Cbrown'],
  ['query pipeDelimited false', object, 'color=R%7C100%7CG%7C200%7CB%7C150'],
  ['query deepObject true', object, 'color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150'],
  ['query deepObject true', { a: { b: 1 }, c: ['x', 'y'] }, 'color%5Ba%5D%5Bb%5D=1&color%5Bc%5D=x&color%5Bc%5D=y'],
  ['header simple false', 'a b%', 'a b%'],
  ['header simple false', list, 'blue,black,brown'],
  ['header simple false', object, 'R,100,G,200,B,150'],
  ['header simple true', object, 'R=100,G=200,B=150'],
  ['cookie form false', list, 'color=blue,black,brown'],
  ['cookie form true', 'a;b', 'color=a%3Bb'],
];

function parameterOf(form: string, more: Partial<Parameter> = {}): Parameter {
  const [where, style, explode] = form.split(' ') as [Parameter['in'], Parameter['style'], string];
  return {
    name: 'color',
    in: where,
    style,
    explode: explode === 'true',
    required: true,
    allowReserved: false,
    pointer: '',
    ...more,
  };
}

function write(parameter: Parameter, value: JsonValue): string {
  const pairs = serializeParameter(parameter, value);
  if (parameter.in === 'path' || parameter.in === 'header') return pairs.map(([, text]) => text).join();
  return pairs.map((pair) => pair.join('=')).join('&');
}

for (const [form, value, written] of rows) {
  test(`${form}: ${JSON.stringify(value)}`, () => expect(write(parameterOf(form), value)).toBe(written));
}

test('a query value arrives intact', () => {
  const sent = '高等%数学 a+b&c=d#e%25';
  const url = new URL(`http://127.0.0.1/?${write(parameterOf('query form true'), sent)}`);
  expect(url.searchParams.get('color')).toBe(sent);
});

test('allowReserved keeps reserved characters that do not change the query', () => {
  const parameter = parameterOf('query form true', { allowReserved: true });
  expect(write(parameter, "a/b?c:d@e,f;g=h!$'()*")).toBe("color=a/b?c:d@e,f;g=h!$'()*");
  expect(write(parameter, '#[]&+%2F')).toBe('color=%23%5B%5D%26%2B%252F');
});

test('a name is encoded too', () => {
  expect(write(parameterOf('query form true', { name: 'filter[a]&b' }), 1)).toBe('filter%5Ba%5D%26b=1');
});

test('a parameter with a content is written as that media type', () => {
  const content = { mediaType: 'application/json', pointer: '' };
  expect(write(parameterOf('query form true', { content }), { a: [1] })).toBe('color=%7B%22a%22%3A%5B1%5D%7D');
});
