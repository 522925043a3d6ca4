import type { Graph } from '../../../../src/runtime/engine/graph/graph.ts';
import type { Improve } from '../../../../src/runtime/engine/graph/graph-engine.ts';

export type Pass = (graph: Graph) => Graph;

export type Ops = Readonly<Record<string, number>>;

/** How many nodes of each op a graph has. */
export function opsOf({ nodes }: Pick<Graph, 'nodes'>): Ops {
  const ops: Record<string, number> = {};
  for (const { op } of nodes) ops[op] = (ops[op] ?? 0) + 1;
  return ops;
}

/** Whether a graph is that of a training step. */
export const isStep = ({ assigns, effects }: Graph): boolean => assigns.size + effects.length > 0;

/** A pass, and what it was given and what it made of it. */
export function watched(pass: Pass): {
  readonly improve: Improve;
  readonly seen: (readonly [before: Graph, after: Graph])[];
} {
  const seen: (readonly [Graph, Graph])[] = [];
  return {
    seen,
    improve(graph) {
      const after = pass(graph);
      seen.push([graph, after]);
      return after;
    },
  };
}
