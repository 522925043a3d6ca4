import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { activationBoundary } from '../../src/nodes/loss/activation-boundary/op.ts';
import { decoupling } from '../../src/nodes/loss/decoupling/op.ts';
import { decov } from '../../src/nodes/loss/decov/op.ts';
import { featureCosine } from '../../src/nodes/loss/feature-cosine/op.ts';
import { hiddenTemperedSoftmax } from '../../src/nodes/loss/hidden-tempered-softmax/op.ts';
import { pkd } from '../../src/nodes/loss/pkd/op.ts';
import { sparsity } from '../../src/nodes/loss/sparsity/op.ts';
import type { Kernel } from '../../src/plan/operation.ts';
import { plainKernel } from './kernel.ts';
import { largest, layer, onLayers } from './on-layers.ts';

let k: Kernel;
beforeAll(async () => {
  k = await plainKernel();
});

describe('tempered softmax of hidden units', () => {
  // Active in 3, 0, 2 and 1 of three examples: the lower median is 1, so that units 0, 2 and 3 are often active.
  const teacher = tf.tensor2d([
    [1, -1, 2, -1],
    [2, -2, -1, -2],
    [3, -1, 1, 1],
  ]);
  const soft = (row: readonly number[], beta: readonly number[]) => {
    const raised = row.map((it, j) => Math.exp(it * (beta[j] ?? 0)));
    return raised.map((it) => it / raised.reduce((sum, other) => sum + other, 0));
  };

  test('gives the units that the teacher has active often another beta than the rest, on both sides', () => {
    const student = layer([3, 4], 1);
    const [s, t] = [student.arraySync() as number[][], teacher.arraySync()];
    const divergence = (beta: readonly number[]) =>
      t.reduce((sum, row, i) => {
        const [p, q] = [soft(row, beta), soft(s[i] as number[], beta)];
        return sum + p.reduce((own, it, j) => own + it * Math.log(it / (q[j] as number)), 0);
      }, 0) / 3;
    const { value } = onLayers(k, hiddenTemperedSoftmax, { student, teacher }, { often: 1, seldom: 0.25 });
    expect(value).toBeCloseTo(divergence([1, 0.25, 1, 1]), 5);
    expect(Math.abs(value - divergence([1, 1, 1, 1]))).toBeGreaterThan(1e-3);
  });

  test('has shares that sum to 1: a number added to all units of one beta alone changes nothing', () => {
    const student = layer([3, 4], 2);
    const loss = (x: tf.Tensor) =>
      onLayers(k, hiddenTemperedSoftmax, { student: x, teacher }, { often: 0.5, seldom: 0.5 }).value;
    expect(loss(student.add(3))).toBeCloseTo(loss(student), 5);
  });

  test('each beta changes the gradient', () => {
    const inputs = { student: layer([3, 4], 3), teacher };
    const gradients = [
      { often: 1, seldom: 0.25 },
      { often: 1, seldom: 0.5 },
      { often: 0.5, seldom: 0.25 },
    ].map((args) => onLayers(k, hiddenTemperedSoftmax, inputs, args).gradient);
    const apart = (a: number[] = [], b: number[] = []) => largest(a.map((it, at) => it - (b[at] ?? 0)));
    expect(apart(gradients[0], gradients[1])).toBeGreaterThan(1e-3);
    expect(apart(gradients[0], gradients[2])).toBeGreaterThan(1e-3);
  });
});

test('an activation boundary is a hinge on the side where the teacher is, summed over units', () => {
  const { value, gradient } = onLayers(
    k,
    activationBoundary,
    {
      student: tf.tensor2d([
        [-2, -0.5, 2, 0.5],
        [0, 0, 0, 0],
      ]),
      teacher: tf.tensor2d([
        [-1, 0, 1, 2],
        [1, 1, -1, 0],
      ]),
    },
    { margin: 1 },
  );
  // Beyond the margin 0; within it 0.5² twice; at the border 1 for each of the four.
  expect(value).toBeCloseTo((0.25 + 0.25 + 4) / 2, 6);
  expect(gradient).toEqual([0, 0.5, 0, -0.5, -1, -1, 1, 1]);
});

