import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { weightDistance } from '../../src/nodes/loss/weight-distance/op.ts';
import { plainKernel, valueAndGradient } from './kernel.ts';

test('the distance of weights is Σ(θ − θ⁰)² with gradient 2(θ − θ⁰), and nothing where nothing moved', async () => {
  const k = await plainKernel();
  const value = fc.float({ min: -4, max: 4, noNaN: true });
  const rows = fc
    .integer({ min: 1, max: 9 })
    .chain((p) => fc.tuple(...[0, 1].map(() => fc.array(value, { minLength: p, maxLength: p }))));
  fc.assert(
    fc.property(rows, ([own, first]) => {
      const student = own as number[];
      const start = tf.tensor1d(first as number[]);
      const loss = (x: tf.Tensor) => weightDistance.run(k, { student: tf.reshape(x, [-1]), start }, {});
      const found = valueAndGradient(loss, [student]);
      const moved = student.map((it, at) => it - ((first as number[])[at] as number));
      const wanted = moved.reduce((sum, it) => sum + it * it, 0);
      expect(Math.abs(found.value - wanted)).toBeLessThanOrEqual(1e-5 * Math.max(1e-3, wanted));
      for (const [at, it] of moved.entries())
        expect(Math.abs((found.gradient[0]?.[at] ?? Number.NaN) - 2 * it)).toBeLessThanOrEqual(1e-4);
      expect(valueAndGradient(loss, [first as number[]]).value).toBe(0);
    }),
  );
});
