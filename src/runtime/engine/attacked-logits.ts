import * as tf from '@tensorflow/tfjs';
import type { Layer } from '../../plan/layers.ts';
import type { Attack } from '../../plan/plan.ts';
import { attacked } from './attack.ts';
import { softmaxCrossEntropy } from './fused-ops.ts';
import { forward, type LiveNetwork, logitsLayer } from './networks.ts';

/**
 * What a network answers, as it is used, to images that are moved so that its own cross-entropy rises [n, c]. The attack
 * begins at the images: an evaluation draws nothing.
 *
 * @param x [n, h, w, c]; @param labels int32 [n]
 */
export function attackedLogits(
  live: LiveNetwork,
  layers: readonly Layer[],
  x: tf.Tensor,
  labels: tf.Tensor,
  attack: Attack,
): tf.Tensor {
  const answers = (images: tf.Tensor): tf.Tensor =>
    forward(live, layers, images, null).get(logitsLayer(live.network)) as tf.Tensor;
  const right = tf.cast(tf.oneHot(labels as tf.Tensor1D, live.network.classes), 'float32');
  const start = (): never => {
    throw new Error('An evaluation attacks from the images.');
  };
  return answers(
    attacked(x, attack, start, (images) => tf.mean(softmaxCrossEntropy(answers(images), right))),
  );
}
