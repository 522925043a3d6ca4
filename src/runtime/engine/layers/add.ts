import * as tf from '@tensorflow/tfjs';
import type { LayerRun } from './layer-run.ts';

export const add: LayerRun<'add'> = ({ x, inputs }) =>
  inputs.length === 2 ? tf.add(x, inputs[1] as tf.Tensor) : tf.addN([...inputs]);
