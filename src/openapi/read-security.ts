// Security requirements and schemes: OpenAPI 3.0.4 sections 4.7.27 and 4.7.30.
import type { Contract, SecurityScheme } from './contract.ts';
import { addFault, elementsOf, follow, membersOf, nearestOf, objectAt, textAt } from './reading.ts';
import type { Reading } from './reading.ts';
import { inside, placeAt } from './resolve-reference.ts';
import type { Place } from './resolve-reference.ts';

/** The operation's `security`, which replaces the root's whole; an empty list asks for no credential. */
export function readSecurity(reading: Reading, operation: Place, contract: Contract): string[][] {
  const own = inside(operation, 'security');
  const place = own.value === undefined ? placeAt(contract.document, '/security') : own;
  return elementsOf(reading, place, 'security').map((requirement) => {
    const schemes = membersOf(requirement);
    for (const [name, member] of schemes) {
      if (contract.securitySchemes.has(name)) continue;
      addFault(reading, member, `there is no security scheme "${name}"`, {
        part: 'key',
        ...nearestOf(name, contract.securitySchemes.keys()),
      });
    }
    return schemes.map(([name]) => name);
  });
}

export function readSecuritySchemes(reading: Reading, components: Place): Map<string, SecurityScheme> {
  const schemes = new Map<string, SecurityScheme>();
  for (const [name, member] of membersOf(inside(components, 'securitySchemes'))) {
    const target = follow(reading, member);
    const place = target && objectAt(reading, target, 'a security scheme');
    if (place) schemes.set(name, readSecurityScheme(reading, place));
  }
  return schemes;
}

const types = ['apiKey', 'http', 'mutualTLS', 'oauth2', 'openIdConnect'];

function readSecurityScheme(reading: Reading, place: Place): SecurityScheme {
  const type = textAt(reading, place, 'type') ?? '';
  if (type === 'http') return { type, scheme: needed(reading, place, 'scheme').toLowerCase() };
  if (type === 'apiKey') {
    const where = needed(reading, place, 'in');
    const name = needed(reading, place, 'name');
    if (where === 'header' || where === 'query' || where === 'cookie') return { type, in: where, name };
    addFault(reading, inside(place, 'in'), 'the "in" of an API key must be one of header, query, cookie');
  }
  if (!types.includes(type)) {
    addFault(
      reading,
      inside(place, 'type'),
      `a security scheme must have a type: ${types.join(', ')}`,
      nearestOf(type, types),
    );
  }
  return { type: 'other', declared: type };
}

function needed(reading: Reading, place: Place, name: string): string {
  const text = textAt(reading, place, name);
  if (text === undefined) addFault(reading, place, `a security scheme of this type must have "${name}"`);
  return text ?? '';
}
