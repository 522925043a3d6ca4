import * as tf from '@tensorflow/tfjs';

/** x · Φ(x), Φ the normal distribution's: x/2 · (1 + erf(x/√2)), never its approximation by tanh. */
export const gelu = (x: tf.Tensor): tf.Tensor =>
  tf.mul(tf.mul(x, tf.scalar(0.5)), tf.add(tf.erf(tf.mul(x, tf.scalar(Math.SQRT1_2))), tf.scalar(1)));
