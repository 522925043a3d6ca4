import * as tf from '@tensorflow/tfjs';
import type { LayerRun } from './layer-run.ts';

export const layerNorm: LayerRun<'layer-norm'> = ({ layer, x, weight }) => {
  const centred = tf.sub(x, tf.mean(x, -1, true));
  const variance = tf.mean(tf.square(centred), -1, true);
  const normal = tf.mul(centred, tf.rsqrt(tf.add(variance, tf.scalar(layer.epsilon))));
  return tf.add(tf.mul(normal, weight('gamma')), weight('beta'));
};
