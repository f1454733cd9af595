// Where text stops being JSON (RFC 8259). Not every Node's own message names the place, and none says what could stand
// there, so this finds both; only for text that was refused.

/** `offset` counts from 0 and is the text's length where it ends too early. */
export type JsonError = { readonly offset: number; readonly expected: string };

type State = 'value' | 'first item' | 'first name' | 'name' | 'colon' | 'after';
type Step = { readonly at: number; readonly state: State };
type Open = ('{' | '[')[];

/** Undefined where the text is JSON. */
export function findJsonError(text: string): JsonError | undefined {
  const open: Open = [];
  let step: Step = { at: skipBlank(text, 0), state: 'value' };
  while (step.state !== 'after' || open.length > 0) {
    const next: Step | JsonError = steps[step.state](text, step.at, open);
    if ('offset' in next) return next;
    step = { at: skipBlank(text, next.at), state: next.state };
  }
  return step.at === text.length ? undefined : { offset: step.at, expected: 'the end' };
}

const steps: Readonly<Record<State, (text: string, at: number, open: Open) => Step | JsonError>> = {
  value: readValue,
  'first item': (text, at, open) => (text[at] === ']' ? close(at, open) : readValue(text, at, open)),
  'first name': (text, at, open) => (text[at] === '}' ? close(at, open) : readName(text, at)),
  name: readName,
  colon: (text, at) => (text[at] === ':' ? { at: at + 1, state: 'value' } : { offset: at, expected: '":"' }),
  after: readAfter,
};

const scalars = [/(?:true|false|null)(?![\w$])/y, /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])/y];

function readValue(text: string, at: number, open: Open): Step | JsonError {
  const first = text[at];
  if (first === '{' || first === '[') {
    open.push(first);
    return { at: at + 1, state: first === '{' ? 'first name' : 'first item' };
  }
  if (first === '"') return readString(text, at, 'after');
  for (const pattern of scalars) {
    pattern.lastIndex = at;
    if (pattern.test(text)) return { at: pattern.lastIndex, state: 'after' };
  }
  return { offset: at, expected: 'a value' };
}

function readName(text: string, at: number): Step | JsonError {
  return text[at] === '"' ? readString(text, at, 'colon') : { offset: at, expected: 'a property name in quotes' };
}

function readAfter(text: string, at: number, open: Open): Step | JsonError {
  const inObject = open.at(-1) === '{';
  if (text[at] === ',') return { at: at + 1, state: inObject ? 'name' : 'value' };
  if (text[at] === (inObject ? '}' : ']')) return close(at, open);
  return { offset: at, expected: inObject ? '"," or "}"' : '"," or "]"' };
}

function close(at: number, open: Open): Step {
  open.pop();
  return { at: at + 1, state: 'after' };
}

// An escape (RFC 8259 section 7).
const escape = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

function readString(text: string, start: number, state: State): Step | JsonError {
  let at = start + 1;
  while (text[at] !== '"') {
    escape.lastIndex = at;
    if (escape.test(text)) at = escape.lastIndex;
    else if (text[at] !== '\\' && text.charCodeAt(at) >= 0x20) at++;
    else return { offset: at, expected: stringFault(text, at) };
  }
  return { at: at + 1, state };
}

function stringFault(text: string, at: number): string {
  if (at >= text.length) return "the string's closing quote";
  return text[at] === '\\' ? 'an escape that JSON knows' : 'an escaped control character';
}

function skipBlank(text: string, from: number): number {
  let at = from;
  while (' \t\n\r'.includes(text[at] ?? 'x')) at++;
  return at;
}
