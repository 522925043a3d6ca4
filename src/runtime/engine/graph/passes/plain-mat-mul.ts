import { type Graph, type GraphNode, type Held, nodeOf, outputOf } from '../graph.ts';
import { bool } from '../node-builder.ts';

/** A product of two matrices by the op for just that: it has a quicker kernel, and a bias can be fused into it. */
export function plainMatMul(graph: Graph): Graph {
  const outputs = new Map(graph.nodes.map((it) => [it.name, it.outputs]));
  const matrix = (ref: string): boolean => {
    const held: Held | undefined = outputs.get(nodeOf(ref))?.[outputOf(ref)];
    return held?.shape.length === 2;
  };
  const flag = (it: GraphNode, name: string): boolean => {
    const attribute = it.attributes[name];
    return attribute?.kind === 'bool' && attribute.value;
  };
  return {
    ...graph,
    nodes: graph.nodes.map((it): GraphNode => {
      const { T } = it.attributes;
      if (it.op !== 'BatchMatMulV2' || !T || !it.inputs.every(matrix)) return it;
      const attributes = {
        T,
        transpose_a: bool(flag(it, 'adj_x')),
        transpose_b: bool(flag(it, 'adj_y')),
      };
      return { ...it, op: 'MatMul', attributes };
    }),
  };
}
