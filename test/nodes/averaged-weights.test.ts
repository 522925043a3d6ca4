import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { assertSameLayers, startAveragedWeights } from '../../src/nodes/model/averaged-weights/op.ts';
import type { Layer } from '../../src/plan/layers.ts';
import { ChangeRefusal, type Weighted } from '../../src/plan/start.ts';
import { startCpu } from '../../src/runtime/engine/backend/cpu.ts';
import { mlpLayers } from '../runtime/engine/plans.ts';
import { answers, INPUT, resnetLayers, weighted } from './weighted-network.ts';

beforeAll(() => startCpu());

type Average = 'weights' | 'trunkWeights';
function averaged(from: readonly Weighted[], average: Average = 'weights'): Weighted {
  const { layers, input } = from[0] as Weighted;
  const at = { network: { layers, input }, from, fresh: unasked, draw: unasked };
  return { layers, input, weights: startAveragedWeights.weights(at, { average }) };
}
const unasked = (): never => expect.fail('a mean needs no draws');

/** The largest distance of two weights. */
const apart = (one: Weighted, other: Weighted): number =>
  Math.max(
    ...[...one.weights].map(([name, values]) =>
      Math.max(...values.map((it, at) => Math.abs(it - (other.weights.get(name)?.[at] as number)))),
    ),
  );
const average = fc.constantFrom<Average>('weights', 'trunkWeights');

describe('averaged weights', () => {
  test('of one network several times are that network, to the bit, running statistics too', () => {
    const one = weighted(resnetLayers(1, 4), 3);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), average, (count, of) => {
        const mean = averaged(
          Array.from({ length: count }, () => one),
          of,
        );
        expect([...mean.weights.keys()].sort()).toEqual([...one.weights.keys()].sort());
        expect(apart(mean, one)).toBe(0);
      }),
      { numRuns: 12 },
    );
    expect(answers(averaged([one, one, one]))).toEqual(answers(one));
    expect([...one.weights.keys()].some((it) => it.endsWith('/variance'))).toBe(true);
  });

  test('are the mean, in every order, and leave what they are made of as it was', () => {
    const all = [3, 4, 5].map((it) => weighted(mlpLayers(4), it));
    const before = all.map(({ weights }) => [...weights].map(([name, it]) => [name, [...it]]));
    const mean = averaged(all);
    for (const [name, values] of mean.weights)
      for (const [at, it] of values.entries()) {
        const wanted = all.reduce((sum, { weights }) => sum + (weights.get(name)?.[at] as number), 0) / 3;
        expect(Math.abs(it - wanted)).toBeLessThan(1e-6);
      }
    expect(apart(averaged(all.toReversed()), mean)).toBeLessThan(1e-6);
    expect(all.map(({ weights }) => [...weights].map(([name, it]) => [name, [...it]]))).toEqual(before);
  });

  test('of a trunk keep the last layer of the first network, whatever the classes of the others', () => {
    const [digits, pairs] = [weighted(mlpLayers(4), 3), weighted(withClasses(2), 4)];
    const mean = averaged([digits, pairs], 'trunkWeights');
    const of = (it: Weighted, name: string) => it.weights.get(name) as Float32Array;
    for (const name of ['logits/kernel', 'logits/bias']) expect(of(mean, name)).toEqual(of(digits, name));
    const [kernel, one, other] = [mean, digits, pairs].map((it) => of(it, 'dense-2/kernel'));
    expect(kernel?.[5]).toBeCloseTo(((one?.[5] ?? 0) + (other?.[5] ?? 0)) / 2, 6);
    expect(kernel?.[5]).not.toBe(one?.[5]);
  });

  test('are refused where layers differ, by the name of the first that does', () => {
    const refusal = (one: Layer[], other: Layer[], of: Average = 'weights', input = INPUT): string => {
      try {
        assertSameLayers({ layers: one, input: INPUT }, { layers: other, input }, of);
      } catch (error) {
        if (error instanceof ChangeRefusal) return error.message;
        throw error;
      }
      return '';
    };
    expect(refusal(mlpLayers(4), mlpLayers(4))).toBe('');
    expect(refusal(mlpLayers(4), withClasses(2), 'trunkWeights')).toBe('');
    expect(refusal(mlpLayers(4), withClasses(2))).toContain('layer 4');
    expect(refusal(mlpLayers(4), mlpLayers(5))).toMatch(
      /^layer 2 of one is dense-2 .* units 4 and .* units 5$/,
    );
    // Only the last layer of both is free.
    expect(refusal(mlpLayers(4), mlpLayers(5), 'trunkWeights')).toContain('units 5');
    expect(refusal(mlpLayers(4), mlpLayers(4, 4), 'trunkWeights')).toContain('layer 4');
    expect(refusal(mlpLayers(4), mlpLayers(4), 'weights', [8, 8, 1])).toContain('8×8×1');
  });
});

const withClasses = (units: number): Layer[] =>
  mlpLayers(4).map((it) => (it.id === 'logits' ? ({ ...it, units } as Layer) : it));
