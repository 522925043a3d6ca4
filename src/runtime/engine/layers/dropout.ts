import * as tf from '@tensorflow/tfjs';
import type { LayerRun } from './layer-run.ts';

export const dropout: LayerRun<'dropout'> = ({ layer, x, learning }) => {
  if (!learning || layer.rate === 0) return x;
  const drawn = learning.random(`${learning.stream}/${layer.id}`, x.shape);
  // Kept values are raised by 1 / (1 − rate), so that evaluation needs no scaling.
  const kept = tf.cast(tf.greaterEqual(drawn, tf.scalar(layer.rate)), 'float32');
  return tf.mul(x, tf.mul(kept, tf.scalar(1 / (1 - layer.rate))));
};
