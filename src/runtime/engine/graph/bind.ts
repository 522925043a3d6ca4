import { type Graph, type GraphNode, nodeOf, outputOf, type Ref } from './graph.ts';

/** The graph with references changed everywhere. */
export function withRefs(graph: Graph, change: (ref: Ref, reader: GraphNode | null) => Ref): Graph {
  const all = (refs: Readonly<Record<string, Ref>>) =>
    Object.fromEntries(Object.entries(refs).map(([name, ref]) => [name, change(ref, null)]));
  return {
    ...graph,
    nodes: graph.nodes.map((node) => {
      const inputs = node.inputs.map((ref) => change(ref, node));
      return inputs.some((ref, at) => ref !== node.inputs[at]) ? { ...node, inputs } : node;
    }),
    composites: graph.composites.map((it) => ({ ...it, inputs: all(it.inputs), outputs: all(it.outputs) })),
    results: all(graph.results),
    assigns: new Map([...graph.assigns].map(([name, ref]) => [name, change(ref, null)])),
  };
}

/**
 * Puts what other nodes compute in the place of placeholders.
 *
 * @param before nodes that the new values come from
 * @param values by the placeholder's node
 */
export function bindFeeds(
  graph: Graph,
  before: readonly GraphNode[],
  values: ReadonlyMap<string, Ref>,
): Graph {
  const bound = withRefs(graph, (ref) => {
    const value = values.get(nodeOf(ref));
    return value !== undefined && outputOf(ref) === 0 ? value : ref;
  });
  return { ...bound, nodes: [...before, ...bound.nodes.filter((it) => !values.has(it.name))] };
}
