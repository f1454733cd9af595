// How strictly each kind of check counts. The more specific word wins: that of a step, then of the operation, then of the
// run, then of the gateway.
import type { FindingCode } from '../core/codes.ts';
import { isJsonObject, showValue } from '../core/json.ts';
import type { JsonValue } from '../core/json.ts';
import { didYouMean } from '../core/nearest-name.ts';
import type { Violation } from './violation.ts';

export const strictnesses = ['error', 'warn', 'off'] as const;
/** `error` fails the step; `warn` has a line and fails nothing; `off` is not looked at. */
export type Strictness = (typeof strictnesses)[number];

/** What is checked, and how a breach counts where nobody says otherwise. */
export const defaultPolicy = {
  /** The status is declared. */
  status: 'error',
  /** The media type is declared. */
  mediaType: 'error',
  /** Headers are there, and of their type. */
  headers: 'error',
  /** The body is there, can be read, and keeps its schema. */
  body: 'error',
  /** Every property is declared by some schema. */
  undeclared: 'warn',
  /** The request keeps the contract, before it is sent. */
  request: 'error',
  /** Everything could be checked. */
  notChecked: 'off',
  /** More than a schema that allows anything stood for the body. */
  wildcard: 'off',
} as const satisfies Readonly<Record<string, Strictness>>;

export type CheckKind = keyof typeof defaultPolicy;
export type CheckPolicy = Readonly<Record<CheckKind, Strictness>>;
/** What somebody says of some kinds. */
export type PolicyPart = Partial<CheckPolicy>;

export const checkKinds = Object.keys(defaultPolicy) as readonly CheckKind[];

/** @param parts the least specific first */
export function mergePolicies(...parts: readonly (PolicyPart | undefined)[]): CheckPolicy {
  return parts.reduce<CheckPolicy>((merged, part) => ({ ...merged, ...part }), defaultPolicy);
}

/** Of operations that fit the same request, most specific first: what an application's says wins over the platform's. */
export function policiesOf(operations: readonly { readonly policy?: PolicyPart }[]): (PolicyPart | undefined)[] {
  return operations.map(({ policy }) => policy).reverse();
}

const kinds: Readonly<Partial<Record<FindingCode, CheckKind>>> = {
  STATUS_NOT_DECLARED: 'status',
  MEDIA_TYPE_NOT_DECLARED: 'mediaType',
  HEADER_MISSING: 'headers',
  HEADER_SCHEMA_MISMATCH: 'headers',
  PROPERTY_NOT_DECLARED: 'undeclared',
  REQUEST_SCHEMA_MISMATCH: 'request',
  NOT_CHECKED: 'notChecked',
  WILDCARD_ONLY: 'wildcard',
};

/** What only a guess of the contract says stays a warning. */
export function weighViolations(policy: CheckPolicy, violations: readonly Violation[]): readonly Violation[] {
  if (violations.length === 0) return violations;
  return violations.flatMap((violation) => {
    const strictness = policy[kinds[violation.code] ?? 'body'];
    if (strictness === 'off') return [];
    return strictness === 'warn' ? [{ ...violation, severity: 'warn' as const }] : [violation];
  });
}

/** What is wrong with a policy, and at which of its members. */
export type PolicyFault = {
  readonly kind?: string;
  readonly expected: string;
  readonly actual: string;
  readonly remedy?: string;
};

/** Reads `{ undeclared: error, body: warn }`. */
export function readPolicy(value: JsonValue): { readonly policy: PolicyPart; readonly faults: readonly PolicyFault[] } {
  if (!isJsonObject(value))
    return { policy: {}, faults: [{ expected: 'an object, as in { undeclared: error }', actual: showValue(value) }] };
  const policy: Partial<Record<CheckKind, Strictness>> = {};
  const faults: PolicyFault[] = [];
  for (const [name, member] of Object.entries(value)) {
    const kind = checkKinds.find((known) => known === name);
    const strictness = strictnesses.find((known) => known === member);
    if (kind === undefined) {
      const remedy = didYouMean(name, checkKinds);
      faults.push({
        kind: name,
        expected: `one of ${checkKinds.join(', ')}`,
        actual: name,
        ...(remedy !== undefined && { remedy }),
      });
    } else if (strictness === undefined) {
      faults.push({ kind: name, expected: `one of ${strictnesses.join(', ')}`, actual: showValue(member) });
    } else policy[kind] = strictness;
  }
  return { policy, faults };
}
