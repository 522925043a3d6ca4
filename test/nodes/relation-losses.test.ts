import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { correlationCongruence } from '../../src/nodes/loss/correlation-congruence/op.ts';
import { probabilistic } from '../../src/nodes/loss/probabilistic/op.ts';
import { rkdLoss } from '../../src/nodes/loss/rkd/node.ts';
import { rkdAngleLoss } from '../../src/nodes/loss/rkd-angle/node.ts';
import { rkdAngle } from '../../src/nodes/loss/rkd-angle/op.ts';
import { rkdDistanceLoss } from '../../src/nodes/loss/rkd-distance/node.ts';
import { rkdDistance } from '../../src/nodes/loss/rkd-distance/op.ts';
import { similarityPreserving } from '../../src/nodes/loss/similarity-preserving/op.ts';
import type { Kernel } from '../../src/plan/operation.ts';
import { plainKernel } from './kernel.ts';
import { type AnyTerm, largest, layer, onLayers, rotation } from './on-layers.ts';

let k: Kernel;
beforeAll(async () => {
  k = await plainKernel();
});

const POOL = { maps: 'pool' };
const cc = (form: string) => ({ form, gamma: 0.4, terms: 2 });
const RKD = [
  ['distances', rkdDistance],
  ['angles', rkdAngle],
] as const;
const RELATIONS: (readonly [string, AnyTerm, Readonly<Record<string, unknown>>])[] = [
  ['distances', rkdDistance, POOL],
  ['angles', rkdAngle, POOL],
  ['similarity', similarityPreserving, {}],
  ['probabilities', probabilistic, {}],
  ['bilinear kernels', correlationCongruence, cc('bilinear')],
  ['Gaussian kernels', correlationCongruence, cc('gaussian')],
];

describe.each(RKD)('relational %s', (_, op) => {
  test.each([1, 2, 3])('are the same of what is turned, scaled and moved (draw %i)', (seed) => {
    const teacher = layer([6, 5], seed);
    const turned = tf.matMul(teacher, rotation(5, 10 + seed)).mul(0.3 * seed);
    const student = turned.add(layer([1, 5], 20 + seed));
    expect(onLayers(k, op, { student, teacher }, POOL).value).toBeLessThan(1e-4);
    // What is stretched along one axis is not.
    const stretched = student.mul(tf.tensor1d([3, 1, 1, 1, 1]));
    expect(onLayers(k, op, { student: stretched, teacher }, POOL).value).toBeGreaterThan(1e-3);
  });

  test('take a shallow layer of both sides into account', () => {
    const student = layer([4, 3], 1);
    const [studentShallow, teacherShallow] = [layer([4, 2, 2, 5], 2), layer([4, 2, 2, 5], 3)];
    const joint = { student, teacher: student, studentShallow, teacherShallow };
    expect(onLayers(k, op, { student, teacher: student }, POOL).value).toBe(0);
    expect(onLayers(k, op, joint, POOL).value).toBeGreaterThan(1e-3);
    expect(largest(onLayers(k, op, joint, POOL, 'studentShallow').gradient)).toBeGreaterThan(1e-4);
    const alike = { ...joint, teacherShallow: studentShallow };
    expect(onLayers(k, op, alike, POOL).value).toBe(0);
  });

  test('see maps by their means over places, or by each value', () => {
    const student = layer([4, 2, 2, 3], 1);
    // Places change theirs: means stay.
    const teacher = tf.reverse(student as tf.Tensor4D, [1, 2]).mul(2);
    expect(onLayers(k, op, { student, teacher }, POOL).value).toBeLessThan(1e-6);
    const half = tf.concat([student.slice([0, 0, 0, 0], [4, 1, 2, 3]), layer([4, 1, 2, 3], 5)], 1);
    expect(onLayers(k, op, { student, teacher: half }, { maps: 'flatten' }).value).toBeGreaterThan(1e-3);
  });
});

describe.each(RELATIONS)('%s', (_, op, args) => {
  test('join layers of any width, and know no order of the batch', () => {
    const [student, teacher] = [layer([5, 3], 7), layer([5, 8], 8)];
    const order = tf.tensor1d([3, 0, 4, 1, 2], 'int32');
    const { value } = onLayers(k, op, { student, teacher }, args);
    const other = onLayers(
      k,
      op,
      { student: tf.gather(student, order), teacher: tf.gather(teacher, order) },
      args,
    );
    expect(value).toBeGreaterThan(1e-4);
    expect(Math.abs(other.value - value)).toBeLessThan(1e-6 * Math.max(1, value));
  });

  test('have a gradient of sound size where examples are equal or zero', () => {
    const teacher = layer([4, 6], 3);
    const one = layer([1, 3], 4);
    const others = layer([2, 3], 5);
    for (const student of [
      tf.concat([one, one, others]),
      tf.concat([tf.zeros([1, 3]), one, others]),
      tf.zeros([4, 3]),
      tf.tile(one, [4, 1]),
    ]) {
      const { value, gradient } = onLayers(k, op, { student, teacher }, args);
      expect(Number.isFinite(value)).toBe(true);
      expect(gradient.every(Number.isFinite)).toBe(true);
      expect(largest(gradient)).toBeLessThan(10);
    }
  });

  test('say that the student is right where it is the teacher', () => {
    const same = layer([4, 5], 9);
    const { value, gradient } = onLayers(k, op, { student: same, teacher: same }, args);
    expect(Math.abs(value)).toBeLessThan(1e-6);
    expect(largest(gradient)).toBeLessThan(1e-5);
  });

  test('are still numbers for the single example that a last batch may hold', () => {
    const { value, gradient } = onLayers(
      k,
      op,
      { student: layer([1, 3], 1), teacher: layer([1, 4], 2) },
      args,
    );
    expect([value, ...gradient].every(Number.isFinite)).toBe(true);
  });

  test('ask for two examples, and for three where angles are compared', () => {
    expect(op.leastBatch).toBe(op === rkdAngle ? 3 : 2);
  });
});

