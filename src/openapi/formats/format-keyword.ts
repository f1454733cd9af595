// `format` as Ajv calls it: in place of Ajv's own, which knows one type for each format.
import type { Ajv2020 } from 'ajv/dist/2020.js';
import { _ } from 'ajv/dist/2020.js';
import { formatOf } from './formats.ts';
import type { Format } from './formats.ts';

/** Makes Ajv judge formats by the rules here. One that has no rule is an annotation. */
export function addFormats(ajv: Ajv2020): void {
  ajv.removeKeyword('format');
  ajv.addKeyword({
    keyword: 'format',
    schemaType: 'string',
    error: { message: 'must match format', params: ({ schemaCode }) => _`{format: ${schemaCode}}` },
    code: (context) => {
      const name = context.schema as string;
      const format = formatOf(name);
      if (!format) return;
      const judge = context.gen.scopeValue('formats', { key: name, ref: judgeOf(format) });
      context.pass(_`${judge}(${context.data})`);
    },
  });
}

/** Whether a value of any type is what a format asks for. */
export function judgeOf({ text, number }: Format): (value: unknown) => boolean {
  return (value) => {
    if (typeof value === 'string') return text === undefined || text(value);
    return typeof value !== 'number' || number === undefined || number(value);
  };
}
