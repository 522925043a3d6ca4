import * as tf from '@tensorflow/tfjs';
import type { LayerRun } from './layer-run.ts';

export const reshape: LayerRun<'reshape'> = ({ layer, x }) =>
  tf.reshape(x, [x.shape[0] ?? 0, ...layer.shape]);
