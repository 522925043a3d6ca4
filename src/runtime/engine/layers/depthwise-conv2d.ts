import * as tf from '@tensorflow/tfjs';
import type { LayerRun } from './layer-run.ts';

export const depthwiseConv2d: LayerRun<'depthwise-conv2d'> = ({ layer, x, weight }) =>
  tf.depthwiseConv2d(x as tf.Tensor4D, weight('kernel') as tf.Tensor4D, layer.stride, layer.padding);