test('distances are divided by their mean over pairs alone, not over all entries', () => {
  // Three examples on a line at 0, 1, 3: distances 1, 3, 2, mean 2; the teacher at 0, 1, 2: 1, 2, 1, mean 4/3.
  const { value } = onLayers(
    k,
    rkdDistance,
    { student: tf.tensor2d([[0], [1], [3]]), teacher: tf.tensor2d([[0], [1], [2]]) },
    POOL,
  );
  const pairs = [1 / 2 - 3 / 4, 3 / 2 - 3 / 2, 2 / 2 - 3 / 4].map((it) => it ** 2 / 2);
  expect(value).toBeCloseTo((2 * pairs.reduce((sum, it) => sum + it, 0)) / 9, 6);
});

test('relations weigh 25 and 50 by default, as for classifiers, and not a half each', () => {
  expect(rkdLoss.params.parse({})).toMatchObject({ distanceWeight: 25, angleWeight: 50 });
  expect(rkdDistanceLoss.params.parse({})).toMatchObject({ weight: 25 });
  expect(rkdAngleLoss.params.parse({})).toMatchObject({ weight: 50 });
});

test('equal examples are 10⁻⁶ apart and not 10⁻⁵, as 10⁻¹² under the root makes it', () => {
  // One pair is equal; the other distances come out as 1. Were it further apart, the mean would tell.
  const student = tf.tensor2d([[0], [0], [1e-4]]);
  const { value } = onLayers(k, rkdDistance, { student, teacher: tf.tensor2d([[0], [1], [0]]) }, POOL);
  const mean = (1e-6 + 2e-4) / 3;
  const s = [1e-6, 1e-4, 1e-4].map((it) => it / mean);
  const t = [1.5, 1.5e-6, 1.5];
  const huber = (d: number) => (Math.abs(d) < 1 ? d ** 2 / 2 : Math.abs(d) - 0.5);
  const wanted = (2 / 9) * s.reduce((sum, it, at) => sum + huber(it - (t[at] ?? 0)), 0);
  // The teacher's equal pair is 1 and 3, at 10⁻⁶ as well.
  expect(value).toBeCloseTo(wanted, 4);
});

test('rows of likeness are of Euclidean length 1, not of absolute sum 1', () => {
  // Rows of the student's products: (1, 0) and (0, 1); of the teacher's (1, 1)/√2 twice. By absolute sums they were (½, ½).
  const { value } = onLayers(k, similarityPreserving, {
    student: tf.tensor2d([
      [1, 0],
      [0, 1],
    ]),
    teacher: tf.tensor2d([[2], [2]]),
  });
  const s = Math.SQRT1_2;
  expect(value).toBeCloseTo((2 * ((1 - s) ** 2 + s ** 2)) / 4, 6);
});

describe('correlation congruence', () => {
  const student = tf.tensor2d([
    [1, 0],
    [0, 2],
    [1, 1],
  ]);
  const teacher = tf.tensor2d([
    [0, 0],
    [0, 0],
    [0, 3],
  ]);

  test('of neighbours multiplies differences of one example and the next, and so depends on the order', () => {
    // |s − t|: (1, 0), (0, 2), (1, 2): products 0 and 4.
    expect(onLayers(k, correlationCongruence, { student, teacher }, cc('neighbours')).value).toBeCloseTo(
      2,
      6,
    );
    const order = tf.tensor1d([1, 0, 2], 'int32');
    const moved = { student: tf.gather(student, order), teacher: tf.gather(teacher, order) };
    expect(onLayers(k, correlationCongruence, moved, cc('neighbours')).value).toBeCloseTo(0.5, 6);
  });

  test('of kernels is the length of the difference, not its square, over n²', () => {
    // Kˢ = [1 0 1; 0 4 2; 1 2 2], Kᵗ = 0 but for 9 in the corner.
    const squares = [1, 0, 1, 0, 16, 4, 1, 4, 49].reduce((sum, it) => sum + it, 0);
    expect(onLayers(k, correlationCongruence, { student, teacher }, cc('bilinear')).value).toBeCloseTo(
      Math.sqrt(squares) / 9,
      6,
    );
  });

  test('of the Gaussian kernel keeps the constant of its expansion, and its three forms differ', () => {
    const one = { student: tf.tensor2d([[1], [1]]), teacher: tf.tensor2d([[0], [0]]) };
    const factor = Math.exp(-0.8);
    const wanted = (2 * factor * (0.8 + 0.32)) / 4;
    expect(onLayers(k, correlationCongruence, one, cc('gaussian')).value).toBeCloseTo(wanted, 6);
    const values = ['neighbours', 'bilinear', 'gaussian'].map(
      (form) => onLayers(k, correlationCongruence, { student, teacher }, cc(form)).value,
    );
    expect(new Set(values.map((it) => it.toFixed(4))).size).toBe(3);
  });
});

test('the diagonal counts among the probabilities of neighbours', () => {
  // Two examples at right angles: S = [1 ½; ½ 1], P = [⅔ ⅓; ⅓ ⅔]; of equal ones P = ½ everywhere.
  const { value } = onLayers(k, probabilistic, {
    student: tf.tensor2d([
      [1, 0],
      [0, 1],
    ]),
    teacher: tf.tensor2d([[1], [2]]),
  });
  expect(value).toBeCloseTo((Math.log(0.5 / (2 / 3)) + Math.log(0.5 / (1 / 3))) / 4, 5);
});
