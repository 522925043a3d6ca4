import * as tf from '@tensorflow/tfjs';
import type { Kernel } from '../../src/plan/operation.ts';
import { softmaxCrossEntropy } from '../../src/runtime/engine/fused-ops.ts';
import { stopGradient } from '../../src/runtime/engine/stop-gradient.ts';

/**
 * tfjs on its plain JavaScript backend, for numbers. What is random is the engine's and has tests of its own there.
 *
 * @param progress how far the stage is, 0 … 1
 */
export async function plainKernel(progress = 0): Promise<Kernel> {
  await tf.setBackend('cpu');
  return Object.assign(Object.create(tf) as typeof tf, {
    softmaxCrossEntropy,
    stopGradient,
    progress: () => tf.scalar(progress),
    random: () => {
      throw new Error('These ops draw nothing.');
    },
  });
}

/** Value and gradient with respect to one input. */
export function valueAndGradient(loss: (x: tf.Tensor) => tf.Tensor, x: readonly (readonly number[])[]) {
  return tf.tidy(() => {
    const { value, grad } = tf.valueAndGrad((it: tf.Tensor) => loss(it).asScalar())(
      tf.tensor2d(x as number[][]),
    );
    return { value: value.dataSync()[0] as number, gradient: grad.arraySync() as number[][] };
  });
}
