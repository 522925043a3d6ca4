import { type Graph, nodeOf } from '../graph.ts';

/** Leaves out what no result, no variable and no effect needs; what a placeholder is fed is then not handed over. */
export function dropDead(graph: Graph): Graph {
  const needed = new Set<string>(graph.effects);
  for (const ref of [...Object.values(graph.results), ...graph.assigns.values()]) needed.add(nodeOf(ref));
  const nodes = graph.nodes
    .toReversed()
    .filter((node) => {
      if (!needed.has(node.name)) return false;
      for (const ref of node.inputs) needed.add(nodeOf(ref));
      for (const name of node.after) needed.add(name);
      return true;
    })
    .toReversed();
  const kept = new Set(nodes.map((it) => it.name));
  const composites = graph.composites.filter(({ first, last }) => kept.has(first) && kept.has(last));
  return { ...graph, nodes, composites };
}
