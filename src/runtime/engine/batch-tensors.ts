import * as tf from '@tensorflow/tfjs';
import type { Batch } from './data/batches.ts';
import type { BatchInputs, LossGraph } from './loss-graph.ts';

/** A batch as tensors that a graph asks for. @param shape of one example */
export const batchTensors = (
  { images, labels, examples, targets, size }: Batch,
  shape: readonly number[],
  { numbered }: Pick<LossGraph, 'numbered'>,
): Omit<BatchInputs, 'known'> => ({
  x: tf.tensor(images, [size, ...shape], 'float32'),
  labels: tf.tensor1d(labels, 'int32'),
  examples: numbered && examples ? tf.tensor1d(examples, 'int32') : null,
  targets: targets ? tf.tensor(targets, [size, ...shape], 'int32') : null,
});
