import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { classWise } from '../../src/nodes/loss/class-wise/op.ts';
import { bottleneckLayers } from '../../src/nodes/loss/self-distillation/exits.ts';
import { selfDistillation } from '../../src/nodes/loss/self-distillation/op.ts';
import { newHead } from '../../src/nodes/network/truncated/truncate.ts';
import { networkShape } from '../../src/plan/layers.ts';
import type { Kernel } from '../../src/plan/operation.ts';
import { plainKernel, valueAndGradient } from './kernel.ts';

let k: Kernel;
beforeAll(async () => {
  k = await plainKernel();
});

const rows = (count: number, phase: number): number[][] =>
  Array.from({ length: count }, (_, row) =>
    Array.from({ length: 4 }, (_, column) => 2 * Math.sin(phase + row * 3 + column * 7)),
  );

describe('self-distillation', () => {
  test('lets no gradient into the end of the network, and one into the exit', () => {
    const args = { temperature: 3 };
    const [exit, end] = [rows(5, 1), rows(5, 2)];
    const into = (role: 'shallow' | 'deep'): number[] =>
      valueAndGradient(
        (z) => {
          const inputs = { shallow: tf.tensor2d(exit), deep: tf.tensor2d(end), [role]: z };
          // What has no gradient at all is asked for one by adding nothing.
          return k.add(selfDistillation.run(k, inputs, args), k.mul(k.sum(z), k.scalar(0)));
        },
        role === 'shallow' ? exit : end,
      ).gradient.flat();
    expect(into('deep').every((it) => it === 0)).toBe(true);
    expect(Math.max(...into('shallow').map(Math.abs))).toBeGreaterThan(0.01);
  });

  test('makes an exit of maps and of rows that ends in the classes', () => {
    const wide = bottleneckLayers([8, 8, 3], [4, 4, 6]) ?? [];
    expect(networkShape(wide, [8, 8, 3]).output).toEqual([4, 4, 6]);
    expect(networkShape(newHead([4, 4, 6], 10, 'pool'), [4, 4, 6]).output).toEqual([10]);
    expect(networkShape(newHead([6], 10, 'pool'), [6]).output).toEqual([10]);
    expect(bottleneckLayers([8], [4, 4, 6])).toBe(null);
  });
});

describe('class-wise self-distillation', () => {
  const lossOf = (student: readonly (readonly number[])[], labels: readonly number[]) =>
    valueAndGradient(
      (z) => classWise.run(k, { student: z, labels: tf.tensor1d([...labels], 'int32') }, { temperature: 4 }),
      student,
    );

  test('is nothing where images of one class get one answer, however the classes differ', () => {
    const [one, other] = rows(2, 5) as [number[], number[]];
    const { value, gradient } = lossOf([one, other, one, other, other], [0, 1, 0, 1, 1]);
    expect(Math.abs(value)).toBeLessThan(1e-5);
    expect(Math.max(...gradient.flat().map(Math.abs))).toBeLessThan(1e-5);
  });

  test('does not see an example that is alone in its class, and is 0 where all are', () => {
    const student = rows(4, 3);
    const paired = lossOf(student.slice(0, 2), [2, 2]);
    const among = lossOf(student, [2, 2, 0, 1]);
    expect(among.value).toBeCloseTo(paired.value, 6);
    expect(
      among.gradient
        .slice(2)
        .flat()
        .every((it) => it === 0),
    ).toBe(true);
    const alone = lossOf(student, [0, 1, 2, 3]);
    expect([alone.value, ...alone.gradient.flat()].every((it) => it === 0)).toBe(true);
  });
});
