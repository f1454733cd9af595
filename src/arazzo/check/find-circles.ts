type Visit<Node> = { readonly node: Node; readonly next: Node[] };

/**
 * Circles of a directed graph, each once and as the way round it. In time linear in nodes and edges, and without
 * recursion: documents may have thousands of steps.
 */
export function findCircles<Node>(nodes: Iterable<Node>, edges: (node: Node) => readonly Node[]): Node[][] {
  const circles: Node[][] = [];
  const done = new Set<Node>();
  for (const start of nodes) {
    if (done.has(start)) continue;
    const places = new Map<Node, number>([[start, 0]]);
    const path: Visit<Node>[] = [{ node: start, next: [...edges(start)].reverse() }];
    for (let visit = path.at(-1); visit; visit = path.at(-1)) {
      const node = visit.next.pop();
      if (node === undefined) {
        path.pop();
        places.delete(visit.node);
        done.add(visit.node);
        continue;
      }
      const place = places.get(node);
      if (place !== undefined) circles.push(path.slice(place).map((step) => step.node));
      else if (!done.has(node)) {
        places.set(node, path.length);
        path.push({ node, next: [...edges(node)].reverse() });
      }
    }
  }
  return circles;
}
