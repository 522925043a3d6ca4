import * as tf from '@tensorflow/tfjs';
import type { LayerRun } from './layer-run.ts';

export const learnedVector: LayerRun<'learned-vector'> = ({ layer, x, weight }) => {
  const vector = tf.add(weight('vector'), tf.scalar(layer.offset));
  return tf.add(tf.zeros([x.shape[0] as number, layer.size]), vector);
};
