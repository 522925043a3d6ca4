import { withRefs } from '../bind.ts';
import { type Graph, type GraphNode, nodeOf, type Ref } from '../graph.ts';

/** Leaves out what hands its input on as it is: readers read the input. */
export function dropIdentities(graph: Graph): Graph {
  const stands = new Map(
    graph.nodes.flatMap((it): [string, Ref][] => (isIdentity(it) ? [[it.name, it.inputs[0] as Ref]] : [])),
  );
  if (stands.size === 0) return graph;
  const now = (ref: Ref): Ref => {
    const before = stands.get(ref);
    return before === undefined ? ref : now(before);
  };
  const bound = withRefs(graph, now);
  return {
    ...bound,
    nodes: bound.nodes.map((it) =>
      it.after.some((name) => stands.has(name))
        ? { ...it, after: it.after.map((name) => nodeOf(now(name))) }
        : it,
    ),
  };
}

function isIdentity({ op, attributes: { SrcT, DstT } }: GraphNode): boolean {
  if (op === 'Identity') return true;
  return op === 'Cast' && SrcT?.kind === 'type' && DstT?.kind === 'type' && SrcT.value === DstT.value;
}
