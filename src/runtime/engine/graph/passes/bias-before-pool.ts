import { withRefs } from '../bind.ts';
import { type Graph, nodeOf, type Ref } from '../graph.ts';

/** Where such an op has the gradient that it spreads over its windows. */
const SPREAD: Readonly<Record<string, number>> = { AvgPoolGrad: 1, MaxPoolGrad: 2 };

/**
 * A pool's gradient hands each value that it gets on to its window, whole or in parts: the sum is the same before, where
 * there are a quarter as many to add up.
 */
export function biasBeforePool(graph: Graph): Graph {
  const before = new Map<string, Ref>();
  for (const { name, op, inputs } of graph.nodes) {
    const at = SPREAD[op];
    const spread = at === undefined ? undefined : inputs[at];
    if (spread !== undefined) before.set(name, spread);
  }
  if (before.size === 0) return graph;
  return withRefs(graph, (ref, reader) =>
    reader?.op === 'BiasAddGrad' ? (before.get(nodeOf(ref)) ?? ref) : ref,
  );
}
