import { type Graph, type Held, nodeOf, outputOf, type Ref } from './graph.ts';

/** Shape and type of any output of a graph. */
export function heldOf({ nodes }: Pick<Graph, 'nodes'>): (ref: Ref) => Held {
  const byName = new Map(nodes.map((it) => [it.name, it.outputs]));
  return (ref) => {
    const held = byName.get(nodeOf(ref))?.[outputOf(ref)];
    if (!held) throw new Error(`No output of the graph is called ${ref}`);
    return held;
  };
}
