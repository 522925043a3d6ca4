import * as tf from '@tensorflow/tfjs';
import type { LayerRun } from './layer-run.ts';

export const scaleChannels: LayerRun<'scale-channels'> = ({ x, inputs }) => {
  const [n = 0, channels = 0] = (inputs[1] as tf.Tensor).shape;
  const ones = new Array<number>(x.rank - 2).fill(1);
  return tf.mul(x, tf.reshape(inputs[1] as tf.Tensor, [n, ...ones, channels]));
};
