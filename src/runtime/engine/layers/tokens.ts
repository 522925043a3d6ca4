import * as tf from '@tensorflow/tfjs';
import { biasAdd } from '../fused-ops.ts';
import { tableRows } from '../table-rows.ts';
import type { LayerRun } from './layer-run.ts';

/** 1 where a place of a text [n, length] holds a token, 0 where it is padding. */
export const isToken = (text: tf.Tensor, padding: number): tf.Tensor =>
  tf.cast(tf.notEqual(text, tf.scalar(padding)), 'float32');

/** x [n, length, width] · kernel [width, units] → [n, length, units], as one product of two matrices. */
function eachToken(x: tf.Tensor, kernel: tf.Tensor, transposed = false): tf.Tensor {
  const [n = 0, length = 0, width = 0] = x.shape;
  const rows = tf.matMul(tf.reshape(x, [n * length, width]), kernel, false, transposed);
  return tf.reshape(rows, [n, length, rows.shape[1] ?? 0]);
}

/** The numbers of tokens come as float32, which holds every one of them exactly. */
export const tokenEmbedding: LayerRun<'token-embedding'> = ({ x, weight }) =>
  tableRows(weight('table'), tf.cast(x, 'int32'));

export const positionEmbedding: LayerRun<'position-embedding'> = ({ x, weight }) =>
  tf.add(x, weight('table'));

export const tokenDense: LayerRun<'token-dense'> = ({ layer, x, weight }) => {
  const output = eachToken(x, weight('kernel'));
  return layer.bias ? biasAdd(output, weight('bias')) : output;
};

export const languageHead: LayerRun<'language-head'> = ({ layer, x, weight }) =>
  biasAdd(eachToken(x, weight('table', layer.table), true), weight('bias'));

export const tokenPool: LayerRun<'token-pool'> = ({ layer, x, inputs }) => {
  const [n = 0, length = 0, units = 0] = x.shape;
  if (layer.of === 'first') return tf.reshape(tf.slice(x, [0, 0, 0], [n, 1, units]), [n, units]);
  const counted = tf.reshape(isToken(inputs[1] as tf.Tensor, layer.padding), [n, length, 1]);
  // A text without any token gives zeros.
  return tf.div(tf.sum(tf.mul(x, counted), 1), tf.maximum(tf.sum(counted, 1), tf.scalar(1)));
};
