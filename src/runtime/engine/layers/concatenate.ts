import * as tf from '@tensorflow/tfjs';
import type { LayerRun } from './layer-run.ts';

export const concatenate: LayerRun<'concatenate'> = ({ inputs }) => tf.concat([...inputs], -1);
