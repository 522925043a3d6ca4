import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { expectedNegative, meanNegative } from '../../src/nodes/arithmetic/negative-means.ts';
import { ofd } from '../../src/nodes/loss/ofd/op.ts';
import type { Kernel } from '../../src/plan/operation.ts';
import { planOf, withParams } from '../runtime/compile/templates.ts';
import { overhauled } from '../runtime/engine/graph/taught-documents.ts';
import { plainKernel } from './kernel.ts';
import { largest, layer, onLayers } from './on-layers.ts';

let k: Kernel;
beforeAll(async () => {
  k = await plainKernel();
});

const values = (x: tf.Tensor): number[] => [...x.dataSync()];

describe('the margin', () => {
  test('is what a normal distribution is on average below zero', () => {
    // Half-normal: mean −√(2/π) of a deviation.
    const [half, wide] = values(expectedNegative(k, tf.tensor1d([1, -2, 0, 0])));
    expect(half).toBeCloseTo(-Math.sqrt(2 / Math.PI), 6);
    expect(wide).toBeCloseTo(-2 * Math.sqrt(2 / Math.PI), 6);
  });

  test('agrees with draws from it', () => {
    for (const [gamma, beta] of [
      [1, 1],
      [0.5, -0.4],
      [2, 3],
    ] as const) {
      const drawn = values(tf.randomNormal([200_000], beta, gamma, 'float32', 7)).filter((it) => it < 0);
      const mean = drawn.reduce((sum, it) => sum + it, 0) / drawn.length;
      expect(values(expectedNegative(k, tf.tensor1d([gamma, beta])))[0]).toBeCloseTo(mean, 1);
    }
  });

  test('is three deviations where a channel is hardly ever negative, and the mean where it always is', () => {
    const gammas = [1, 1, 0.5, 0, 0];
    const betas = [3.2, -30, 100, -2, 2];
    const [rare, always, never, fixed, above] = values(
      expectedNegative(k, tf.tensor1d([...gammas, ...betas])),
    );
    expect(rare).toBe(-3);
    expect(always).toBe(-30);
    expect(never).toBe(-1.5);
    expect(fixed).toBe(-2);
    expect(Math.abs(above as number)).toBeLessThan(1e-11);
  });

  test('without a normalization is the mean of what is negative, and zero where nothing is', () => {
    expect(
      values(
        meanNegative(
          k,
          tf.tensor2d([
            [-1, 2, 0],
            [-3, 4, -5],
          ]),
        ),
      ),
    ).toEqual([-2, 0, -5]);
  });
});

describe('the overhaul', () => {
  // γ = √(π/2), β = 0: a margin of −1.
  const norm = tf.tensor1d([Math.sqrt(Math.PI / 2), 0]);
  const loss = (s: number, t: number) => {
    const { value, gradient } = onLayers(k, ofd, {
      student: tf.tensor2d([[s]]),
      teacher: tf.tensor2d([[t]]),
      norm,
    });
    return [Number(value.toFixed(5)), Number((gradient[0] as number).toFixed(5))];
  };

  test('meets positive answers from both sides', () => {
    expect(loss(1, 3)).toEqual([4, -4]);
    expect(loss(5, 3)).toEqual([4, 4]);
  });

  test('asks of a negative answer that the student be no higher, and nothing below the margin', () => {
    expect(loss(1, -0.5)).toEqual([2.25, 3]);
    expect(loss(-0.75, -0.5)).toEqual([0, 0]);
    expect(loss(1, -9)).toEqual([4, 4]);
    expect(loss(-1.5, -9)).toEqual([0, 0]);
  });

  test('is nothing where the student is the teacher, and a sum over entries and a mean over examples', () => {
    const same = layer([3, 4, 4, 2], 1);
    const none = onLayers(k, ofd, { student: same, teacher: same.clone() });
    expect(none.value).toBe(0);
    expect(largest(none.gradient)).toBe(0);
    const ofTwo = onLayers(k, ofd, { student: tf.fill([2, 3], 1), teacher: tf.fill([2, 3], 3) });
    expect(ofTwo.value).toBe(12);
    expect(largest(ofTwo.gradient)).toBe(2);
  });
});

describe('a pipeline', () => {
  const rows = (document: typeof overhauled) =>
    planOf(document).plan.stages.flatMap((it) => it.weights ?? []);

  test('takes the margin from the weights of the normalization that is tapped', () => {
    const { plan } = planOf(overhauled);
    const [row] = rows(overhauled);
    expect(row?.layers).toEqual(['stage3.block1.norm2']);
    expect(plan.networks.find((it) => it.id === row?.network)?.role).not.toBe('projector');
    const term = plan.stages.flatMap((it) => it.terms).find((it) => it.op === ofd.name);
    expect(term?.in.norm).toBe(row?.id);
  });

  test('and from the batch where another layer is', () => {
    const wires = Object.fromEntries(
      Object.entries(overhauled.wires).map(([id, it]) => [
        id,
        it.from.port === 'layer:stage3.block1.norm2'
          ? { ...it, from: { ...it.from, port: 'layer:stage3.block1.add' } }
          : it,
      ]),
    );
    expect(rows(withParams({ ...overhauled, wires }, 'distillation', { connector: 'linear' }))).toEqual([]);
  });
});
