import * as tf from '@tensorflow/tfjs';
import type { Layer } from '../../plan/layers.ts';
import type { Kernel } from '../../plan/operation.ts';
import { batchNormTraining, type Statistics } from './batch-norm.ts';
import { composite } from './composite.ts';
import { biasAdd, relu } from './fused-ops.ts';

/** What differs while a network learns: batch statistics and dropout. */
export type Learning = {
  readonly random: Kernel['random'];
  /** Begins the names of this network's random streams. */
  readonly stream: string;
  /** Filled by batch normalization, by layer. */
  readonly statistics: Map<string, Statistics>;
};

type Weights = (name: string) => tf.Tensor;

/**
 * One layer's output [n, …] from its inputs [n, …].
 *
 * @param learning null for a network that does not learn in this step
 */
export function applyLayer(
  layer: Layer,
  inputs: readonly tf.Tensor[],
  weight: Weights,
  learning: Learning | null,
): tf.Tensor {
  const x = inputs[0] as tf.Tensor;
  switch (layer.kind) {
    case 'dense':
      return biasAdd(tf.matMul(x, weight('kernel')), weight('bias'));
    case 'conv2d': {
      const kernel = weight('kernel') as tf.Tensor4D;
      const thinned = thinnedFirst(layer, x as tf.Tensor4D);
      const output = thinned
        ? tf.conv2d(thinned, kernel, 1, 'valid')
        : tf.conv2d(x as tf.Tensor4D, kernel, layer.stride, layer.padding);
      return layer.bias ? biasAdd(output, weight('bias')) : output;
    }
    case 'max-pool':
      return tf.maxPool(x as tf.Tensor4D, layer.size, layer.stride, 'valid');
    case 'average-pool':
      return tf.avgPool(x as tf.Tensor4D, layer.size, layer.stride, 'valid');
    case 'global-average-pool':
      return tf.mean(x, [1, 2]);
    case 'batch-norm': {
      const gamma = weight('gamma');
      const beta = weight('beta');
      if (learning)
        return batchNormTraining(x, gamma, beta, layer.epsilon, (it) =>
          learning.statistics.set(layer.id, it),
        );
      const mean = weight('mean');
      const variance = weight('variance');
      const { value } = composite(
        'frozen-batch-norm',
        { epsilon: layer.epsilon },
        { x, mean, variance, scale: gamma, shift: beta },
        () => ({
          value: tf.batchNorm(
            x as tf.Tensor4D,
            mean as tf.Tensor1D,
            variance as tf.Tensor1D,
            beta as tf.Tensor1D,
            gamma as tf.Tensor1D,
            layer.epsilon,
          ),
        }),
      );
      return value;
    }
    case 'activation':
      return ACTIVATIONS[layer.function](x);
    case 'dropout': {
      if (!learning || layer.rate === 0) return x;
      const drawn = learning.random(`${learning.stream}/${layer.id}`, x.shape);
      // Kept values are raised by 1 / (1 − rate), so that evaluation needs no scaling.
      const kept = tf.cast(tf.greaterEqual(drawn, tf.scalar(layer.rate)), 'float32');
      return tf.mul(x, tf.mul(kept, tf.scalar(1 / (1 - layer.rate))));
    }
    case 'flatten':
      return tf.reshape(x, [x.shape[0] ?? 0, x.size / (x.shape[0] ?? 1)]);
    case 'add':
      return inputs.length === 2 ? tf.add(x, inputs[1] as tf.Tensor) : tf.addN([...inputs]);
  }
}

/**
 * The pixels that a convolution of single ones reads, where it must not be asked to leave out the others itself.
 *
 * oneDNN, by which TensorFlow 2.20 computes on processors with AVX-512, writes beyond its memory in the gradient of such
 * a kernel: with fewer than 16 channels, an even stride, an even size and an odd batch. The engine then dies.
 */
function thinnedFirst(
  { kernel, stride }: Extract<Layer, { kind: 'conv2d' }>,
  x: tf.Tensor4D,
): tf.Tensor4D | null {
  return kernel === 1 && stride > 1 && x.shape[3] < 16 ? tf.avgPool(x, 1, stride, 'valid') : null;
}

const ACTIVATIONS = { relu, tanh: tf.tanh, sigmoid: tf.sigmoid } as const;
