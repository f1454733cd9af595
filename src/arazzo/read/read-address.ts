// `x-url`: the whole address of a request, as an answer gave it.
import { readAddress as readUrl } from '../../openapi/address.ts';
import { parseString } from '../../expression/template.ts';
import { textOf } from '../../expression/text-of.ts';
import type { Template } from '../../expression/expression.ts';
import type { Address, StepTarget } from '../description.ts';
import type { Part } from './fields.ts';
import { addFault, addSyntaxFault, readText } from './fields.ts';

/** Undefined where there is none, or may be none. */
export function readAddress(part: Part, target: StepTarget['type']): Address | undefined {
  if (part.value === undefined) return undefined;
  if (target === 'workflow' || target === 'message') {
    const what = target === 'workflow' ? 'a step that calls a workflow' : 'a step over AsyncAPI';
    const remedy = 'it stands on a step with "operationId" or "operationPath"';
    addFault(part, 'ARAZZO_SCHEMA', `${what} has no "x-url"`, { at: 'key', remedy });
    return undefined;
  }
  const { pointer } = part;
  const text = readText(part);
  if (text === undefined) return { value: unknown, pointer };
  const parsed = parseString(text);
  if (!parsed.ok) {
    addSyntaxFault(part, 'EXPRESSION_SYNTAX', parsed.fault);
    return { value: unknown, pointer };
  }
  const reason = whyNoAddress(parsed.value);
  if (reason !== undefined) {
    addFault(part, 'ARAZZO_SCHEMA', `"x-url" is no address: ${reason}`, {
      expected: expectedAddress,
      actual: JSON.stringify(text),
      remedy: 'give it by an expression, as in $steps.prepare.outputs.uploadUrl',
    });
  }
  return { value: parsed.value, pointer };
}

/** After a fault there is an address all the same, so that nobody asks for what would stand in it. */
const unknown: Template = { kind: 'literal', value: '' };

export const expectedAddress = 'an absolute address of http or https';

/** As far as it is known before its expressions are filled in. */
function whyNoAddress(value: Template): string | undefined {
  if (value.kind === 'literal') {
    const read = readUrl(textOf(value.value));
    return read.ok ? undefined : read.reason;
  }
  const [first] = value.kind === 'text' ? value.parts : [];
  if (typeof first !== 'string' || /^https?:\/\//i.test(first)) return undefined;
  return 'it does not begin with a scheme and host';
}
