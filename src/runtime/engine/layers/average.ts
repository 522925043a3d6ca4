import * as tf from '@tensorflow/tfjs';
import type { LayerRun } from './layer-run.ts';

const mean = (all: readonly tf.Tensor[]): tf.Tensor => tf.mul(tf.addN([...all]), tf.scalar(1 / all.length));

export const average: LayerRun<'average'> = ({ layer, inputs }) => {
  if (layer.of === 'values') return mean(inputs);
  // From logarithms, so that no probability is clipped.
  const logs = inputs.map((it) => tf.logSoftmax(it));
  const highest = logs.reduce((most, it) => tf.maximum(most, it));
  return tf.add(tf.log(mean(logs.map((it) => tf.exp(tf.sub(it, highest))))), highest);
};
