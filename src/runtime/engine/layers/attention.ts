import * as tf from '@tensorflow/tfjs';
import { NO_SCORE } from '../../../plan/layers/attention.ts';
import type { LayerRun } from './layer-run.ts';
import { isToken } from './tokens.ts';

/** [n, length, units] → [n, heads, length, units / heads] */
function headsOf(x: tf.Tensor, heads: number): tf.Tensor {
  const [n = 0, length = 0, units = 0] = x.shape;
  return tf.transpose(tf.reshape(x, [n, length, heads, units / heads]), [0, 2, 1, 3]);
}

export const attentionScores: LayerRun<'attention-scores'> = ({ layer, x, inputs }) => {
  const [, key, text] = inputs as [tf.Tensor, tf.Tensor, tf.Tensor];
  const [n = 0, keys = 0, units = 0] = key.shape;
  const scores = tf.matMul(headsOf(x, layer.heads), headsOf(key, layer.heads), false, true);
  const scaled = tf.mul(scores, tf.scalar(1 / Math.sqrt(units / layer.heads)));
  const padded = tf.sub(tf.scalar(1), isToken(text, layer.padding));
  return tf.add(scaled, tf.mul(tf.reshape(padded, [n, 1, 1, keys]), tf.scalar(NO_SCORE)));
};

export const attentionContext: LayerRun<'attention-context'> = ({ x, inputs }) => {
  const value = inputs[1] as tf.Tensor;
  const heads = x.shape[1] ?? 1;
  const [n = 0, , units = 0] = value.shape;
  const context = tf.matMul(tf.softmax(x), headsOf(value, heads));
  return tf.reshape(tf.transpose(context, [0, 2, 1, 3]), [n, x.shape[2] ?? 0, units]);
};
