// What came to XPath with which version. An expression of XPath 1.0 that XPath 3.1 evaluates to something else is refused
// too: the later versions compare two nodes as texts where 1.0 compares them as numbers (XPath 2.0 appendix I).

export const xpathVersions = ['xpath-10', 'xpath-20', 'xpath-30', 'xpath-31'] as const;
export type XPathVersion = (typeof xpathVersions)[number];

/** Elements of a parsed expression, by the names that XQueryX gives them. */
type Tree = {
  readonly localName?: string | null;
  readonly nodeType: number;
  readonly textContent: string | null;
  readonly childNodes: ArrayLike<Tree>;
};

/** Why an expression is none of a version; undefined where it is one. */
export function checkVersion(tree: Tree, version: XPathVersion): string | undefined {
  const asked = xpathVersions.indexOf(version);
  for (const node of elementsOf(tree)) {
    const [since, what] = arrivalOf(node);
    if (since > asked) return `${what} came with XPath ${nameOf(since)}, and the version is ${nameOf(asked)}`;
    if (asked === 0 && comparesOtherwise(node)) {
      return 'XPath 1.0 compares these by other rules than later versions; write number(...) or boolean(...) around both sides, or name a later version';
    }
  }
  return undefined;
}

function nameOf(version: number): string {
  return ['1.0', '2.0', '3.0', '3.1'][version] ?? '';
}

const arrivals: Readonly<Record<string, readonly [since: number, what: string]>> = {
  forClause: [1, 'for'],
  ifThenElseExpr: [1, 'if'],
  quantifiedExpr: [1, 'some and every'],
  rangeSequenceExpr: [1, 'to'],
  ...Object.fromEntries(['eq', 'ne', 'lt', 'le', 'gt', 'ge', 'is', 'idiv'].map((name) => [`${name}Op`, [1, name]])),
  nodeBeforeOp: [1, '<<'],
  nodeAfterOp: [1, '>>'],
  intersectOp: [1, 'intersect'],
  exceptOp: [1, 'except'],
  castExpr: [1, 'cast as'],
  castableExpr: [1, 'castable as'],
  instanceOfExpr: [1, 'instance of'],
  treatExpr: [1, 'treat as'],
  elementTest: [1, 'element()'],
  attributeTest: [1, 'attribute()'],
  documentTest: [1, 'document-node()'],
  doubleConstantExpr: [1, 'a number with an exponent'],
  letClause: [2, 'let'],
  simpleMapExpr: [2, '!'],
  stringConcatenateOp: [2, '||'],
  namedFunctionRef: [2, 'a reference to a function'],
  inlineFunctionExpr: [2, 'an inline function'],
  argumentPlaceholder: [2, 'a function with a part of its arguments'],
  dynamicFunctionInvocationExpr: [2, 'a call of a function that is a value'],
  mapConstructor: [3, 'a map'],
  arrayConstructor: [3, 'an array'],
  arrowExpr: [3, '=>'],
  unaryLookup: [3, '?'],
  lookup: [3, '?'],
};

function arrivalOf(node: Tree): readonly [since: number, what: string] {
  const name = node.localName ?? '';
  if (name === 'sequenceExpr' && children(node).length !== 1) return [1, 'a sequence'];
  if (name === 'pathExpr' && children(node).slice(1).some(isFilter)) return [1, 'a function or a group as a step'];
  if (name === 'functionName') return [functionArrival(node.textContent ?? ''), `${node.textContent ?? ''}()`];
  return arrivals[name] ?? [0, ''];
}

function isFilter(step: Tree): boolean {
  return children(step)[0]?.localName === 'filterExpr';
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

const functionsOf10 = words(
  'last position count id local-name namespace-uri name string concat starts-with contains substring-before ' +
    'substring-after substring string-length normalize-space translate boolean not true false lang number sum floor ' +
    'ceiling round',
);
const functionsOf30 = words(
  'analyze-string available-environment-variables element-with-id environment-variable filter fold-left fold-right ' +
    'for-each for-each-pair format-date format-dateTime format-integer format-number format-time function-arity ' +
    'function-lookup function-name generate-id has-children head innermost outermost parse-xml parse-xml-fragment path ' +
    'serialize tail unparsed-text unparsed-text-available unparsed-text-lines uri-collection',
);
const functionsOf31 = words(
  'apply collation-key contains-token default-language json-doc json-to-xml load-xquery-module parse-ietf-date parse-json ' +
    'random-number-generator sort transform xml-to-json',
);

function functionArrival(name: string): number {
  if (functionsOf10.has(name)) return 0;
  if (functionsOf31.has(name)) return 3;
  return functionsOf30.has(name) ? 2 : 1;
}

const orders = words('lessThanOp lessThanOrEqualOp greaterThanOp greaterThanOrEqualOp');
const equalities = words('equalOp notEqualOp');
const numbers = words('integerConstantExpr decimalConstantExpr addOp subtractOp multiplyOp divOp modOp unaryMinusOp');
const numberFunctions = words('number count sum floor ceiling round string-length position last');
const booleanFunctions = words('boolean not true false lang contains starts-with');

function comparesOtherwise(node: Tree): boolean {
  const name = node.localName ?? '';
  const sides = children(node).flatMap((side) => children(side));
  if (orders.has(name)) return !sides.some(isNumber);
  return equalities.has(name) && sides.some(isBoolean) && !sides.every(isBoolean);
}

function isNumber(node: Tree): boolean {
  return numbers.has(node.localName ?? '') || numberFunctions.has(functionOf(node));
}

function isBoolean(node: Tree): boolean {
  return booleanFunctions.has(functionOf(node));
}

function functionOf(node: Tree): string {
  return node.localName === 'functionCallExpr' ? (children(node)[0]?.textContent ?? '') : '';
}

function children(node: Tree): Tree[] {
  return Array.from(node.childNodes).filter(({ nodeType }) => nodeType === 1);
}

function elementsOf(tree: Tree): Tree[] {
  const found: Tree[] = [];
  const due = [tree];
  for (let node = due.pop(); node; node = due.pop()) {
    found.push(node);
    due.push(...children(node).reverse());
  }
  return found;
}
