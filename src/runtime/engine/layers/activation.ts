import * as tf from '@tensorflow/tfjs';
import { relu } from '../fused-ops.ts';
import { gelu } from './gelu.ts';
import type { LayerRun } from './layer-run.ts';

const FUNCTIONS = { relu, tanh: tf.tanh, sigmoid: tf.sigmoid, gelu } as const;

export const activation: LayerRun<'activation'> = ({ layer, x }) => FUNCTIONS[layer.function](x);
