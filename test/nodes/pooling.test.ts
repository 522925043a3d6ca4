import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { alike, poolTo } from '../../src/nodes/arithmetic/pooling.ts';
import type { Kernel } from '../../src/plan/operation.ts';
import { plainKernel } from './kernel.ts';
import { layer } from './on-layers.ts';

let k: Kernel;
beforeAll(async () => {
  k = await plainKernel();
});

/** One mean after the other. */
function byHand(maps: number[][][], h: number, w: number): number[][][] {
  const [H, W, c] = [maps.length, maps[0]?.length ?? 0, maps[0]?.[0]?.length ?? 0];
  const span = (at: number, to: number, from: number) =>
    Array.from({ length: from }, (_, i) => i).slice(
      Math.floor((at * from) / to),
      Math.ceil(((at + 1) * from) / to),
    );
  return Array.from({ length: h }, (_, y) =>
    Array.from({ length: w }, (_, x) =>
      Array.from({ length: c }, (_, channel) => {
        const values = span(y, h, H).flatMap((i) =>
          span(x, w, W).map((j) => maps[i]?.[j]?.[channel] ?? Number.NaN),
        );
        return values.reduce((sum, it) => sum + it, 0) / values.length;
      }),
    ),
  );
}

const sizes = fc.record({
  H: fc.integer({ min: 1, max: 9 }),
  W: fc.integer({ min: 1, max: 9 }),
  h: fc.integer({ min: 1, max: 9 }),
  w: fc.integer({ min: 1, max: 9 }),
});

test('adaptive pooling is the mean over the places that fall to a place, for every pair of sizes', () => {
  fc.assert(
    fc.property(sizes, ({ H, W, h, w }) => {
      const to = [Math.min(h, H), Math.min(w, W)] as const;
      const maps = layer([2, H, W, 3], H * 100 + W);
      const found = poolTo(k, maps, ...to).dataSync();
      const wanted = (maps.arraySync() as number[][][][]).flatMap((it) => byHand(it, ...to)).flat(2);
      expect(found).toHaveLength(wanted.length);
      for (const [at, it] of wanted.entries()) expect(found[at]).toBeCloseTo(it, 5);
    }),
    { numRuns: 60, seed: 3 },
  );
});

test('its gradient gives back what each place took part in', () => {
  for (const [size, to] of [
    [5, 2],
    [6, 3],
  ] as const) {
    const gradient = tf.grad((x) => tf.sum(poolTo(k, x, to, to)))(layer([1, size, size, 1], 1));
    expect(tf.sum(gradient).dataSync()[0]).toBeCloseTo(to * to, 5);
    expect(tf.min(gradient).dataSync()[0]).toBeGreaterThan(0);
  }
});

test('two maps meet at the smaller height and the smaller width', () => {
  const [a, b] = alike(k, layer([1, 2, 6, 3], 1), layer([1, 5, 4, 2], 2));
  expect([a.shape, b.shape]).toEqual([
    [1, 2, 4, 3],
    [1, 2, 4, 2],
  ]);
});
