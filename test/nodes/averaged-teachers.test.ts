import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { annealedSum } from '../../src/nodes/loss/annealed-sum/op.ts';
import { averagedTeachers, TEACHERS } from '../../src/nodes/model/averaged-teachers/op.ts';
import type { Kernel } from '../../src/plan/operation.ts';
import { plainKernel } from './kernel.ts';
import { logSoftmax, type Rows, softmax } from './reference.ts';

let k: Kernel;
beforeAll(async () => {
  k = await plainKernel();
});

type Average = 'probs' | 'logits';
const averaged = (teachers: readonly Rows[], average: Average, temperature = 1): number[][] =>
  tf.tidy(() => {
    const inputs = Object.fromEntries(
      teachers.map((it, at) => [TEACHERS[at], tf.tensor2d(it as number[][])]),
    ) as Parameters<typeof averagedTeachers.run>[1];
    return averagedTeachers.run(k, inputs, { average, temperature }).arraySync() as number[][];
  });

const row = fc.array(fc.float({ min: -12, max: 12, noNaN: true }), { minLength: 4, maxLength: 4 });
const rows = fc.array(row, { minLength: 3, maxLength: 3 });
const teachers = fc.array(rows, { minLength: 1, maxLength: 6 });
const temperature = fc.constantFrom(0.5, 1, 2, 10);
const average = fc.constantFrom<Average>('probs', 'logits');

const probabilities = (of: Rows, by = 1): number[] => of.flatMap((it) => softmax(it.map((z) => z / by)));
function expectClose(found: readonly number[], wanted: readonly number[], tolerance = 1e-6): void {
  expect(found).toHaveLength(wanted.length);
  for (const [at, it] of wanted.entries())
    expect(Math.abs((found[at] as number) - it)).toBeLessThan(tolerance);
}
const meanOf = (all: readonly (readonly number[])[]): number[] =>
  (all[0] ?? []).map((_, at) => all.reduce((sum, it) => sum + (it[at] as number), 0) / all.length);

describe('averaged teachers', () => {
  test('that are one teacher several times say what it says', () => {
    fc.assert(
      fc.property(rows, average, temperature, fc.integer({ min: 1, max: 6 }), (one, of, by, count) => {
        const found = averaged(
          Array.from({ length: count }, () => one),
          of,
          by,
        );
        expectClose(probabilities(found, by), probabilities(one, by));
      }),
    );
  });

  test('say the same in every order', () => {
    fc.assert(
      fc.property(teachers, average, temperature, fc.integer({ min: 1, max: 5 }), (all, of, by, turn) => {
        const turned = [...all.slice(turn), ...all.slice(0, turn)].toReversed();
        expectClose(
          probabilities(averaged(turned, of, by), by),
          probabilities(averaged(all, of, by), by),
          2e-6,
        );
      }),
    );
  });

  test('have the mean of the tempered probabilities', () => {
    fc.assert(
      fc.property(teachers, temperature, (all, by) => {
        expectClose(
          probabilities(averaged(all, 'probs', by), by),
          meanOf(all.map((it) => probabilities(it, by))),
          2e-6,
        );
      }),
    );
  });

  test('cost a student the mean of what each costs it, where probabilities are averaged and not where logits are', () => {
    const cost = (of: Rows, student: readonly number[]) =>
      of.map((it) => -softmax(it).reduce((sum, p, at) => sum + p * (logSoftmax(student)[at] as number), 0));
    fc.assert(
      fc.property(teachers, row, (all, student) => {
        const wanted = meanOf(all.map((it) => cost(it, student)));
        const found = cost(averaged(all, 'probs'), student);
        for (const [at, it] of wanted.entries())
          expect(Math.abs((found[at] as number) - it)).toBeLessThan(1e-5 * Math.max(1, it));
      }),
    );
    const disagreeing: Rows[] = [[[6, 0, 0, 0]], [[0, 2, 0, 0]]];
    const wanted = meanOf(disagreeing.map((it) => cost(it, [1, 2, 3, 4])));
    const ofLogits = cost(averaged(disagreeing, 'logits'), [1, 2, 3, 4]);
    expect(Math.abs((ofLogits[0] as number) - (wanted[0] as number))).toBeGreaterThan(0.1);
  });

  test('stay finite where teachers are certain of different classes', () => {
    const found = averaged([[[300, 0, 0, 0]], [[0, 300, 0, 0]]], 'probs').flat();
    expect(found.every(Number.isFinite)).toBe(true);
    expectClose(softmax(found), [0.5, 0.5, 0, 0]);
  });
});

describe('the annealed sum', () => {
  const at = async (progress: number, args: Partial<Parameters<typeof annealedSum.run>[2]> = {}) => {
    const kernel = await plainKernel(progress);
    const all = { from: 0, to: 1, begin: 0, over: 1, ...args };
    return tf.tidy(
      () => annealedSum.run(kernel, { first: tf.scalar(1), second: tf.scalar(3) }, all).dataSync()[0],
    );
  };

  test('goes from the second loss to the first, in a straight line', async () => {
    expect(await at(0)).toBe(3);
    expect(await at(0.25)).toBeCloseTo(2.5, 6);
    expect(await at(0.999)).toBeCloseTo(1.002, 5);
  });

  test('waits for its beginning, and stays once it has arrived', async () => {
    const late = { from: 0.5, to: 1, begin: 0.5, over: 0.25 };
    expect(await at(0.4, late)).toBe(2);
    expect(await at(0.625, late)).toBeCloseTo(1.5, 6);
    expect(await at(0.8, late)).toBe(1);
  });
});
