// XML 1.0 as text and as a tree; the library is loaded when the first text of XML is read.
import { createRequire } from 'node:module';
import type * as Slimdom from 'slimdom';

const require = createRequire(import.meta.url);
let library: typeof Slimdom | undefined;

function slimdom(): typeof Slimdom {
  return (library ??= require('slimdom') as typeof Slimdom);
}

export type XmlDocument = Slimdom.Document;
export type XmlNode = Slimdom.Node;
export type XmlElement = Slimdom.Element;

/**
 * Entities that a document declares are not read: neither those of other files, nor those that unfold into each other.
 * @throws Error with what is wrong with the text, fit for a person
 */
export function readXml(text: string): XmlDocument {
  if (/<!DOCTYPE[^]*<!ENTITY/.test(text)) throw new Error('XML that declares entities of its own is not read');
  try {
    return slimdom().parseXmlDocument(text);
  } catch (error) {
    const [first = '', ...lines] = (error instanceof Error ? error.message : String(error)).split('\n');
    const place = lines.find((line) => line.startsWith('At line'));
    const [, line, column] = /line (\d+), character (\d+)/.exec(place ?? '') ?? [];
    throw new Error(`it is not XML: ${first}${line === undefined ? '' : ` (line ${line}, column ${column ?? ''})`}`, {
      cause: error,
    });
  }
}

/** A document without anything in it. */
export function emptyXml(): XmlDocument {
  return new (slimdom().Document)();
}

/** The document as text, with the XML declaration of the text that it was read from. */
export function writeXml(document: XmlDocument, from: string): string {
  const [declaration = ''] = /^\s*<\?xml\s[^>]*\?>\s*/.exec(from) ?? [];
  return declaration.trimStart() + slimdom().serializeToWellFormedString(document);
}

const element = 1;
const attribute = 2;
const documentNode = 9;

/** Its string value (XPath 3.1 data model, `dm:string-value`). */
export function textOfNode(node: XmlNode): string {
  // A document has no text of its own in the DOM.
  const holder = node.nodeType === documentNode ? (node.childNodes.find(isElement) ?? node) : node;
  return holder.nodeType === attribute ? (holder.nodeValue ?? '') : (holder.textContent ?? '');
}

function isElement({ nodeType }: XmlNode): boolean {
  return nodeType === element;
}

/** Another text in an element, an attribute or a text; false for other nodes. */
export function setTextOfNode(node: XmlNode, text: string): boolean {
  if (node.nodeType === element) node.textContent = text;
  else if (node.nodeType === attribute || node.nodeType === 3 || node.nodeType === 4) node.nodeValue = text;
  else return false;
  return true;
}
