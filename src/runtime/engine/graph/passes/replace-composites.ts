import { withRefs } from '../bind.ts';
import type { Composite, Graph, GraphNode, Held, Ref } from '../graph.ts';
import { heldOf } from '../held-of.ts';
import { type NodeBuilder, nodeBuilder } from '../node-builder.ts';

/** What stands in for a composite: its outputs anew, by role; those left out stay as they were. */
export type Replacement = Readonly<Record<string, Ref>>;

export type Replace = (it: Composite, builder: NodeBuilder, held: (ref: Ref) => Held) => Replacement | null;

/**
 * Puts other nodes in the place of composites, right after their last node. Readers behind them read the new outputs;
 * what nobody reads any more is left for `dropDead`.
 */
export function replaceComposites(graph: Graph, name: string, replace: Replace): Graph {
  const held = heldOf(graph);
  /** New nodes by the node that they come after. */
  const inserted = new Map<string, GraphNode[]>();
  const moved = new Map<Ref, Ref>();
  const inside = new Set<string>();
  const places = new Map(graph.nodes.map((it, at) => [it.name, at]));
  for (const [at, it] of graph.composites.entries()) {
    if (it.name !== name) continue;
    const builder = nodeBuilder(`${it.last}/${name}_${at}`, it.scope);
    const outputs = replace(it, builder, held);
    if (!outputs) continue;
    inserted.set(it.last, [...(inserted.get(it.last) ?? []), ...builder.nodes]);
    for (const [role, ref] of Object.entries(outputs)) {
      const before = it.outputs[role];
      if (before !== undefined) moved.set(before, ref);
    }
    const from = places.get(it.first) ?? 0;
    const to = places.get(it.last) ?? -1;
    for (const { name: own } of graph.nodes.slice(from, to + 1)) inside.add(own);
  }
  if (moved.size === 0) return graph;
  // A new node may read what another composite of this kind made.
  const latest = (ref: Ref): Ref => moved.get(ref) ?? ref;
  const redirected = withRefs(graph, (ref, reader) =>
    reader && inside.has(reader.name) ? ref : latest(ref),
  );
  const nodes = redirected.nodes.flatMap((node) => [
    node,
    ...(inserted.get(node.name) ?? []).map((it) => ({ ...it, inputs: it.inputs.map(latest) })),
  ]);
  return { ...redirected, nodes };
}
