// Response headers: present where required, and of the declared type. Names compare without case.
import type { HeaderField } from '../core/http.ts';
import { headerValues } from '../core/http.ts';
import { parseJson, showValue } from '../core/json.ts';
import type { JsonValue } from '../core/json.ts';
import { breakPromise, breakSchema } from './break-promise.ts';
import type { Promised } from './break-promise.ts';
import type { Header, Operation, Response, SchemaReference } from './contract.ts';
import { isJsonType, parseMediaType } from './media-type.ts';
import { simpleParser } from './parse-simple-value.ts';
import type { ParseText } from './parse-simple-value.ts';
import { judge, validateValue, validatorOf } from './validate-value.ts';
import type { Validator } from './validate-value.ts';
import type { Violation } from './violation.ts';

const noViolations: readonly Violation[] = [];

export function checkHeaders(
  operation: Operation,
  response: Response,
  sent: readonly HeaderField[],
): readonly Violation[] {
  if (response.headers.length === 0) return noViolations;
  const violations: Violation[] = [];
  for (const header of response.headers) {
    const values = headerValues(sent, header.name);
    const promised: Promised = { operation, part: header };
    if (values.length > 0) violations.push(...checkHeader(promised, header, values));
    else if (header.required) violations.push(missing(promised, header));
  }
  return violations;
}

function missing(promised: Promised, header: Header): Violation {
  return breakPromise(promised, {
    code: 'HEADER_MISSING',
    title: 'a required header is absent',
    at: header.name,
    expected: `the header ${header.name}`,
    actual: 'nothing',
  });
}

/** What is known of a header before any answer comes. */
type Prepared = { readonly parse: ParseText; readonly validator: Validator; readonly isSetCookie: boolean };

const preparations = new WeakMap<Header, Prepared>();

function prepare(header: Header, schema: SchemaReference): Prepared {
  let prepared = preparations.get(header);
  if (!prepared) {
    prepared = {
      parse: simpleParser(schema, header.explode),
      validator: validatorOf(schema, 'response'),
      isSetCookie: header.name.toLowerCase() === 'set-cookie',
    };
    preparations.set(header, prepared);
  }
  return prepared;
}

const mismatch = { code: 'HEADER_SCHEMA_MISMATCH', title: 'a header breaks its schema' } as const;

function checkHeader(promised: Promised, header: Header, values: readonly string[]): readonly Violation[] {
  if (header.content) return checkContent(promised, header, values.join(', '));
  const { schema } = header;
  if (!schema) return noViolations;
  const prepared = prepare(header, schema);
  const violations: Violation[] = [];
  for (const value of readValues(prepared, values)) {
    for (const violation of judge(prepared.validator, schema, value)) {
      violations.push(breakSchema(promised, violation, mismatch, header.name));
    }
  }
  return violations;
}

/** Repeated fields make one list (RFC 9110 section 5.3), except `Set-Cookie`, whose values hold commas of their own. */
function readValues({ parse, isSetCookie }: Prepared, values: readonly string[]): readonly JsonValue[] {
  if (!isSetCookie) return [parse(values.join(', ').trim())];
  return Array.isArray(parse('')) ? [values] : values;
}

function checkContent(promised: Promised, header: Header, text: string): Violation[] {
  const { content, name } = header;
  const essence = content && parseMediaType(content.mediaType)?.essence;
  const parsed = essence !== undefined && isJsonType(essence) ? parseJson(text) : { ok: true as const, value: text };
  if (!parsed.ok) {
    return [breakPromise(promised, { ...mismatch, at: name, expected: 'JSON', actual: showValue(text) }, '/content')];
  }
  const schema = content?.schema;
  if (!schema) return [];
  const violations = validateValue(schema, parsed.value, 'response');
  return violations.map((violation) => breakSchema(promised, violation, mismatch, name));
}
