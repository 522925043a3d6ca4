import * as tf from '@tensorflow/tfjs';
import type { LayerRun } from './layer-run.ts';

/** A matrix product along each side: [n, h, w, c] → [n, height, width, c]. */
export const resize: LayerRun<'resize'> = ({ layer, x }) => {
  const [n = 0, height = 0, width = 0, channels = 0] = x.shape;
  const wide = along(x, width, layer.width, [n * height, width, channels]);
  const rows = [n, height, layer.width * channels] as const;
  const tall = along(wide, height, layer.height, rows);
  return tf.reshape(tall, [n, layer.height, layer.width, channels]);
};

/** Σⱼ Mᵢⱼ xⱼ over the middle of three sizes. */
function along(x: tf.Tensor, from: number, to: number, shape: readonly [number, number, number]): tf.Tensor {
  const [outer, , inner] = shape;
  if (from === to) return x;
  const lines = tf.reshape(x, [...shape]);
  const matrix = tf.tensor(resizeMatrix(from, to), [1, to, from], 'float32');
  return tf.matMul(tf.tile(matrix, [outer, 1, 1]), lines).reshape([outer, to, inner]);
}

/**
 * Weights [to, from], each row summing to 1: the mean over ⌊i·from/to⌋ … ⌈(i + 1)·from/to⌉ − 1 where it becomes smaller
 * (adaptive average pooling); linear interpolation between pixel centres, held at the rim, where it becomes larger.
 */
export function resizeMatrix(from: number, to: number): Float32Array {
  const weights = new Float32Array(to * from);
  for (let row = 0; row < to; row += 1) {
    if (to <= from) {
      const first = Math.floor((row * from) / to);
      const end = Math.ceil(((row + 1) * from) / to);
      for (let at = first; at < end; at += 1) weights[row * from + at] = 1 / (end - first);
      continue;
    }
    const centre = Math.min(from - 1, Math.max(0, ((row + 0.5) * from) / to - 0.5));
    const left = Math.floor(centre);
    const right = Math.min(from - 1, left + 1);
    weights[row * from + left] = (weights[row * from + left] ?? 0) + 1 - (centre - left);
    weights[row * from + right] = (weights[row * from + right] ?? 0) + centre - left;
  }
  return weights;
}
