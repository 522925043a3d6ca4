import * as tf from '@tensorflow/tfjs';
import { relu } from '../fused-ops.ts';
import { gelu } from './gelu.ts';
import type { LayerRun } from './layer-run.ts';

/** By two ReLUs, for which there are graph nodes and gradients already. */
const leakyRelu = (x: tf.Tensor): tf.Tensor => tf.sub(relu(x), tf.mul(relu(tf.neg(x)), tf.scalar(0.1)));

const FUNCTIONS = { relu, 'leaky-relu': leakyRelu, tanh: tf.tanh, sigmoid: tf.sigmoid, gelu } as const;

export const activation: LayerRun<'activation'> = ({ layer, x }) => FUNCTIONS[layer.function](x);
