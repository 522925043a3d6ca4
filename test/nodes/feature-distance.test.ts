import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { featureDistance } from '../../src/nodes/loss/feature-distance/op.ts';
import { plainKernel, valueAndGradient } from './kernel.ts';

test('the distance of features is the mean over all entries, with gradient 2(s − t)/m', async () => {
  const k = await plainKernel();
  const teacher = tf.tensor2d([
    [1, 0],
    [0, 4],
  ]);
  const { value, gradient } = valueAndGradient(
    (student) => featureDistance.run(k, { student, teacher }, {}),
    [
      [3, 0],
      [0, 0],
    ],
  );
  expect(value).toBe(5);
  expect(gradient).toEqual([
    [1, 0],
    [0, -2],
  ]);
});
