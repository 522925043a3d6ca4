import { type Graph, type Ref, refTo } from '../graph.ts';
import { text, type } from '../node-builder.ts';
import { replaceComposites } from './replace-composites.ts';

const T = { T: type('float32') };
const IMAGES_LAST = { ...T, data_format: text('NHWC') };

/** x + bias and its gradient, a sum over all but the channels. */
export function fusedBias(graph: Graph): Graph {
  const added = replaceComposites(graph, 'bias-add', (it, builder, held) => ({
    value: builder.add('BiasAdd', {
      inputs: [it.inputs.x as Ref, it.inputs.bias as Ref],
      attributes: IMAGES_LAST,
      outputs: [held(it.inputs.x as Ref)],
    }),
  }));
  return replaceComposites(added, 'bias-gradient', (it, builder, held) => ({
    ofBias: builder.add('BiasAddGrad', {
      inputs: [it.inputs.dy as Ref],
      attributes: IMAGES_LAST,
      outputs: [held(it.outputs.ofBias as Ref)],
    }),
  }));
}

/** dy where y is above zero: one op for three. */
export function fusedRelu(graph: Graph): Graph {
  return replaceComposites(graph, 'relu-gradient', (it, builder, held) => ({
    dx: builder.add('ReluGrad', {
      inputs: [it.inputs.dy as Ref, it.inputs.y as Ref],
      attributes: T,
      outputs: [held(it.inputs.dy as Ref)],
    }),
  }));
}

/** Cross-entropy of a softmax and, from the same op, its gradient before the loss's own. */
export function fusedCrossEntropy(graph: Graph): Graph {
  const gradients = new Map<Ref, Ref>();
  const losses = replaceComposites(graph, 'softmax-cross-entropy', (it, builder, held) => {
    const node = builder.add('SoftmaxCrossEntropyWithLogits', {
      inputs: [it.inputs.logits as Ref, it.inputs.targets as Ref],
      attributes: T,
      outputs: [held(it.outputs.loss as Ref), held(it.inputs.logits as Ref)],
    });
    gradients.set(it.outputs.probabilities as Ref, refTo(node, 1));
    return { loss: node };
  });
  return replaceComposites(losses, 'softmax-cross-entropy-gradient', (it, builder, held) => {
    const slope = gradients.get(it.inputs.probabilities as Ref);
    if (slope === undefined) return null;
    const dy = held(it.inputs.dy as Ref);
    const column = builder.add('ExpandDims', {
      inputs: [it.inputs.dy as Ref, builder.scalar(1, 'int32')],
      attributes: { ...T, Tdim: type('int32') },
      outputs: [{ ...dy, shape: [...dy.shape, 1] }],
    });
    const dz = builder.add('Mul', {
      inputs: [slope, column],
      attributes: T,
      outputs: [held(it.outputs.dz as Ref)],
    });
    return { dz };
  });
}

/** Σ x² in one pass over x: TensorFlow's L2Loss is half of it. */
export function fusedSquareSum(graph: Graph): Graph {
  return replaceComposites(graph, 'square-sum', (it, builder) => {
    const scalar = { shape: [], dtype: 'float32' } as const;
    const half = builder.add('L2Loss', { inputs: [it.inputs.x as Ref], attributes: T, outputs: [scalar] });
    const value = builder.add('Mul', {
      inputs: [half, builder.scalar(2)],
      attributes: T,
      outputs: [scalar],
    });
    return { value };
  });
}
