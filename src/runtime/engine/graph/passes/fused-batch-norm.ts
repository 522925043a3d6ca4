import type { Composite, Graph, Held, Ref } from '../graph.ts';
import { refTo } from '../graph.ts';
import { bool, float, text, type } from '../node-builder.ts';
import { replaceComposites } from './replace-composites.ts';

type Forward = { readonly reserved: readonly [Ref, Ref, Ref] };

/**
 * Batch normalization while training, as TensorFlow's one op, and its gradient as the one that belongs to it. Both
 * read the batch twice; the nodes that they stand in for read it six and seven times.
 *
 * Images alone: the op takes [n, h, w, c]. What it remembers for the gradient differs between devices, and is handed on
 * as it is.
 */
export function fusedBatchNorm(graph: Graph): Graph {
  const forward = new Map<Ref, Forward>();
  const forwards = replaceComposites(graph, 'batch-norm', (it, builder, held) => {
    const x = held(it.inputs.x as Ref);
    if (x.shape.length !== 4) return null;
    const channels: Held = { shape: [x.shape[3] as number], dtype: 'float32' };
    const none = builder.constant({ shape: [0], dtype: 'float32', values: new Float32Array(0) });
    const node = builder.add('FusedBatchNormV3', {
      inputs: [it.inputs.x as Ref, it.inputs.scale as Ref, it.inputs.shift as Ref, none, none],
      attributes: { ...attributes(it), exponential_avg_factor: float(1) },
      outputs: [x, channels, channels, channels, channels, { shape: [0], dtype: 'float32' }],
    });
    forward.set(it.outputs.inverse as Ref, { reserved: [refTo(node, 3), refTo(node, 4), refTo(node, 5)] });
    return { value: node, mean: refTo(node, 1), variance: refTo(node, 2) };
  });
  return replaceComposites(forwards, 'batch-norm-gradient', (it, builder, held) => {
    const from = forward.get(it.inputs.inverse as Ref);
    if (!from) return null;
    const dx = held(it.inputs.dy as Ref);
    const channels: Held = { shape: [dx.shape[3] as number], dtype: 'float32' };
    const nothing: Held = { shape: [0], dtype: 'float32' };
    const node = builder.add('FusedBatchNormGradV3', {
      inputs: [it.inputs.dy as Ref, it.inputs.x as Ref, it.inputs.scale as Ref, ...from.reserved],
      attributes: attributes(it),
      outputs: [dx, channels, channels, nothing, nothing],
    });
    return { dx: node, ofGamma: refTo(node, 1), ofBeta: refTo(node, 2) };
  });
}

const attributes = ({ facts }: Composite) => ({
  T: type('float32'),
  U: type('float32'),
  epsilon: float(Number(facts.epsilon)),
  data_format: text('NHWC'),
  is_training: bool(true),
});
