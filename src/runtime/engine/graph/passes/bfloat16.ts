import { withRefs } from '../bind.ts';
import {
  type DType,
  type Graph,
  type GraphNode,
  type Held,
  nodeOf,
  outputOf,
  type Ref,
  refTo,
} from '../graph.ts';
import { heldOf } from '../held-of.ts';
import { bool, nodeBuilder, type } from '../node-builder.ts';
import { bfloat16Nodes, isTyped } from './bfloat16-nodes.ts';

/**
 * Automatic mixed precision: the products of the networks, and what follows between them, in bfloat16. Weights and
 * their updates, statistics and losses stay float32.
 *
 * A value is cast once, however many read it: a weight once a step, and that of a frozen network once for all by
 * `hoistInvariants`.
 */
export function bfloat16(graph: Graph): Graph {
  const low = bfloat16Nodes(graph);
  if (low.size === 0) return graph;
  const held = heldOf(graph);
  /** By what they cast. */
  const casts = new Map<Ref, GraphNode>();
  const isLow = (ref: Ref): boolean => low.has(nodeOf(ref)) && outputOf(ref) === 0;
  const readAs = (ref: Ref, wanted: boolean, reader: GraphNode | null): Ref => {
    if (wanted === isLow(ref)) return ref;
    const cast = casts.get(ref) ?? castNode(ref, held(ref), isLow(ref), reader);
    casts.set(ref, cast);
    return cast.name;
  };
  const nodes = graph.nodes.flatMap((node): GraphNode[] => {
    const own = low.has(node.name);
    const inputs = node.inputs.map((ref, at) => readAs(ref, own && isTyped(node, at), node));
    if (!own) return [{ ...node, inputs }];
    const [first, ...others] = node.outputs;
    const outputs: Held[] = first ? [{ ...first, dtype: 'bfloat16' }, ...others] : [];
    const made = { ...node, inputs, outputs, attributes: { ...node.attributes, T: type('bfloat16') } };
    return node.op === 'BiasAddGrad' ? asSum(made, held(node.inputs[0] as Ref)) : [made];
  });
  return {
    ...withRefs(graph, (ref, reader) => (reader ? ref : readAs(ref, false, null))),
    nodes: nodes.flatMap((node) => [
      node,
      ...node.outputs.flatMap((_, at) => casts.get(refTo(node.name, at)) ?? []),
    ]),
    // They stand for groups of float32 ops, which are there no more.
    composites: [],
  };
}

function castNode(ref: Ref, { shape }: Held, isLow: boolean, reader: GraphNode | null): GraphNode {
  const [from, to]: readonly [DType, DType] = isLow ? ['bfloat16', 'float32'] : ['float32', 'bfloat16'];
  return {
    name: `${nodeOf(ref)}/${to}_${outputOf(ref)}`,
    op: 'Cast',
    inputs: [ref],
    after: [],
    attributes: { SrcT: type(from), DstT: type(to), Truncate: bool(false) },
    outputs: [{ shape, dtype: to }],
    scope: reader?.scope ?? { at: '', part: 'rest' },
  };
}

/** On processors `BiasAddGrad` adds up in bfloat16, and makes 512 of 100,352 ones; `Sum` adds up in float32, and faster. */
function asSum(node: GraphNode, { shape }: Held): GraphNode[] {
  const builder = nodeBuilder(node.name, node.scope);
  const axes = builder.ints(shape.slice(0, -1).map((_, at) => at));
  const attributes = { T: type('bfloat16'), Tidx: type('int32'), keep_dims: bool(false) };
  return [...builder.nodes, { ...node, op: 'Sum', inputs: [...node.inputs, axes], attributes }];
}
