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
import { validateValue } from './validate-value.ts';
import type { Violation } from './violation.ts';

export function checkHeaders(operation: Operation, response: Response, sent: readonly HeaderField[]): Violation[] {
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

function checkHeader(promised: Promised, header: Header, values: readonly string[]): Violation[] {
  if (header.content) return checkContent(promised, header, values.join(', '));
  const { schema } = header;
  if (!schema) return [];
  return readValues(header, schema, values).flatMap((value) =>
    validateValue(schema, value, 'response').map((violation) =>
      breakSchema(
        promised,
        violation,
        { code: 'HEADER_SCHEMA_MISMATCH', title: 'a header breaks its schema' },
        header.name,
      ),
    ),
  );
}

/** Repeated fields make one list (RFC 9110 section 5.3), except `Set-Cookie`, whose values hold commas of their own. */
function readValues(header: Header, schema: SchemaReference, values: readonly string[]): JsonValue[] {
  const parse = simpleParser(schema, header.explode);
  if (header.name.toLowerCase() !== 'set-cookie') return [parse(values.join(', ').trim())];
  return Array.isArray(parse('')) ? [values] : [...values];
}

function checkContent(promised: Promised, header: Header, text: string): Violation[] {
  const { content, name } = header;
  const essence = content && parseMediaType(content.mediaType)?.essence;
  const parsed = essence !== undefined && isJsonType(essence) ? parseJson(text) : { ok: true as const, value: text };
  const codes = { code: 'HEADER_SCHEMA_MISMATCH', title: 'a header breaks its schema' } as const;
  if (!parsed.ok) {
    return [breakPromise(promised, { ...codes, at: name, expected: 'JSON', actual: showValue(text) }, '/content')];
  }
  const schema = content?.schema;
  if (!schema) return [];
  const violations = validateValue(schema, parsed.value, 'response');
  return violations.map((violation) => breakSchema(promised, violation, codes, name));
}
