// `x-bytes` stands where bytes can be sent: as the whole body of a type that is no text, or as a part of multipart.
import { escapeToken } from '../../document/json-pointer.ts';
import type { Template } from '../../expression/expression.ts';
import type { Operation } from '../../openapi/contract.ts';
import { isBytesType, parseMediaType } from '../../openapi/media-type.ts';
import { contentTypeOf } from '../body-source.ts';
import type { Step, StepBody, StepParameter } from '../description.ts';
import { addFault, partAt } from '../read/fields.ts';
import type { Reading } from '../read/fields.ts';

const code = 'ARAZZO_SCHEMA';

export function checkBytesOfParameters(reading: Reading, parameters: readonly StepParameter[]): void {
  for (const { value, pointer } of parameters) {
    for (const place of bytesIn(value)) {
      const remedy = 'bytes are a whole body, or a part of multipart/form-data';
      addFault(partAt(reading, `${pointer}/value${place}`), code, 'a parameter is a text, and bytes are none', {
        remedy,
      });
    }
  }
}

/** @param operation undefined where it is not known: then neither is the type of the body */
export function checkBytesOfBody(reading: Reading, { requestBody }: Step, operation: Operation | undefined): void {
  if (!requestBody || !operation) return;
  const contentType = contentTypeOf(requestBody, operation);
  const essence = parseMediaType(contentType)?.essence ?? '';
  for (const [place, isPart] of placesOf(requestBody)) {
    if (essence === 'multipart/form-data' ? isPart : place === '/payload' && isBytesType(essence)) continue;
    const message = `a body of ${contentType} has no place for bytes here`;
    const remedy =
      essence === 'multipart/form-data'
        ? 'name the part: {"file": {"x-bytes": 1000}}'
        : 'give it as the whole payload, with a contentType such as application/octet-stream';
    addFault(partAt(reading, requestBody.pointer + place), code, message, { remedy });
  }
}

/** Where bytes stand in a body, and whether that is a part of multipart: a property, or an item of its list. */
function placesOf({ payload, replacements }: StepBody): [place: string, isPart: boolean][] {
  const own = payload ? bytesIn(payload) : [];
  return [
    ...own.map((place): [string, boolean] => [`/payload${place}`, /^\/[^/]*(?:\/\d+)?$/.test(place)]),
    ...replacements.flatMap(({ value }, index) =>
      bytesIn(value).map((place): [string, boolean] => [`/replacements/${index}/value${place}`, place === '']),
    ),
  ];
}

/** JSON Pointers into a value. */
function bytesIn(template: Template): string[] {
  switch (template.kind) {
    case 'bytes':
      return [''];
    case 'array':
      return template.items.flatMap((item, index) => bytesIn(item).map((place) => `/${index}${place}`));
    case 'object':
      return template.members.flatMap(([name, member]) =>
        bytesIn(member).map((place) => `/${escapeToken(name)}${place}`),
      );
    default:
      return [];
  }
}
