import { type Composite, type Graph, type GraphNode, nodeOf, type Ref, variableRead } from '../graph.ts';
import { text, type } from '../node-builder.ts';
import { replaceComposites } from './replace-composites.ts';

const T = { T: type('float32') };

/**
 * The batch normalization of a frozen network behind a convolution: y = s · conv(x, K) + (β − s · μ) with
 * s = γ / √(σ² + ε) is one convolution by s · K with a bias. What the weights alone decide is left for
 * `hoistInvariants` to compute once.
 */
export function foldFrozenNorms(graph: Graph): Graph {
  const nodes = new Map(graph.nodes.map((it) => [it.name, it]));
  const readers = new Map<string, number>();
  for (const it of graph.nodes)
    for (const ref of it.inputs) readers.set(nodeOf(ref), (readers.get(nodeOf(ref)) ?? 0) + 1);
  for (const ref of Object.values(graph.results))
    readers.set(nodeOf(ref), (readers.get(nodeOf(ref)) ?? 0) + 1);
  const fixed = (ref: Ref | undefined): boolean => {
    const node = nodes.get(ref ?? '');
    const variable = node ? variableRead(node) : null;
    return variable !== null && graph.fixed.has(variable);
  };
  const convolution = (it: Composite): GraphNode | null => {
    const node = nodes.get(it.inputs.x ?? '');
    if (node?.op !== 'Conv2D' || readers.get(node.name) !== 1 || !fixed(node.inputs[1])) return null;
    const { mean, variance, scale, shift } = it.inputs;
    return [mean, variance, scale, shift].every(fixed) ? node : null;
  };
  return replaceComposites(graph, 'frozen-batch-norm', (it, builder, held) => {
    const conv = convolution(it);
    if (!conv) return null;
    const [x, kernel] = conv.inputs as [Ref, Ref];
    const channels = held(it.inputs.scale as Ref);
    const make = (op: string, inputs: readonly Ref[], outputs = channels): Ref =>
      builder.add(op, { inputs, attributes: T, outputs: [outputs] });
    const spread = make('AddV2', [it.inputs.variance as Ref, builder.scalar(Number(it.facts.epsilon))]);
    const slope = make('Mul', [it.inputs.scale as Ref, make('Rsqrt', [spread])]);
    const bias = make('Sub', [it.inputs.shift as Ref, make('Mul', [it.inputs.mean as Ref, slope])]);
    const scaled = make('Mul', [kernel, slope], held(kernel));
    const output = held(it.outputs.value as Ref);
    const folded = builder.add('Conv2D', {
      inputs: [x, scaled],
      attributes: conv.attributes,
      outputs: [output],
    });
    const value = builder.add('BiasAdd', {
      inputs: [folded, bias],
      attributes: { ...T, data_format: text('NHWC') },
      outputs: [output],
    });
    return { value };
  });
}
