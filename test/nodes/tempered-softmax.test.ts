import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { softDivergence } from '../../src/nodes/arithmetic/divergence.ts';
import { temperedSoftmax } from '../../src/nodes/loss/tempered-softmax/op.ts';
import type { Kernel } from '../../src/plan/operation.ts';
import { planOf, starter, withParams } from '../runtime/compile/templates.ts';
import { plainKernel } from './kernel.ts';
import { type Batch, lossOf } from './logits.ts';
import { meanOf, softmax } from './reference.ts';

let k: Kernel;
beforeAll(async () => {
  k = await plainKernel();
});

const norm = (rows: readonly (readonly number[])[]) => Math.hypot(...rows.flat());
const centred = (row: readonly number[]) => row.map((it) => it - meanOf(row));
const BATCH: Batch = {
  student: [centred([1, -0.4, 0.7, 0.2, -1.3]), centred([0.3, 0.9, -2, 0.5, 0.1])],
  teacher: [centred([2, 0.1, -0.6, 0.4, -0.9]), centred([-0.5, 1.5, 0.2, -1, 0.8])],
  labels: [0, 1],
};

describe('the temperature', () => {
  const row = [2, 0.5, -1, 0, 1.5];
  /** What the softened answer leaves open, in nats: ln c less its divergence from knowing nothing. */
  const entropy = (beta: number): number =>
    tf.tidy(() => {
      const teacher = tf.tensor2d([row]);
      const divergence = softDivergence(k, teacher, tf.zerosLike(teacher), tf.scalar(1 / beta));
      return Math.log(row.length) - (divergence.dataSync()[0] as number);
    });

  test('leaves the less open the larger β = 1/T is, at the rate −β · Var(z)', () => {
    const betas = Array.from({ length: 25 }, (_, at) => 0.02 * 1.3 ** at);
    const entropies = betas.map(entropy);
    for (const [at, it] of entropies.entries())
      if (at > 0) expect(it).toBeLessThan(entropies[at - 1] as number);
    for (const beta of [0.25, 0.5, 1, 2]) {
      const p = softmax(row.map((it) => it * beta));
      const mean = row.reduce((sum, z, j) => sum + z * (p[j] as number), 0);
      const variance = row.reduce((sum, z, j) => sum + (z - mean) ** 2 * (p[j] as number), 0);
      const by = 0.02 * beta;
      const slope = (entropy(beta + by) - entropy(beta - by)) / (2 * by);
      expect(slope / (-beta * variance)).toBeGreaterThan(0.99);
      expect(slope / (-beta * variance)).toBeLessThan(1.01);
    }
  });

  test('knows nothing as β → 0, and one answer as β → ∞', () => {
    expect(Math.abs(entropy(1e-6) - Math.log(row.length))).toBeLessThan(1e-6);
    expect(Math.abs(entropy(1e3))).toBeLessThan(1e-6);
    const answer = k.softmax(tf.tensor1d(row.map((it) => it * 1e3)));
    expect([...answer.dataSync()]).toEqual([1, 0, 0, 0, 0]);
  });
});

describe('the gradient', () => {
  const at = (temperature: number, scale: boolean) =>
    lossOf(k, temperedSoftmax, BATCH, { temperature, scale }).gradient;

  test('is (pˢ − pᵗ)/T without T², and T times that difference with it', () => {
    for (const temperature of [0.5, 1, 4, 20])
      for (const [scale, factor] of [
        [false, 1 / temperature],
        [true, temperature],
      ] as const)
        for (const [i, row] of at(temperature, scale).entries()) {
          const [q, p] = [BATCH.student[i] ?? [], BATCH.teacher[i] ?? []].map((z) =>
            softmax(z.map((it) => it / temperature)),
          ) as [number[], number[]];
          for (const [j, it] of row.entries())
            expect(it).toBeCloseTo((factor * ((q[j] ?? 0) - (p[j] ?? 0))) / BATCH.student.length, 5);
        }
  });

  test('is that of the logits’ distance at T = 100, to 1 %', () => {
    const wanted = BATCH.student.map((row, i) =>
      row.map((it, j) => (it - (BATCH.teacher[i]?.[j] ?? 0)) / row.length / BATCH.student.length),
    );
    const difference = at(100, true).map((row, i) => row.map((it, j) => it - (wanted[i]?.[j] ?? 0)));
    expect(norm(difference) / norm(wanted)).toBeLessThan(0.01);
  });

  test('without T² falls to a quarter as T doubles', () => {
    expect(norm(at(80, false)) / norm(at(40, false))).toBeLessThan(0.26);
  });

  // A loss that clips probabilities at 1e-7, as one of tfjs does, ends at ln 1e7 = 16.1 and stops teaching there.
  test('and the value go on where probabilities are far below 1e-7', () => {
    const of = (by: number) =>
      lossOf(
        k,
        temperedSoftmax,
        { student: [[by, 0]], teacher: [[0, by]], labels: [] },
        { temperature: 1, scale: true },
      );
    expect(of(60).value).toBeCloseTo(60, 3);
    expect(Math.abs(of(60).gradient[0]?.[0] ?? 0)).toBeCloseTo(1, 5);
  });
});

