import * as tf from '@tensorflow/tfjs';
import { batchNormTraining } from '../batch-norm.ts';
import { composite } from '../composite.ts';
import type { LayerRun } from './layer-run.ts';

export const batchNorm: LayerRun<'batch-norm'> = ({ layer, x, weight, learning }) => {
  const { id, epsilon, momentum } = layer;
  const gamma = weight('gamma');
  const beta = weight('beta');
  if (learning)
    return batchNormTraining(x, gamma, beta, epsilon, (values) =>
      learning.statistics.set(id, { momentum, values }),
    );
  const mean = weight('mean');
  const variance = weight('variance');
  const { value } = composite(
    'frozen-batch-norm',
    { epsilon },
    { x, mean, variance, scale: gamma, shift: beta },
    () => ({
      value: tf.batchNorm(
        x as tf.Tensor4D,
        mean as tf.Tensor1D,
        variance as tf.Tensor1D,
        beta as tf.Tensor1D,
        gamma as tf.Tensor1D,
        epsilon,
      ),
    }),
  );
  return value;
};
