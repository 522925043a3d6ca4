import * as tf from '@tensorflow/tfjs';
import type { LayerRun } from './layer-run.ts';

export const channelMask: LayerRun<'channel-mask'> = ({ x, weight }) => tf.mul(x, weight('mask'));
