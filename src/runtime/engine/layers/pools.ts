import * as tf from '@tensorflow/tfjs';
import type { LayerRun } from './layer-run.ts';

export const maxPool: LayerRun<'max-pool'> = ({ layer, x }) =>
  tf.maxPool(x as tf.Tensor4D, layer.size, layer.stride, 'valid');

export const averagePool: LayerRun<'average-pool'> = ({ layer, x }) =>
  tf.avgPool(x as tf.Tensor4D, layer.size, layer.stride, 'valid');

export const globalAveragePool: LayerRun<'global-average-pool'> = ({ x }) => tf.mean(x, [1, 2]);