// What one toolkit calls distillation by default, at T = 20, and what it gives an assistant's student.
test('tempered softmax is neither a squared distance of softened answers nor one of their logarithms', () => {
  const temperature = 20;
  const soft = (row: readonly number[]) => softmax(row.map((it) => it / temperature));
  const all = (of: (p: number, q: number) => number) =>
    BATCH.teacher.flatMap((row, i) => {
      const [p, q] = [soft(row), soft(BATCH.student[i] ?? [])];
      return p.map((it, j) => of(it, q[j] ?? Number.NaN));
    });
  const { value } = lossOf(k, temperedSoftmax, BATCH, { temperature, scale: true });
  const wanted = temperature ** 2 * all((p, q) => p * Math.log(p / q)).reduce((sum, it) => sum + it, 0);
  expect(value / (wanted / BATCH.student.length)).toBeCloseTo(1, 4);
  for (const scale of [1, temperature ** 2])
    for (const other of [(p: number, q: number) => p - q, (p: number, q: number) => Math.log(p / q)])
      expect(Math.abs((scale * meanOf(all((p, q) => other(p, q) ** 2))) / value - 1)).toBeGreaterThan(0.05);
});

// Two toolkits drop T² where the teacher has all of the weight.
test('T² stands in the plan by default, however the loss is shared with the labels', () => {
  for (const alpha of [0.1, 0.9, 1]) {
    const { plan } = planOf(withParams(starter(), 'distillation', { alpha, temperature: 4 }));
    const terms = plan.stages.flatMap((it) => it.terms).filter((it) => it.op === 'loss.tempered-softmax');
    expect(terms.map((it) => it.args)).toEqual([{ temperature: 4, scale: true }]);
  }
});

describe('a temperature that is not constant', () => {
  type Args = z.input<typeof temperedSoftmax.args>;
  const valueAt = async (progress: number, args: Args) =>
    lossOf(await plainKernel(progress), temperedSoftmax, BATCH, args).value;

  test('goes along a line from the first to the last', async () => {
    const linear = { temperature: 8, scale: true, course: { kind: 'linear', to: 2 } } as const;
    for (const [progress, temperature] of [
      [0, 8],
      [0.5, 5],
      [0.75, 3.5],
    ] as const)
      expect(await valueAt(progress, linear)).toBeCloseTo(await valueAt(0, { temperature, scale: true }), 5);
  });

  type Example = { readonly student: number[]; readonly teacher: number[] };
  const right: Example = { student: [4, 0, 0], teacher: [4, 0, 0.5] };
  const wrong: Example = { student: [0.1, 0.3, 0], teacher: [4, 0, 0.5] };
  /** How steep the loss of each example is, out of a batch of both. */
  const steepness = (args: Args): number[] => {
    const both = { student: [right.student, wrong.student], teacher: [right.teacher, wrong.teacher] };
    const { gradient } = lossOf(k, temperedSoftmax, { ...both, labels: [] }, args);
    return gradient.map((row) => norm([row]));
  };

  test.each([
    ['flsw', { kind: 'flsw', strength: 3, power: 1 }],
    ['cwsm', { kind: 'cwsm', strength: 3 }],
  ] as const)('%s gives the example that is wrong or unsure the harder target', (_, course) => {
    const args = { temperature: 4, scale: false };
    const [ofRight, ofWrong] = steepness({ ...args, course }) as [number, number];
    const [atFour, wrongAtFour] = steepness(args) as [number, number];
    // Without T², a colder example has the steeper gradient.
    expect(ofWrong).toBeGreaterThan(1.2 * wrongAtFour);
    expect(ofRight).toBeLessThan(0.95 * atFour);
  });

  test('of an example falls to 1 and no further', () => {
    const strong = { temperature: 2, scale: false, course: { kind: 'cwsm', strength: 1000 } } as const;
    expect(steepness(strong)[1]).toBeCloseTo(steepness({ temperature: 1, scale: false })[1] as number, 6);
  });
});
