// Style `deepObject`: OpenAPI 3.0.4 section 4.7.12.3. It defines one level; deeper ones, and lists as repeated names,
// are read as many servers do.
import type { JsonValue } from '../core/json.ts';
import type { Pair } from './percent-decode.ts';
import { readRepeated } from './text-schema.ts';
import type { TextSchema } from './text-schema.ts';

type Node = { readonly texts: string[]; readonly members: Map<string, Node> };

/** Deeper names stay in one piece: no query may exhaust the stack. */
const deepest = 20;

/** @param pairs decoded, all of them beginning with the parameter's name and a bracket */
export function parseDeepObject(name: string, pairs: readonly Pair[], shape: TextSchema): JsonValue {
  const root = emptyNode();
  for (const [path, text] of pairs) {
    let node = root;
    for (const token of tokensOf(path.slice(name.length))) {
      let next = node.members.get(token);
      if (!next) node.members.set(token, (next = emptyNode()));
      node = next;
    }
    node.texts.push(text);
  }
  return valueOf(root, shape);
}

function emptyNode(): Node {
  return { texts: [], members: new Map() };
}

/** `[a][b]` is a, then b. A name that is no such path stays in one piece. */
function tokensOf(path: string): string[] {
  const tokens = [...path.matchAll(/\[([^[\]]*)\]/g)].map(([, token = '']) => token);
  const isPath = tokens.map((token) => `[${token}]`).join('') === path;
  return isPath && tokens.length <= deepest ? tokens : [path];
}

function valueOf({ texts, members }: Node, shape: TextSchema): JsonValue {
  if (shape.isList) {
    // `a[]=1` and `a[0]=1` are other ways to write `a=1` in a list.
    return readRepeated([...texts, ...[...members.values()].flatMap((member) => member.texts)], shape);
  }
  if (members.size > 0) {
    return Object.fromEntries([...members].map(([name, node]) => [name, valueOf(node, shape.member(name))]));
  }
  return readRepeated(texts, shape);
}
