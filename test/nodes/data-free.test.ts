import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { activity, classBalance, held, noise, oneHot, pixels } from '../../src/nodes/loss/dafl/op.ts';
import { disagreement, reversed } from '../../src/nodes/loss/zskt/op.ts';
import type { Kernel } from '../../src/plan/operation.ts';
import { streamOf } from '../../src/runtime/engine/streams.ts';
import { plainKernel, valueAndGradient } from './kernel.ts';

const number = fc.double({ min: -30, max: 30, noNaN: true }).map(Math.fround);
const rows = (columns: number) =>
  fc.array(fc.array(number, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 6 });
const scalarOf = (run: () => tf.Tensor): number => tf.tidy(() => run().dataSync()[0] as number);

/** A kernel that draws, by the name of the stream. */
async function drawing(): Promise<Kernel> {
  const kernel = await plainKernel();
  return Object.assign(Object.create(kernel) as Kernel, {
    random: (name: string, shape: number[]) => {
      const stream = streamOf(1, name, 0);
      const size = shape.reduce((product, it) => product * it, 1);
      return tf.tensor(
        Float32Array.from({ length: size }, () => stream.uniform()),
        shape,
      );
    },
  });
}

describe('the noise', () => {
  test('is normal, as much as is asked for, and looks at no value', async () => {
    const k = await drawing();
    const draw = (fill: number): Float32Array =>
      tf.tidy(() =>
        noise
          .run(k, { like: tf.fill([400, 2, 2, 1], fill) }, { size: 25, stream: 'z' })
          .dataSync<'float32'>(),
      );
    const values = draw(0);
    expect(values).toHaveLength(400 * 25);
    expect(draw(9)).toEqual(values);
    const mean = (of: (it: number) => number): number =>
      values.reduce((sum, it) => sum + of(it), 0) / values.length;
    // Four deviations of each of these means of ten thousand draws.
    expect(Math.abs(mean((it) => it))).toBeLessThan(0.04);
    expect(Math.abs(mean((it) => it * it) - 1)).toBeLessThan(0.057);
    expect(Math.abs(mean((it) => it ** 4) - 3)).toBeLessThan(0.4);
    expect(Math.abs(mean((it) => (Math.abs(it) < 1 ? 1 : 0)) - 0.6827)).toBeLessThan(0.019);
  });
});

test('pixels stay between the darkest and the brightest, in the order of what they are made of', async () => {
  const k = await plainKernel();
  fc.assert(
    fc.property(rows(5), ([row = []]) => {
      const sorted = row.toSorted((a, b) => a - b);
      const made = tf.tidy(() => [
        ...pixels.run(k, { x: tf.tensor2d([sorted]) }, { least: -0.5, most: 2.5 }).dataSync(),
      ]);
      expect(made).toEqual(made.toSorted((a, b) => a - b));
      for (const it of made) expect(it).toBeGreaterThanOrEqual(-0.5);
      for (const it of made) expect(it).toBeLessThanOrEqual(2.5);
    }),
  );
});

test('what is reversed is the same to the last bit, and its gradient has the other sign', async () => {
  const k = await plainKernel();
  fc.assert(
    fc.property(rows(4), (x) => {
      const square = (of: (it: tf.Tensor) => tf.Tensor) =>
        valueAndGradient((it) => tf.sum(tf.square(of(it))), x);
      const [own, turned] = [square((it) => it), square((it) => reversed.run(k, { x: it }, {}))];
      expect(turned.value).toBe(own.value);
      for (const [at, row] of turned.gradient.entries())
        for (const [place, it] of row.entries())
          expect(Math.abs(it + (own.gradient[at]?.[place] ?? Number.NaN))).toBe(0);
    }),
  );
});

test('what is held lets no gradient through', async () => {
  const k = await plainKernel();
  const { value, gradient } = valueAndGradient(
    (x) => tf.sum(tf.add(held.run(k, { x }, {}), tf.mul(x, tf.scalar(3)))),
    [[1, -2]],
  );
  expect(value).toBe(-4);
  expect(gradient).toEqual([[3, 3]]);
});

describe("the generator's parts", () => {
  test('one class each: 0 where the teacher is certain, ln c where it knows nothing, never outside', async () => {
    const k = await plainKernel();
    const of = (z: number[][]): number => scalarOf(() => oneHot.run(k, { teacher: tf.tensor2d(z) }, {}));
    expect(
      of([
        [60, 0, 0],
        [0, 0, 60],
      ]),
    ).toBeCloseTo(0, 6);
    expect(of([[1, 1, 1]])).toBeCloseTo(Math.log(3), 6);
    fc.assert(
      fc.property(rows(4), (z) => {
        expect(of(z)).toBeGreaterThanOrEqual(0);
        expect(of(z)).toBeLessThanOrEqual(Math.log(4) + 1e-5);
      }),
    );
  });

  test('all classes: least where each class has as many, 0 where all are of one', async () => {
    const k = await plainKernel();
    const of = (z: number[][]): number =>
      scalarOf(() => classBalance.run(k, { teacher: tf.tensor2d(z) }, {}));
    expect(
      of([
        [90, 0],
        [0, 90],
      ]),
    ).toBeCloseTo(-Math.log10(2), 6);
    expect(
      of([
        [200, 0],
        [200, 0],
      ]),
    ).toBeCloseTo(0, 6);
    fc.assert(
      fc.property(rows(4), (z) => {
        expect(of(z)).toBeGreaterThanOrEqual(-Math.log10(4) - 1e-5);
        expect(of(z)).toBeLessThanOrEqual(1e-6);
      }),
    );
  });

  test('response: the mean size, negated; a unit that is off has no slope', async () => {
    const k = await plainKernel();
    const { value, gradient } = valueAndGradient(
      (teacher) => activity.run(k, { teacher }, {}),
      [[3, -1, 0, 0]],
    );
    expect(value).toBe(-1);
    expect(gradient.map((row) => row.map((it) => it + 0))).toEqual([[-0.25, 0.25, 0, 0]]);
  });
});

test('two disagree by nothing where they say the same, and T² keeps the size', async () => {
  const k = await plainKernel();
  const of = (s: number[][], t: number[][], temperature: number): number =>
    scalarOf(() =>
      disagreement.run(k, { student: tf.tensor2d(s), teacher: tf.tensor2d(t) }, { temperature }),
    );
  fc.assert(
    fc.property(rows(3), (z) => {
      const other = z.map((row) => row.toReversed());
      expect(Math.abs(of(z, z, 2))).toBeLessThan(1e-5);
      expect(of(z, other, 1)).toBeGreaterThanOrEqual(-1e-5);
      const scaled = (all: number[][]): number[][] => all.map((row) => row.map((it) => 4 * it));
      const [hot, cold] = [of(scaled(z), scaled(other), 4), of(z, other, 1)];
      expect(Math.abs(hot - 16 * cold)).toBeLessThan(1e-3 * Math.max(1, Math.abs(hot)));
    }),
  );
});
