import * as tf from '@tensorflow/tfjs';
import { biasAdd } from '../fused-ops.ts';
import type { LayerRun } from './layer-run.ts';

export const dense: LayerRun<'dense'> = ({ x, weight }) =>
  biasAdd(tf.matMul(x, weight('kernel')), weight('bias'));
