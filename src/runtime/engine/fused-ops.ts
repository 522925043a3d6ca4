import * as tf from '@tensorflow/tfjs';
import { composite } from './composite.ts';

/*
 * Ops whose gradient is written out, because autograd's own runs several times as many ops. Each is told as a composite,
 * forward and backward: TensorFlow has one op for either.
 */

type Save = (tensors: tf.Tensor[]) => void;

/** tfjs hands the function for saving last, and says otherwise in its types. */
const split = (given: readonly unknown[]): [tf.Tensor[], Save] => [
  given.slice(0, -1) as tf.Tensor[],
  given.at(-1) as Save,
];

/** max(x, 0); its gradient is 0 at 0. */
export const relu: (x: tf.Tensor) => tf.Tensor = tf.customGrad((...given) => {
  const [[x], save] = split(given);
  const value = tf.relu(x as tf.Tensor);
  save([value]);
  const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
    const y = saved[0] as tf.Tensor;
    const { dx } = composite('relu-gradient', {}, { dy, y }, () => ({
      dx: tf.mul(dy, tf.cast(tf.greater(y, tf.scalar(0)), 'float32')),
    }));
    return dx;
  };
  return { value, gradFunc };
});

/** x [n, …, c] + bias [c]. */
export const biasAdd: (x: tf.Tensor, bias: tf.Tensor) => tf.Tensor = tf.customGrad((...given) => {
  const [[x, bias]] = split(given) as [[tf.Tensor, tf.Tensor], Save];
  const { value } = composite('bias-add', {}, { x, bias }, () => ({ value: tf.add(x, bias) }));
  const axes = x.shape.slice(0, -1).map((_, at) => at);
  const gradFunc = (dy: tf.Tensor) => {
    const { ofBias } = composite('bias-gradient', {}, { dy }, () => ({ ofBias: tf.sum(dy, axes) }));
    return [dy, ofBias];
  };
  return { value, gradFunc };
});

/** The kernel's `softmaxCrossEntropy`. From the log-softmax, never from clipped probabilities. */
export function softmaxCrossEntropy(logits: tf.Tensor, targets: tf.Tensor): tf.Tensor {
  const ofLogits = tf.customGrad((...given) => {
    const [[z], save] = split(given) as [[tf.Tensor], Save];
    const { loss, probabilities } = composite('softmax-cross-entropy', {}, { logits: z, targets }, () => {
      const logs = tf.logSoftmax(z);
      return { loss: tf.neg(tf.sum(tf.mul(targets, logs), 1)), probabilities: tf.exp(logs) };
    });
    save([probabilities, targets]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => {
      const [p, q] = saved as [tf.Tensor, tf.Tensor];
      const inputs = { dy, probabilities: p, targets: q };
      const { dz } = composite('softmax-cross-entropy-gradient', {}, inputs, () => ({
        dz: tf.mul(tf.sub(p, q), tf.expandDims(dy, 1)),
      }));
      return dz;
    };
    return { value: loss, gradFunc };
  });
  return ofLogits(logits);
}

/** Σ x², a scalar. No gradient is asked of it. */
export function squareSum(x: tf.Tensor): tf.Tensor {
  return composite('square-sum', {}, { x }, () => ({ value: tf.sum(tf.square(x)) })).value;
}
