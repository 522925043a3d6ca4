import type { Graph, GraphNode, Held } from '../graph.ts';
import { bool, int, nodeBuilder, type } from '../node-builder.ts';

/** The result that says when each node was done: seconds from the first moment on, one a timed node, float32. */
export const TIMES = 'times';

/** Ops that compute nothing: their time is none, and looking at the clock around them would be. */
const FREE = /^(Const|Placeholder|ReadVariableOp|Identity)$/;

const MOMENT: Held = { shape: [], dtype: 'float64' };

export type Timed = {
  readonly graph: Graph;
  /** The nodes in the order of the times: the first moment is before them all. */
  readonly nodes: readonly GraphNode[];
};

/**
 * Lets the nodes of a graph run one after another, with a look at the clock after each. What it computes stays the same;
 * it takes longer than the graph itself, whose nodes run side by side.
 *
 * The clock is the processor's. A device that is handed its work and answers later has, at that moment, only taken it.
 */
export function timed(graph: Graph): Timed {
  const builder = nodeBuilder(`${graph.nodes[0]?.name ?? 'none'}/clock`, { at: '', part: 'rest' });
  const moments: string[] = [];
  const look = (after: readonly string[]): void => {
    moments.push(builder.add('Timestamp', { inputs: [], outputs: [MOMENT], after }));
  };
  look([]);
  const nodes: GraphNode[] = [];
  const measured: GraphNode[] = [];
  for (const node of graph.nodes) {
    if (FREE.test(node.op)) {
      nodes.push(node);
      continue;
    }
    const waiting = { ...node, after: [...node.after, moments.at(-1) as string] };
    nodes.push(waiting);
    measured.push(node);
    look([node.name]);
  }
  const all: Held = { shape: [moments.length], dtype: 'float64' };
  const T = { T: type('float64') };
  const packed = builder.add('Pack', {
    inputs: moments,
    attributes: { ...T, N: int(moments.length), axis: int(0) },
    outputs: [all],
  });
  // Seconds since 1970 in float32 would be worth two minutes each.
  const since = builder.add('Sub', { inputs: [packed, moments[0] as string], attributes: T, outputs: [all] });
  const times = builder.add('Cast', {
    inputs: [since],
    attributes: { SrcT: type('float64'), DstT: type('float32'), Truncate: bool(false) },
    outputs: [{ ...all, dtype: 'float32' }],
  });
  return {
    nodes: measured,
    graph: {
      ...graph,
      nodes: [...nodes, ...builder.nodes],
      results: { ...graph.results, [TIMES]: times },
    },
  };
}
