import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { attentionTransfer } from '../../src/nodes/loss/attention-transfer/op.ts';
import { catKd } from '../../src/nodes/loss/cat-kd/op.ts';
import { channelDistillation } from '../../src/nodes/loss/channel-distillation/op.ts';
import { channelWise } from '../../src/nodes/loss/channel-wise/op.ts';
import { fsp } from '../../src/nodes/loss/fsp/op.ts';
import { ickd } from '../../src/nodes/loss/ickd/op.ts';
import { neuronSelectivity } from '../../src/nodes/loss/neuron-selectivity/op.ts';
import type { Kernel } from '../../src/plan/operation.ts';
import { plainKernel } from './kernel.ts';
import { type AnyTerm, largest, layer, onLayers } from './on-layers.ts';

let k: Kernel;
beforeAll(async () => {
  k = await plainKernel();
});

const sum = (values: readonly number[]): number => values.reduce((all, it) => all + it, 0);
const at = (form: string) => ({ power: 2, form });
const LOSSES: (readonly [string, AnyTerm, Readonly<Record<string, unknown>>])[] = [
  ['attention transfer, squares', attentionTransfer, at('squares')],
  ['attention transfer, length', attentionTransfer, at('length')],
  ['channel-wise', channelWise, { temperature: 4 }],
  ['channel means', channelDistillation, {}],
  ['neuron selectivity', neuronSelectivity, {}],
  ['class attention', catKd, { resolution: 2 }],
  ['inter-channel correlation', ickd, {}],
];

describe.each(LOSSES)('%s', (_, op, args) => {
  test('is nothing where the student is the teacher', () => {
    const same = layer([3, 4, 4, 3], 1);
    const { value, gradient } = onLayers(k, op, { student: same, teacher: same }, args);
    expect(Math.abs(value)).toBeLessThan(1e-6);
    expect(largest(gradient)).toBeLessThan(1e-5);
  });

  test('takes maps of other sizes, and its gradient is finite and of sound size where channels are dead', () => {
    const teacher = layer([3, 5, 7, 3], 2);
    const living = tf.tensor1d([1, 0, 1]);
    for (const student of [
      layer([3, 4, 4, 3], 3),
      layer([3, 4, 4, 3], 3).mul(living),
      tf.zeros([3, 4, 4, 3]),
    ]) {
      const { value, gradient } = onLayers(k, op, { student, teacher }, args);
      expect(Number.isFinite(value)).toBe(true);
      expect(gradient.every(Number.isFinite)).toBe(true);
      expect(largest(gradient)).toBeLessThan(10);
    }
  });
});

describe('attention transfer', () => {
  const student = tf.tensor4d([1, 0, 0, 0, 0, 3, 0, 0], [2, 1, 2, 2]);
  const teacher = tf.tensor4d([1, 2, 1, 1], [2, 1, 2, 1]);

  test('averages channels away: every channel of one place counts for that place', () => {
    const wide = tf.tile(teacher, [1, 1, 1, 5]);
    expect(onLayers(k, attentionTransfer, { student: wide, teacher }, at('squares')).value).toBeCloseTo(0, 6);
  });

  test('is a mean of squares in code and a length on paper', () => {
    // Student: places (1, 0) and (0, 9)/9; teacher: (1, 4)/√17 and (1, 1)/√2.
    const first = [1 - 1 / Math.sqrt(17), -4 / Math.sqrt(17)];
    const second = [-Math.SQRT1_2, 1 - Math.SQRT1_2];
    const lengths = [first, second].map((it) => Math.hypot(...it));
    const code = onLayers(k, attentionTransfer, { student, teacher }, at('squares')).value;
    const paper = onLayers(k, attentionTransfer, { student, teacher }, at('length')).value;
    expect(code).toBeCloseTo(sum(lengths.map((it) => it ** 2)) / 4, 6);
    expect(paper).toBeCloseTo(sum(lengths) / 2, 6);
  });
});

describe('flow between layers', () => {
  test('pools the larger layer by means, and squares differences over all entries', () => {
    const one = tf.ones([1, 1, 1, 1]);
    const inputs = {
      // Means of both maps are 2 and 1, maxima 4 and 1.
      studentFirst: tf.tensor4d([4, 0, 4, 0], [1, 2, 2, 1]),
      studentSecond: tf.tensor4d([1, -2], [1, 1, 1, 2]),
      teacherFirst: one,
      teacherSecond: tf.tensor4d([1, 1], [1, 1, 1, 2]),
    };
    // Table (2, −4) against (1, 1).
    expect(onLayers(k, fsp, inputs, {}, 'studentFirst').value).toBeCloseTo((1 + 25) / 2, 6);
  });

  test('reaches both layers of the student', () => {
    const inputs = {
      studentFirst: layer([2, 4, 4, 3], 1),
      studentSecond: layer([2, 2, 2, 4], 2),
      teacherFirst: layer([2, 5, 5, 3], 3),
      teacherSecond: layer([2, 3, 3, 4], 4),
    };
    for (const role of fsp.gradient) {
      const { gradient } = onLayers(k, fsp, inputs, {}, role);
      expect(largest(gradient)).toBeGreaterThan(1e-3);
    }
  });
});

test("neuron selectivity knows no order of channels and no channel's strength", () => {
  const teacher = layer([2, 3, 3, 4], 5);
  const student = tf.reverse(teacher, 3).mul(tf.tensor1d([1, 2, 3, 4]));
  expect(Math.abs(onLayers(k, neuronSelectivity, { student, teacher }).value)).toBeLessThan(1e-6);
  expect(onLayers(k, neuronSelectivity, { student: layer([2, 3, 3, 4], 6), teacher }).value).toBeGreaterThan(
    1e-3,
  );
});

test('channel-wise distillation is a softmax over places: a constant added to a channel changes nothing', () => {
  const [student, teacher] = [layer([2, 3, 3, 2], 7), layer([2, 3, 3, 2], 8)];
  const { value } = onLayers(k, channelWise, { student, teacher }, { temperature: 4 });
  const moved = { student: student.add(tf.tensor1d([5, -3])), teacher };
  expect(onLayers(k, channelWise, moved, { temperature: 4 }).value).toBeCloseTo(value, 5);
  // One added to a place is not nothing, as it would be for a softmax over channels.
  const place = tf.tensor4d([3, 0, 0, 0, 0, 0, 0, 0, 0], [1, 3, 3, 1]);
  const other = { student: student.add(place), teacher };
  expect(Math.abs(onLayers(k, channelWise, other, { temperature: 4 }).value - value)).toBeGreaterThan(1e-3);
});

test('class attention compares maps of length 1 over all places at once, not over rows or columns', () => {
  const student = tf.tensor4d([1, 2, 3, 4], [1, 2, 2, 1]);
  const teacher = tf.ones([1, 2, 2, 1]);
  const length = Math.sqrt(30);
  const wanted = [1, 2, 3, 4].reduce((sum, it) => sum + (it / length - 0.5) ** 2, 0) / 4;
  expect(onLayers(k, catKd, { student, teacher }, { resolution: 2 }).value).toBeCloseTo(wanted, 6);
});

test('inter-channel correlation knows no order of places', () => {
  const teacher = layer([2, 3, 3, 4], 9);
  const student = tf.reverse(teacher as tf.Tensor4D, [1, 2]).mul(2);
  expect(onLayers(k, ickd, { student, teacher }).value).toBeLessThan(1e-6);
});
