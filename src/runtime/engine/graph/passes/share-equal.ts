import { withRefs } from '../bind.ts';
import { type Attribute, type Graph, type GraphNode, nodeOf, outputOf, type Ref, refTo } from '../graph.ts';

/** Ops whose outcome does not follow from their inputs alone, or that do something. */
const OWN = /^(Placeholder|Assign|ResourceApply|Timestamp)/;

/** Of nodes that compute the same from the same, the first is kept. */
export function shareEqual(graph: Graph): Graph {
  const first = new Map<string, string>();
  const stands = new Map<string, string>();
  const now = (ref: Ref): Ref => {
    const other = stands.get(nodeOf(ref));
    return other === undefined ? ref : refTo(other, outputOf(ref));
  };
  const effects = new Set(graph.effects);
  for (const node of graph.nodes) {
    if (OWN.test(node.op) || effects.has(node.name)) continue;
    const key = keyOf(node, node.inputs.map(now));
    const before = first.get(key);
    if (before === undefined) first.set(key, node.name);
    else stands.set(node.name, before);
  }
  if (stands.size === 0) return graph;
  const shared = withRefs(graph, now);
  return {
    ...shared,
    nodes: shared.nodes
      .filter((it) => !stands.has(it.name))
      .map((it) => (it.after.some((name) => stands.has(name)) ? { ...it, after: it.after.map(now) } : it)),
  };
}

const keyOf = ({ op, attributes, after }: GraphNode, inputs: readonly Ref[]): string =>
  JSON.stringify([
    op,
    inputs,
    after,
    Object.entries(attributes)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, it]) => [name, worth(it)]),
  ]);

/** Bits, not digits: −0 and 0 divide differently. */
function worth(it: Attribute): unknown {
  if (it.kind !== 'tensor') return it;
  const { shape, dtype, values } = it.value;
  return [shape, dtype, Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64')];
}
