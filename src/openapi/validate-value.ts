// A value against a schema of the contract.
import { holdsExactNumber, showValue } from '../core/json.ts';
import type { JsonValue } from '../core/json.ts';
import type { SourceDocument } from '../core/source.ts';
import { compileSchema } from './compile-schema.ts';
import type { Compiled, Judging } from './compile-schema.ts';
import type { SchemaReference } from './contract.ts';
import type { KeywordError } from './describe-error.ts';
import type { Origins } from './error-nodes.ts';
import { plainError, standIn } from './exact-keywords.ts';
import type { Direction } from './exempt-properties.ts';
import type { Misnamed } from './discriminator.ts';
import { explainErrors, explainMisnamed, explainUndeclared } from './explain-errors.ts';
import type { SchemaViolation } from './schema-violation.ts';
import { placeAt } from './resolve-reference.ts';
import { surveySchema } from './schema-parts.ts';

export type { SchemaViolation } from './schema-violation.ts';

/** A schema that is ready to judge, or why it cannot. Neither throws. */
export type Validator =
  | {
      readonly usable: true;
      /** @param undeclared whether properties that no schema declares are looked for too */
      readonly validate: (value: JsonValue, undeclared?: boolean) => Judgement;
    }
  | { readonly usable: false; readonly reason: string };

export type Judgement = {
  readonly violations: readonly SchemaViolation[];
  /** Properties that no schema declares, and none forbids. */
  readonly undeclared: readonly SchemaViolation[];
  /** Of values whose discriminator names another schema than the one that allows them. Looked for with the undeclared. */
  readonly misnamed: readonly SchemaViolation[];
  /** The value led the schema into an end that no validator reaches, such as too deep a nesting. */
  readonly notJudged?: string;
};

/** Judges a value. A schema that cannot judge is itself a violation here: nothing passes unseen. */
export function validateValue(
  schema: SchemaReference,
  value: JsonValue,
  direction: 'request' | 'response',
): SchemaViolation[] {
  return [...judge(validatorOf(schema, direction), schema, value)];
}

/** Judges inputs against a plain JSON Schema (2020-12): unknown keywords allowed, formats on. */
export function validateInputs(schema: SchemaReference, value: JsonValue): SchemaViolation[] {
  return [...judge(validatorOf(schema, 'both'), schema, value)];
}

/** A schema that cannot judge is itself a violation. */
export function judge(validator: Validator, schema: SchemaReference, value: JsonValue): readonly SchemaViolation[] {
  const judgement = validator.usable ? validator.validate(value) : notJudged(validator.reason);
  if (judgement.notJudged === undefined) return judgement.violations;
  const unusable = {
    pointer: '',
    keyword: 'schema',
    title: 'must have a schema that can judge it',
    expected: `a schema that can be used: ${judgement.notJudged}`,
    actual: showValue(value),
    schemaPointer: schema.pointer,
    schemaDocument: schema.document,
  };
  return [unusable];
}

const validators = new WeakMap<SourceDocument, Map<string, Validator>>();

/** The compiled schema of a place, for one direction. */
export function validatorOf(schema: SchemaReference, direction: Direction): Validator {
  let known = validators.get(schema.document);
  if (!known) validators.set(schema.document, (known = new Map<string, Validator>()));
  const key = `${direction} ${schema.pointer}`;
  let validator = known.get(key);
  if (!validator) known.set(key, (validator = createValidator(schema, direction)));
  return validator;
}

const passed: Judgement = { violations: [], undeclared: [], misnamed: [] };

function notJudged(reason: string): Judgement {
  return { ...passed, notJudged: reason };
}

function createValidator(schema: SchemaReference, direction: Direction): Validator {
  try {
    const survey = surveySchema(placeAt(schema.document, schema.pointer));
    const plain = createJudge(schema, { direction, undeclared: false, exact: survey.exactNumbers });
    const closed = createJudge(schema, { direction, undeclared: true, exact: survey.exactNumbers });
    plain.prepare();
    const judgeValue = (value: JsonValue, undeclared: boolean): Judgement => {
      if (!undeclared) return explain(plain.errorsOf(value));
      // Inside a choice, an undeclared property would decide what is valid: there it takes a judgement of its own.
      return survey.choices ? judgeTwice(plain, closed, value) : explain(closed.errorsOf(value));
    };
    const validate = (value: JsonValue, undeclared = false): Judgement => {
      try {
        return judgeValue(value, undeclared);
      } catch (error) {
        return notJudged(reasonOf(error));
      }
    };
    return { usable: true, validate };
  } catch (error) {
    return { usable: false, reason: reasonOf(error) };
  }
}

function judgeTwice(plain: Judge, closed: Judge, value: JsonValue): Judgement {
  const { violations } = explain(plain.errorsOf(value));
  const found = closed.errorsOf(value);
  if (!found) return violations.length === 0 ? passed : { ...passed, violations };
  return {
    violations,
    undeclared: explainUndeclared(found.errors, found.origins, violations),
    misnamed: explainMisnamed(found.misnamed, found.origins, violations),
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

type Found = {
  readonly errors: readonly KeywordError[];
  readonly misnamed: readonly Misnamed[];
  readonly origins: Origins;
};

function explain(found: Found | undefined): Judgement {
  if (!found) return passed;
  const { violations, undeclared } = explainErrors(found.errors, found.origins);
  return { violations, undeclared, misnamed: explainMisnamed(found.misnamed, found.origins, violations) };
}

/** Undefined where there is nothing to find. */
type Judge = { readonly prepare: () => void; readonly errorsOf: (value: JsonValue) => Found | undefined };

/** Compiled when it is first needed, and once more for values with numbers that no double stands for. */
function createJudge(schema: SchemaReference, judging: Judging): Judge {
  let forDoubles: Compiled | undefined;
  let forDigits: Compiled | undefined;
  const compiledFor = (exact: boolean): Compiled =>
    exact
      ? (forDigits ??= compileSchema(schema, { ...judging, exact }))
      : (forDoubles ??= compileSchema(schema, { ...judging, exact }));
  return {
    prepare: () => void compiledFor(judging.exact),
    errorsOf: (value) => {
      const exact = judging.exact || holdsExactNumber(value);
      const { validate, origins, misnamed } = compiledFor(exact);
      if (misnamed.length > 0) misnamed.length = 0;
      const valid = validate(exact ? standIn(value) : value);
      if (valid && misnamed.length === 0) return undefined;
      const plainly = (errors: readonly KeywordError[]): KeywordError[] =>
        errors.map((error) => plainError(error, exact ? value : undefined));
      return {
        origins,
        errors: plainly(valid ? [] : (validate.errors ?? [])),
        misnamed: misnamed.map((one) => ({ ...one, errors: plainly(one.errors) })),
      };
    },
  };
}
