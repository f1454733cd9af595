// The fields of one name as the value that a schema judges.
import type { Parameter, SchemaReference } from './contract.ts';
import { notOnce, parseParameter } from './parse-parameter.ts';
import type { ParsedParameter } from './parse-parameter.ts';
import { textSchemaOf } from './text-schema.ts';

type Field = Pick<Parameter, 'name' | 'explode' | 'schema' | 'content'>;

/** Repeated fields make one list (RFC 9110 section 5.3), except `Set-Cookie`, whose values hold commas of their own. */
export function readHeader(header: Field, values: readonly string[]): readonly ParsedParameter[] {
  const { name, schema, content } = header;
  const isList = schema !== undefined && textSchemaOf(schema).isList;
  if (name.toLowerCase() === 'set-cookie' && !content) {
    return isList ? [{ type: 'value', value: values }] : values.map((value) => parse(header, value));
  }
  if (values.length > 1 && !isList && !isListField(name) && (schema ? isTyped(schema) : content !== undefined)) {
    return [notOnce(name, values)];
  }
  return [parse(header, values.join(', '))];
}

function parse(header: Field, text: string): ParsedParameter {
  return parseParameter({ ...header, in: 'header', style: 'simple' }, [[header.name, text]]);
}

function isTyped(schema: SchemaReference): boolean {
  return textSchemaOf(schema).isTyped;
}

/**
 * Fields that HTTP defines as lists (RFC 9110, 9111, 8288, the Fetch standard): sent several times they are one text with
 * commas, whatever the contract calls it.
 */
const listFields: ReadonlySet<string> = new Set(
  (
    'accept-ranges access-control-allow-headers access-control-allow-methods access-control-expose-headers allow ' +
    'cache-control connection content-encoding content-language link pragma proxy-authenticate server-timing trailer ' +
    'transfer-encoding upgrade vary via warning www-authenticate'
  ).split(' '),
);

function isListField(name: string): boolean {
  return listFields.has(name.toLowerCase());
}