describe('a cosine of features', () => {
  test('sees directions alone, and stands at right angles to zero without a gradient', () => {
    const teacher = layer([3, 4], 1);
    expect(
      onLayers(k, featureCosine, { student: teacher.mul(7), teacher }, { over: 'example' }).value,
    ).toBeCloseTo(0, 5);
    expect(
      onLayers(k, featureCosine, { student: teacher.neg(), teacher }, { over: 'example' }).value,
    ).toBeCloseTo(2, 5);
    const dead = onLayers(k, featureCosine, { student: tf.zeros([3, 4]), teacher }, { over: 'example' });
    expect(dead.value).toBe(1);
    expect(largest(dead.gradient)).toBe(0);
  });

  test('sees each token by itself where asked to', () => {
    const teacher = layer([2, 3, 4], 2);
    // Each token is scaled by another factor.
    const student = teacher.mul(tf.tensor3d([1, 2, 5], [1, 3, 1]));
    expect(onLayers(k, featureCosine, { student, teacher }, { over: 'last' }).value).toBeCloseTo(0, 5);
    expect(onLayers(k, featureCosine, { student, teacher }, { over: 'example' }).value).toBeGreaterThan(0.01);
  });
});

test('patient distillation compares the first token, or all', () => {
  const teacher = layer([2, 3, 4], 3);
  const first = teacher.slice([0, 0, 0], [2, 1, 4]);
  const student = tf.concat([first.mul(3), layer([2, 2, 4], 4)], 1);
  expect(onLayers(k, pkd, { student, teacher }, { tokens: 'first' }).value).toBeCloseTo(0, 5);
  expect(onLayers(k, pkd, { student, teacher }, { tokens: 'all' }).value).toBeGreaterThan(0.1);
  const dead = onLayers(k, pkd, { student: tf.zeros([2, 3, 4]), teacher }, { tokens: 'all' });
  expect(dead.value).toBeCloseTo(1, 5);
  expect(largest(dead.gradient)).toBe(0);
});

test('an activation limit is the mean size, and pulls nothing that is zero already', () => {
  const { value, gradient } = onLayers(k, sparsity, { student: tf.tensor2d([[1, 0, -3, 0]]) });
  expect(value).toBe(1);
  expect(gradient).toEqual([0.25, 0, -0.25, 0]);
});

describe('penalties on units that vary together', () => {
  const units = tf.tensor2d([
    [1, 2, 0],
    [-1, -2, 0],
  ]);

  test('leave the variance of a unit by itself alone', () => {
    // Covariance 2 between the first two, variances 1 and 4.
    const { value, gradient } = onLayers(k, decov, { student: units });
    expect(value).toBeCloseTo(4, 6);
    expect(gradient.map((it) => Math.abs(it))).toEqual([4, 2, 0, 4, 2, 0]);
  });

  test('between layers are the mean of squared covariances, divided by n and not by n − 1', () => {
    const second = tf.tensor2d([[3], [1]]);
    // Covariances 1, 2 and 0.
    const { value } = onLayers(k, decoupling, { first: units, second }, {}, 'first');
    expect(value).toBeCloseTo(5 / 3, 6);
    for (const role of decoupling.gradient)
      expect(largest(onLayers(k, decoupling, { first: units, second }, {}, role).gradient)).toBeGreaterThan(
        0.1,
      );
  });

  test('see maps by their means over places', () => {
    const maps = layer([4, 3, 3, 2], 5);
    const means = tf.mean(maps, [1, 2]);
    expect(onLayers(k, decov, { student: maps }).value).toBeCloseTo(
      onLayers(k, decov, { student: means }).value,
      6,
    );
  });
});
