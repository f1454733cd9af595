// XPath over texts of XML. One processor, of XPath 3.1, evaluates all versions; what it would evaluate otherwise than a
// processor of the version that is asked for is refused when the description is read (xpath-version.ts).
import { createRequire } from 'node:module';
import type * as Fontoxpath from 'fontoxpath';
import type { JsonValue } from '../core/json.ts';
import { isContainer } from '../core/json.ts';
import { withinTime } from './time-limit.ts';
import type { XmlDocument, XmlElement, XmlNode } from './xml.ts';
import { emptyXml, readXml, setTextOfNode, textOfNode, writeXml } from './xml.ts';
import type { XPathVersion } from './xpath-version.ts';
import { checkVersion } from './xpath-version.ts';

const require = createRequire(import.meta.url);
type Library = typeof Fontoxpath;
let library: Library | undefined;

/** Loaded when the first XPath is read. */
function fontoxpath(): Library {
  return (library ??= require('fontoxpath') as Library);
}

/**
 * Why a text is no XPath of a version, as far as that can be known without data; undefined where it is one.
 * Prefixes of names are those of the document that it meets.
 */
export function checkXPath(text: string, version: XPathVersion): string | undefined {
  if (text.trim() === '') return 'the XPath is empty';
  try {
    const { language } = optionsFor(undefined);
    const tree = evaluating(() => fontoxpath().parseScript<XmlElement>(text, { language }, emptyXml()));
    const refused = checkVersion(tree, version);
    if (refused !== undefined) return refused;
  } catch (error) {
    return reasonOf(error);
  }
  try {
    evaluate(text, emptyXml(), checkLimit);
    return undefined;
  } catch (error) {
    // Only what is wrong whatever the data (XPath 3.1 appendix F, "static errors").
    const reason = reasonOf(error);
    return reason.startsWith('XPST') && !reason.startsWith('XPST0081') ? reason : undefined;
  }
}

/** The effective boolean value. @throws Error with the reason where it cannot be evaluated */
export function isTrueXPath(xml: string, text: string): boolean {
  const document = readXml(xml);
  return evaluating(() =>
    fontoxpath().evaluateXPathToBoolean(text, document, undefined, undefined, optionsFor(document)),
  );
}

/** One value for each item of the sequence: the text of a node, else the item. @throws Error with the reason */
export function selectXPath(xml: string, text: string): JsonValue[] {
  const document = readXml(xml);
  return evaluating(() => evaluate(text, document).map(valueOf));
}

/**
 * The XML with another text in every node that is selected.
 * @throws Error with the reason: no node is selected, or one that has no text of its own
 */
export function replaceXPath(xml: string, target: string, value: JsonValue): string {
  if (isContainer(value)) throw new Error('an object or a list has no place in XML; give its text');
  const document = readXml(xml);
  const nodes = evaluating(() =>
    fontoxpath().evaluateXPathToNodes<XmlNode & Node>(target, document, undefined, undefined, optionsFor(document)),
  );
  if (nodes.length === 0) throw new Error('the payload has no such node');
  for (const node of nodes) {
    if (!setTextOfNode(node, String(value))) throw new Error('only elements, attributes and texts can be replaced');
  }
  return writeXml(document, xml);
}

/** Milliseconds: what is wrong whatever the data is found before anything is evaluated. */
const checkLimit = 300;

function evaluate(text: string, document: XmlDocument, limit?: number): readonly unknown[] {
  const { evaluateXPath } = fontoxpath();
  const type = evaluateXPath.ALL_RESULTS_TYPE;
  return withinTime(() => evaluateXPath(text, document, undefined, undefined, type, optionsFor(document)), limit);
}

function optionsFor(document: XmlDocument | undefined) {
  const root = document?.documentElement;
  return {
    language: fontoxpath().evaluateXPath.XPATH_3_1_LANGUAGE,
    namespaceResolver: (prefix: string): string | null =>
      prefix === '' ? '' : (root?.lookupNamespaceURI(prefix) ?? null),
  };
}

function evaluating<T>(work: () => T): T {
  try {
    return withinTime(work);
  } catch (error) {
    throw new Error(reasonOf(error), { cause: error });
  }
}

const longestReason = 160;

/** The library shows the expression with lines under it, and its own stack: one line says it. */
function reasonOf(error: unknown): string {
  if (error instanceof RangeError) return 'it is nested too deeply';
  const message = error instanceof Error ? error.message : String(error);
  const line = message.split('\n').find((candidate) => /\b[A-Z]{4}\d{4}\b/.test(candidate)) ?? message;
  const short = line
    .replace(/^(?:Error: )+/, '')
    .replace('Failed to parse script. ', '')
    .replaceAll(/Q\{[^}]*\}/g, '');
  return short.length > longestReason ? `${short.slice(0, longestReason)}...` : short.trim();
}

/** What JSON has no word for goes as XPath would write it: `NaN`, `INF`, a date. */
function valueOf(item: unknown): JsonValue {
  if (typeof item === 'string' || typeof item === 'boolean') return item;
  if (typeof item === 'number') return Number.isFinite(item) ? item : String(item).replace('Infinity', 'INF');
  if (typeof item === 'object' && item !== null) return isNode(item) ? textOfNode(item) : valueOfObject(item);
  if (item === null || item === undefined) return null;
  throw new Error('a function is not a value');
}

function valueOfObject(item: { readonly toString: () => string }): JsonValue {
  if (Array.isArray(item)) return item.map(valueOf);
  if (item instanceof Date) return item.toISOString();
  if (Object.getPrototypeOf(item) !== Object.prototype) return String(item);
  return Object.fromEntries(Object.entries(item).map(([name, member]) => [name, valueOf(member)]));
}

function isNode(item: object): item is XmlNode {
  return 'nodeType' in item;
}
