import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { mutualLearning, PEERS } from '../../src/nodes/loss/mutual-learning/op.ts';
import { temperedSoftmax } from '../../src/nodes/loss/tempered-softmax/op.ts';
import type { Kernel } from '../../src/plan/operation.ts';
import { plainKernel, valueAndGradient } from './kernel.ts';

let k: Kernel;
beforeAll(async () => {
  k = await plainKernel();
});

type Inputs = Parameters<typeof mutualLearning.run>[1];

describe('mutual learning', () => {
  const all = [3, 4, 5, 6].map((seed): number[][] =>
    Array.from({ length: 6 }, (_, row) =>
      Array.from({ length: 5 }, (_, column) => 3 * Math.sin(seed * 7 + row * 5 + column * 11)),
    ),
  );

  test.each([2, 3, 4])(
    'of %i students draws each as a distillation from the mean loss of all others would, and from nothing else',
    (count) => {
      const students = all.slice(0, count);
      for (const [at, student] of students.entries()) {
        const args = { temperature: 2 };
        const { gradient } = valueAndGradient((z) => {
          const inputs = students.map((it, of) => [PEERS[of], of === at ? z : tf.tensor2d(it)]);
          return mutualLearning.run(k, Object.fromEntries(inputs) as Inputs, args);
        }, student);
        const others = students.filter((_, of) => of !== at);
        const { gradient: wanted } = valueAndGradient(
          (z) =>
            k.mul(
              k.addN(
                others.map((it) =>
                  temperedSoftmax.run(k, { student: z, teacher: tf.tensor2d(it) }, { ...args, scale: true }),
                ),
              ),
              k.scalar(1 / others.length),
            ),
          student,
        );
        for (const [row, values] of wanted.entries())
          for (const [column, value] of values.entries())
            expect(gradient[row]?.[column]).toBeCloseTo(value, 6);
      }
    },
  );

  test('is nothing where all say the same', () => {
    const same = { first: tf.tensor2d(all[0] ?? []), second: tf.tensor2d(all[0] ?? []) } as Inputs;
    expect(Math.abs(mutualLearning.run(k, same, { temperature: 1 }).dataSync()[0] as number)).toBeLessThan(
      1e-6,
    );
  });
});
