import * as tf from '@tensorflow/tfjs';
import type { LayerRun } from './layer-run.ts';

export const flatten: LayerRun<'flatten'> = ({ x }) =>
  tf.reshape(x, [x.shape[0] ?? 0, x.size / (x.shape[0] ?? 1)]);
