import { type Graph, type GraphNode, nodeOf, outputOf, type Ref } from '../graph.ts';

/**
 * Inputs that have an op's type T, where not all have; the others are shapes and statistics. Of the outputs the first
 * alone has it.
 */
const TYPED: Readonly<Record<string, readonly number[]>> = {
  AvgPoolGrad: [1],
  Conv2DBackpropFilter: [0, 2],
  Conv2DBackpropInput: [1, 2],
  FusedBatchNormGradV3: [0, 1],
  FusedBatchNormV3: [0],
  Reshape: [0],
  Transpose: [0],
};

/** Where the time goes, and what processors multiply quicker in bfloat16. They add up in float32. */
const PRODUCTS = /^(Conv2D|Conv2DBackpropFilter|Conv2DBackpropInput|MatMul|BatchMatMulV2)$/;

/** What takes no longer in bfloat16 and loses no more than its result's last digits. */
const FOLLOWING =
  /^(Add|AddN|AddV2|AvgPool|AvgPoolGrad|BiasAdd|BiasAddGrad|FusedBatchNormGradV3|FusedBatchNormV3|MaxPool|MaxPoolGrad|Mul|Relu|ReluGrad|Reshape|Transpose)$/;

/** Losses and updates, and what they alone are made of, stay as exact as they are. */
const PARTS: ReadonlySet<string> = new Set(['teacher', 'student', 'rest']);

/** Whether an input is of the type that an op computes in. */
export const isTyped = ({ op }: GraphNode, input: number): boolean => TYPED[op]?.includes(input) ?? true;

/**
 * The nodes that compute in bfloat16: every product of a network, and what stands between products, in as far as that
 * spares casts. A cast takes about as long as an op that follows, so that one more is never worth it; where either way
 * needs as many, the node stays float32.
 */
export function bfloat16Nodes(graph: Graph): ReadonlySet<string> {
  const able = graph.nodes.filter(
    ({ scope, attributes: { T } }) => PARTS.has(scope.part) && T?.kind === 'type' && T.value === 'float32',
  );
  const products = able.filter((it) => PRODUCTS.test(it.op));
  const between = betweenProducts(
    able.filter((it) => FOLLOWING.test(it.op)),
    products,
  );
  const low = new Set([...products, ...between].map((it) => it.name));
  const casts = castsOf(graph, low);
  // Begun with all of them; what needs more casts so, or as many, goes back. Each one may free the next.
  let changed = true;
  while (changed) {
    changed = false;
    for (const node of between) {
      if (!low.has(node.name)) continue;
      const before = casts(node);
      low.delete(node.name);
      if (casts(node) <= before) changed = true;
      else low.add(node.name);
    }
  }
  return low;
}

/** Of nodes, in the order of their graph, those that lead from a product to a product, or to the sum of a bias. */
function betweenProducts(nodes: readonly GraphNode[], products: readonly GraphNode[]): GraphNode[] {
  const behind = new Set(products.map((it) => it.name));
  for (const { name, inputs } of nodes) if (inputs.some((ref) => behind.has(nodeOf(ref)))) behind.add(name);
  const before = new Set(products.flatMap((it) => it.inputs.map(nodeOf)));
  const leads = ({ name, op }: GraphNode): boolean => before.has(name) || op === 'BiasAddGrad';
  for (const node of nodes.toReversed())
    if (leads(node)) for (const ref of node.inputs) before.add(nodeOf(ref));
  return nodes.filter((it) => behind.has(it.name) && leads(it));
}

/** How many values are cast at a node's inputs and output. */
function castsOf(graph: Graph, low: ReadonlySet<string>): (node: GraphNode) => number {
  const nodes = new Map(graph.nodes.map((it) => [it.name, it]));
  const readers = new Map<Ref, (readonly [GraphNode, number])[]>();
  for (const node of graph.nodes)
    node.inputs.forEach((ref, at) => {
      readers.set(ref, [...(readers.get(ref) ?? []), [node, at]]);
    });
  const outside = new Set([...Object.values(graph.results), ...graph.assigns.values()]);
  const castAt = (ref: Ref): number => {
    const node = nodes.get(nodeOf(ref));
    const held = node?.outputs[outputOf(ref)];
    if (!node || held?.dtype !== 'float32') return 0;
    const own = low.has(node.name) && outputOf(ref) === 0;
    const wanted = (readers.get(ref) ?? []).map(([it, at]) => low.has(it.name) && isTyped(it, at));
    if (outside.has(ref)) wanted.push(false);
    // Readers share a cast.
    return wanted.some((it) => it !== own) ? held.shape.reduce((size, it) => size * it, 1) : 0;
  };
  return ({ name, inputs }) => [...new Set([...inputs, name])].reduce((sum, ref) => sum + castAt(ref), 0);
}
