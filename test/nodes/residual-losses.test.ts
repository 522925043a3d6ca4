import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { deepToShallow } from '../../src/nodes/loss/deep-to-shallow/op.ts';
import { residual } from '../../src/nodes/loss/residual/op.ts';
import type { Kernel } from '../../src/plan/operation.ts';
import { plainKernel } from './kernel.ts';
import { layer, onLayers } from './on-layers.ts';

let k: Kernel;
beforeAll(async () => {
  k = await plainKernel();
});

describe('deep to shallow', () => {
  test('lets no gradient into the deep layer, even where both hang on one', () => {
    const x = layer([3, 4], 1);
    const gradient = tf.tidy(() => [
      // p = 3x and f = x: with f held, the gradient is 2(3x − x)·3/m; through both it were 2(3x − x)·2/m.
      ...tf
        .grad((it: tf.Tensor) => deepToShallow.run(k, { shallow: it.mul(3), deep: it }, {}).asScalar())(x)
        .dataSync(),
    ]);
    const values = [...x.dataSync()];
    expect(gradient).toHaveLength(values.length);
    for (const [at, it] of values.entries()) expect(gradient[at]).toBeCloseTo((12 * it) / 12, 5);
  });
});

describe('residual', () => {
  test('is nothing where student and assistant are the teacher together, and there alone', () => {
    const [student, assistant] = [layer([3, 2, 2, 4], 1), layer([3, 2, 2, 4], 2)];
    const teacher = student.add(assistant);
    expect(onLayers(k, residual, { student, assistant, teacher }, {}, 'assistant').value).toBeLessThan(1e-12);
    const teacherAlone = onLayers(k, residual, { student: teacher, assistant, teacher }, {}, 'assistant');
    expect(teacherAlone.value).toBeCloseTo(tf.mean(tf.square(assistant)).dataSync()[0] as number, 6);
  });
});
