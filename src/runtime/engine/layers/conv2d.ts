import * as tf from '@tensorflow/tfjs';
import { biasAdd } from '../fused-ops.ts';
import type { LayerRun } from './layer-run.ts';

export const conv2d: LayerRun<'conv2d'> = ({ layer, x, weight }) => {
  const kernel = weight('kernel') as tf.Tensor4D;
  const thinned = thinnedFirst(layer, x as tf.Tensor4D);
  const output = thinned
    ? tf.conv2d(thinned, kernel, 1, 'valid')
    : tf.conv2d(x as tf.Tensor4D, kernel, layer.stride, layer.padding);
  return layer.bias ? biasAdd(output, weight('bias')) : output;
};

/**
 * The pixels that a convolution of single ones reads, where it must not be asked to leave out the others itself.
 *
 * oneDNN, by which TensorFlow 2.20 computes on processors with AVX-512, writes beyond its memory in the gradient of such
 * a kernel: with fewer than 16 channels, an even stride, an even size and an odd batch. The engine then dies.
 */
function thinnedFirst(
  { kernel, stride }: { readonly kernel: number; readonly stride: number },
  x: tf.Tensor4D,
): tf.Tensor4D | null {
  return kernel === 1 && stride > 1 && x.shape[3] < 16 ? tf.avgPool(x, 1, stride, 'valid') : null;
}
