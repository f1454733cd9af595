// Runtime expressions and conditions as data: parsed once, when the document is read. Arazzo 1.1, section "Runtime Expressions".
import type { JsonValue } from '../core/json.ts';
import type { XPathVersion } from '../xml/xpath-version.ts';

/** What an expression begins with. `pointer` is a JSON Pointer without the `#`; absent where none was written. */
export type Expression = {
  readonly text: string;
  /** As the grammar has it, where the text departs from it and there is no doubt of what is meant. */
  readonly spelling?: string;
} & ExpressionParts;
export type ExpressionParts =
  | { readonly source: 'url' | 'method' | 'statusCode' }
  | { readonly source: 'self' }
  | { readonly source: 'request' | 'response'; readonly part: 'header' | 'query' | 'path'; readonly name: string }
  | { readonly source: 'request' | 'response'; readonly part: 'body'; readonly pointer?: string }
  | { readonly source: 'inputs'; readonly name: string; readonly pointer?: string }
  | { readonly source: 'outputs'; readonly name: string; readonly pointer?: string }
  | { readonly source: 'steps'; readonly stepId: string; readonly output: string; readonly pointer?: string }
  /** `$steps.<stepId>.outputs` as the context of a selector: all of them, as one object. */
  | { readonly source: 'stepOutputs'; readonly stepId: string }
  | {
      readonly source: 'workflows';
      /** The source description that has the workflow: `$sourceDescriptions.<home>.<workflowId>.outputs.<name>`. */
      readonly home?: string;
      readonly workflowId: string;
      /** `$workflows.<workflowId>.steps.<stepId>.outputs.<name>`, which the grammar does not have. */
      readonly stepId?: string;
      readonly field: 'inputs' | 'outputs';
      readonly name: string;
      readonly pointer?: string;
    }
  | { readonly source: 'sourceDescriptions'; readonly name: string; readonly reference: string }
  | {
      readonly source: 'components';
      readonly map: 'parameters' | 'successActions' | 'failureActions';
      readonly key: string;
    }
  | { readonly source: 'message'; readonly part: 'header'; readonly name: string }
  | { readonly source: 'message'; readonly part: 'body' | 'payload'; readonly pointer?: string };

/** Absent is neither `undefined` nor `null`: the reason says which part was the last to exist. */
export type Lookup =
  { readonly found: true; readonly value: JsonValue } | { readonly found: false; readonly reason: string };

/** Where the text stops making sense. */
export type SyntaxFault = {
  readonly message: string;
  /** Characters from 0. */
  readonly offset: number;
  /** What to write instead. */
  readonly remedy?: string;
};
export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: SyntaxFault };

/** A value with expressions inside, as parameter values and payloads are written (Arazzo 1.1, "Runtime Expressions" and "Payload"). */
export type Template =
  /** `verbatim`: written as `x-literal`, so that a text in it is no JSON to be read either. */
  | { readonly kind: 'literal'; readonly value: JsonValue; readonly verbatim?: true }
  /** The whole string is one expression: the value keeps its JSON type. */
  | { readonly kind: 'expression'; readonly expression: Expression }
  /** `{$...}` inside text: always a string. */
  | { readonly kind: 'text'; readonly parts: readonly (string | Expression)[] }
  | { readonly kind: 'selector'; readonly selector: Selector }
  /** `x-file` */
  | { readonly kind: 'file'; readonly file: FileContent }
  /** `x-bytes`: so many bytes, made for the run. */
  | { readonly kind: 'bytes'; readonly size: number }
  | { readonly kind: 'array'; readonly items: readonly Template[] }
  | { readonly kind: 'object'; readonly members: readonly (readonly [name: string, value: Template])[] };

/** What an output may be: one value out of something. */
export type Selection = Extract<Template, { readonly kind: 'expression' | 'selector' }>;

/** How a part of a value is named. Only for `xpath` there is a choice of versions that differ (Arazzo 1.1, "Expression Type Object"). */
export type SelectorLanguage =
  { readonly type: 'jsonpath' | 'jsonpointer' } | { readonly type: 'xpath'; readonly version: XPathVersion };

/** Arazzo 1.1, "Selector Object". */
export type Selector = {
  readonly context: Expression;
  readonly language: SelectorLanguage;
  /** The selector's text, in which `{$...}` is filled in. */
  readonly pattern: Template;
};

export type FileContent = {
  /** As written, relative to the Arazzo document. */
  readonly path: string;
  readonly bytes: Uint8Array;
};

/** `.member` and `[n]` behind an expression, allowed in simple conditions. */
export type Navigation = { readonly expression: Expression; readonly path: readonly (string | number)[] };
export type Operand = { readonly literal: JsonValue } | Navigation;
export type ComparisonOperator = '==' | '!=' | '<' | '<=' | '>' | '>=';

/** A simple condition (Arazzo, Criterion Object). */
export type Condition =
  | {
      readonly kind: 'comparison';
      readonly operator: ComparisonOperator;
      readonly left: Operand;
      readonly right: Operand;
    }
  | { readonly kind: 'operand'; readonly operand: Operand }
  | { readonly kind: 'not'; readonly condition: Condition }
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition };

/** A criterion, parsed. */
export type ParsedCriterion =
  | { readonly type: 'simple'; readonly condition: Condition }
  | ({ readonly context: Expression; readonly pattern: Template } & PatternLanguage);

/** What a criterion other than a simple one is written in. */
export type PatternLanguage =
  { readonly type: 'regex' | 'jsonpath' } | { readonly type: 'xpath'; readonly version: XPathVersion };

/** Met, or why not: `reason` shows the values on both sides. `error` means that it could not be evaluated. */
export type CriterionOutcome =
  | { readonly met: true }
  | { readonly met: false; readonly error: boolean; readonly expected: string; readonly actual: string };
