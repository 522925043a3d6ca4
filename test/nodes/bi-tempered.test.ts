import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { heavyLogSoftmax } from '../../src/nodes/arithmetic/heavy-softmax.ts';
import { biTempered } from '../../src/nodes/loss/bi-tempered/op.ts';
import { crossEntropy } from '../../src/nodes/loss/cross-entropy/op.ts';
import type { Kernel } from '../../src/plan/operation.ts';
import { plainKernel, valueAndGradient } from './kernel.ts';
import { batches, lossOf } from './logits.ts';
import { softmax } from './reference.ts';

let k: Kernel;
beforeAll(async () => {
  k = await plainKernel();
});

const RUNS = { numRuns: 40, seed: 3 };
const heavy = (row: readonly number[], t: number): number[] =>
  tf.tidy(() => [...k.exp(heavyLogSoftmax(k, tf.tensor2d([[...row]]), t)).dataSync()]);

describe('the heavy-tailed softmax', () => {
  test.each([1, 1.2, 1.5, 2, 3])('sums to 1 at t₂ %f, however far logits lie apart', (t) => {
    const rows = fc.array(fc.double({ min: -200, max: 200, noNaN: true }), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(rows, (row) => {
        const sum = heavy(row, t).reduce((all, it) => all + it, 0);
        expect(Math.abs(sum - 1)).toBeLessThan(1e-4);
      }),
      RUNS,
    );
  });

  test('leaves more to what is unlikely, the more the larger t₂ is', () => {
    const row = [0, -3, -6, -9];
    const tail = (t: number) => heavy(row, t).at(-1) as number;
    expect(Math.abs(tail(1) - (softmax(row).at(-1) ?? 0))).toBeLessThan(1e-8);
    expect(tail(1.2)).toBeGreaterThan(3 * tail(1));
    expect(tail(1.5)).toBeGreaterThan(3 * tail(1.2));
  });
});

describe('bi-tempered loss', () => {
  const labelled = (of: { student: number[][]; labels: number[] }, t1: number, t2: number) =>
    valueAndGradient(
      (student) =>
        biTempered.run(
          k,
          { student, labels: tf.tensor1d(of.labels, 'int32') } as unknown as Parameters<
            typeof biTempered.run
          >[1],
          { t1, t2, alpha: 0.9 },
        ),
      of.student,
    );

  test('with both temperatures 1 is cross-entropy, value and gradient', () => {
    fc.assert(
      fc.property(batches({ min: 2, max: 9 }), (batch) => {
        const [found, wanted] = [labelled(batch, 1, 1), lossOf(k, crossEntropy, batch, { smoothing: 0 })];
        expect(Math.abs(found.value - wanted.value)).toBeLessThan(1e-6 * Math.max(1, wanted.value));
        for (const [i, row] of found.gradient.entries())
          for (const [j, it] of row.entries())
            expect(Math.abs(it - (wanted.gradient[i]?.[j] ?? Number.NaN))).toBeLessThan(1e-6);
      }),
      RUNS,
    );
  });

  test('is bounded for what is hopelessly wrong, where cross-entropy is not', () => {
    const of = (by: number) => ({ student: [[by, 0, 0]], labels: [1] });
    // At t₁ 0.8 no example costs more than 1/(1 − t₁) − 1/(2 − t₁) + 1/(2 − t₁) = 5.
    expect(labelled(of(1e4), 0.8, 1.2).value).toBeLessThan(5);
    expect(labelled(of(1e4), 1, 1).value).toBeGreaterThan(9999);
  });

  test('lets go of a wrong label: the gradient of an example falls as it gets further off', () => {
    const pull = (by: number) =>
      Math.max(...(labelled({ student: [[by, 0, 0]], labels: [1] }, 0.8, 1.2).gradient[0] ?? []));
    expect(pull(4)).toBeGreaterThan(pull(20));
    expect(pull(20)).toBeGreaterThan(pull(100));
  });
});
