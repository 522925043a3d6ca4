import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import { theseus } from '../../src/nodes/model/theseus/op.ts';
import type { Kernel } from '../../src/plan/operation.ts';
import { plainKernel } from './kernel.ts';

/** Whether the student's block was taken, for draws spread evenly over [0, 1). */
async function shareOf(progress: number, args: { from: number; until: number }): Promise<number> {
  const k = await plainKernel(progress);
  const draws = Array.from({ length: 200 }, (_, at) => at / 200);
  const [student, teacher] = [tf.tensor2d([[1, -0.3]]), tf.tensor2d([[7, 0.1]])];
  const taken = draws.filter((draw) => {
    const random = (stream: string, shape: number[]): tf.Tensor => {
      expect(stream).toBe('block-1');
      return tf.fill(shape, draw);
    };
    const out = theseus.run(
      Object.assign(Object.create(k) as Kernel, { random }),
      { student, teacher },
      { ...args, stream: 'block-1' },
    );
    const values = [...out.dataSync()];
    const own = values[0] === 1;
    // One of both, to the last bit.
    expect(values).toEqual([...(own ? student : teacher).dataSync()]);
    return own;
  });
  return taken.length / draws.length;
}

describe('a block that is replaced by chance', () => {
  test('is the teacher’s for certain at a chance of 0, and the student’s from until on', async () => {
    expect(await shareOf(0, { from: 0, until: 0.5 })).toBe(0);
    for (const progress of [0.5, 0.7, 0.999])
      expect(await shareOf(progress, { from: 0, until: 0.5 })).toBe(1);
    expect(await shareOf(0, { from: 1, until: 1 })).toBe(1);
  });

  test('is the student’s more and more often, in a straight line', async () => {
    expect(await shareOf(0, { from: 0.5, until: 1 })).toBeCloseTo(0.5, 2);
    expect(await shareOf(0.5, { from: 0.5, until: 1 })).toBeCloseTo(0.75, 2);
    expect(await shareOf(0.25, { from: 0, until: 0.5 })).toBeCloseTo(0.5, 2);
  });
});
