import * as tf from '@tensorflow/tfjs';
import { composite } from './composite.ts';

/** Mean and variance of one batch, one value a channel; the variance is the one that running statistics take. */
export type Statistics = { readonly mean: tf.Tensor; readonly variance: tf.Tensor };

/**
 * Batch normalization by the batch's own statistics: y = γ · (x − μ) / √(σ² + ε) + β over the last axis,
 * σ² with divisor n (Ioffe, Szegedy 2015).
 *
 * Mean and variance are handed to `tell` (kept; the caller disposes them). The variance told has divisor n − 1, as
 * running statistics estimate the variance of all data, not of this batch.
 *
 * The gradient is written out, dx = γ / √(σ² + ε) · (dy − mean(dy) − x̂ · mean(dy · x̂)): an eighth of the ops that
 * autograd would run.
 */
export function batchNormTraining(
  x: tf.Tensor,
  gamma: tf.Tensor,
  beta: tf.Tensor,
  epsilon: number,
  tell: (statistics: Statistics) => void,
): tf.Tensor {
  const axes = x.shape.slice(0, -1).map((_, at) => at);
  const count = x.size / (x.shape.at(-1) ?? 1);
  const normalize = tf.customGrad((...given) => {
    const [input, scale, shift] = given as tf.Tensor[] as [tf.Tensor, tf.Tensor, tf.Tensor];
    const save = given.at(-1) as unknown as (tensors: tf.Tensor[]) => void;
    const made = composite('batch-norm', { epsilon }, { x: input, scale, shift }, () => {
      const mean = tf.mean(input, axes);
      const centred = tf.sub(input, mean);
      const biased = tf.mean(tf.square(centred), axes);
      const variance = tf.mul(biased, tf.scalar(count / Math.max(count - 1, 1)));
      const inverse = tf.rsqrt(tf.add(biased, tf.scalar(epsilon)));
      const value = tf.batchNorm(
        input as tf.Tensor4D,
        mean as tf.Tensor1D,
        biased as tf.Tensor1D,
        shift as tf.Tensor1D,
        scale as tf.Tensor1D,
        epsilon,
      );
      return { value, mean, variance, centred, inverse };
    });
    const { value, mean, variance, centred, inverse } = made;
    tell({ mean: tf.keep(tf.clone(mean)), variance: tf.keep(variance) });
    save([centred, inverse, scale, input]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [apart, slope, gain, from] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
      const inputs = { dy, x: from, centred: apart, inverse: slope, scale: gain };
      const { dx, ofGamma, ofBeta } = composite('batch-norm-gradient', { epsilon }, inputs, () => {
        const ofBeta = tf.sum(dy, axes);
        const ofGamma = tf.mul(tf.sum(tf.mul(dy, apart), axes), slope);
        const share = tf.scalar(1 / count);
        const own = tf.mul(apart, tf.mul(tf.mul(ofGamma, slope), share));
        const pulled = tf.sub(tf.sub(dy, tf.mul(ofBeta, share)), own);
        return { dx: tf.mul(pulled, tf.mul(slope, gain)), ofGamma, ofBeta };
      });
      return [dx, ofGamma, ofBeta];
    };
    return { value, gradFunc };
  });
  return normalize(x, gamma, beta);
}
