import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { averagedLayers } from '../../src/nodes/model/averaged-layers/op.ts';
import { TEACHERS } from '../../src/nodes/model/averaged-teachers/op.ts';
import type { Kernel } from '../../src/plan/operation.ts';
import { plainKernel } from './kernel.ts';

let k: Kernel;
beforeAll(async () => {
  k = await plainKernel();
});

const SHAPE = [2, 2, 3, 2];
const SIZE = 24;
const mean = (layers: readonly (readonly number[])[]): number[] =>
  tf.tidy(() => {
    const inputs = Object.fromEntries(layers.map((it, at) => [TEACHERS[at], tf.tensor([...it], SHAPE)]));
    const found = averagedLayers.run(k, inputs as Parameters<typeof averagedLayers.run>[1], {});
    expect(found.shape).toEqual(SHAPE);
    return [...found.dataSync()];
  });

const layer = fc.array(fc.float({ min: -50, max: 50, noNaN: true }), { minLength: SIZE, maxLength: SIZE });
const layers = fc.array(layer, { minLength: 1, maxLength: 6 });

describe('averaged layers', () => {
  test('of one teacher several times are its own', () => {
    fc.assert(
      fc.property(layer, fc.integer({ min: 1, max: 6 }), (one, count) => {
        for (const [at, it] of mean(Array.from({ length: count }, () => one)).entries())
          expect(Math.abs(it - (one[at] as number))).toBeLessThan(1e-5 * Math.max(1, Math.abs(it)));
      }),
    );
  });

  test('are the mean value by value, in every order', () => {
    fc.assert(
      fc.property(layers, (all) => {
        const [found, turned] = [mean(all), mean(all.toReversed())];
        for (let at = 0; at < SIZE; at += 1) {
          const wanted = all.reduce((sum, it) => sum + (it[at] as number), 0) / all.length;
          for (const it of [found, turned]) expect(Math.abs((it[at] as number) - wanted)).toBeLessThan(1e-4);
        }
      }),
    );
  });
});
