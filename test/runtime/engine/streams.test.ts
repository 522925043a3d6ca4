import { describe, expect, test } from 'vitest';
import { freshWeights } from '../../../src/runtime/engine/fresh-weights.ts';
import { shuffled, streamOf } from '../../../src/runtime/engine/streams.ts';
import { mlpLayers, network } from './plans.ts';

const draws = (seed: number, name: string, step: number): number[] => {
  const stream = streamOf(seed, name, step);
  return Array.from({ length: 5 }, () => stream.uniform());
};
const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, it) => sum + it, 0) / values.length;

/** The mean of many draws, as near as chance lets it come: four of its own deviations. */
function expectMean(draws: readonly number[], wanted: number, variance: number): void {
  expect(Math.abs(mean(draws) - wanted)).toBeLessThan(4 * Math.sqrt(variance / draws.length));
}

describe('a stream', () => {
  test('is its key alone', () => {
    expect(draws(1, 'a', 0)).toEqual(draws(1, 'a', 0));
    for (const other of [draws(2, 'a', 0), draws(1, 'b', 0), draws(1, 'a', 1)])
      expect(other).not.toEqual(draws(1, 'a', 0));
  });

  test('is known for ever: a changed number would change every run', () => {
    expect(draws(1, 'a', 0)).toMatchInlineSnapshot(`
      [
        0.11310738325119019,
        0.04175442457199097,
        0.7485473155975342,
        0.6989775896072388,
        0.36360669136047363,
      ]
    `);
  });

  test('is uniform in [0, 1), and its normal has mean 0 and variance 1', () => {
    const stream = streamOf(3, 'many', 0);
    const uniform = Array.from({ length: 100_000 }, stream.uniform);
    expect(Math.min(...uniform.slice(0, 50_000))).toBeGreaterThanOrEqual(0);
    expect(Math.max(...uniform.slice(0, 50_000))).toBeLessThan(1);
    const moment = (values: readonly number[], power: number) => values.map((it) => it ** power);
    const centred = uniform.map((it) => it - 0.5);
    expectMean(centred, 0, 1 / 12);
    expectMean(moment(centred, 2), 1 / 12, 1 / 80 - 1 / 144);
    const normal = Array.from({ length: 100_000 }, stream.normal);
    expectMean(normal, 0, 1);
    expectMean(moment(normal, 2), 1, 2);
    expectMean(moment(normal, 4), 3, 96);
  });

  test('shuffles: every number once, every place as likely', () => {
    const order = shuffled(1000, streamOf(1, 'order', 0));
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, at) => at));
    const first = Array.from({ length: 6000 }, (_, at) => shuffled(6, streamOf(1, 'order', at))[0] as number);
    for (const value of [0, 1, 2, 3, 4, 5])
      expect(first.filter((it) => it === value).length).toSatisfy((it: number) => it > 850 && it < 1150);
  });
});

describe('fresh weights', () => {
  const layers = mlpLayers(400);

  test('have the variance 2 / inputs, biases of zero', () => {
    const weights = freshWeights(network('network-1', layers), 1, 'start');
    const kernel = weights.get('dense-2/kernel') ?? new Float32Array();
    const inputs = kernel.length / 400;
    expectMean(
      Array.from(kernel, (it) => it ** 2),
      2 / inputs,
      2 * (2 / inputs) ** 2,
    );
    expect(weights.get('dense-2/bias')?.every((it) => it === 0)).toBe(true);
  });

  test('are equal for equal seed and stream, whatever the network is called', () => {
    const a = freshWeights(network('network-1', layers), 1, 'start');
    expect(freshWeights(network('network-9', layers), 1, 'start')).toEqual(a);
    expect(freshWeights(network('network-1', layers), 2, 'start')).not.toEqual(a);
    expect(freshWeights(network('network-1', layers), 1, 'other')).not.toEqual(a);
  });
});
