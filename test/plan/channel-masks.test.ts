import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawnShape, withMasks, withoutMasks } from '../../src/plan/channel-masks.ts';
import { type Layer, networkShape } from '../../src/plan/layers.ts';
import { keptBy, pruneChannels } from '../../src/plan/prune-channels.ts';
import { freshWeights } from '../../src/runtime/engine/fresh-weights.ts';
import { streamOf } from '../../src/runtime/engine/streams.ts';
import { resnetLayers } from '../nodes/weighted-network.ts';
import { noise } from '../runtime/engine/one-step.ts';
import { plainForward } from '../runtime/engine/plain-forward.ts';
import { chain, lenetLayers, network } from '../runtime/engine/plans.ts';
import '../property-seed.ts';

const INPUT = [12, 12, 1];
const norm = { kind: 'batch-norm', momentum: 0.9, epsilon: 1e-3 } as const;
const relu = { kind: 'activation', function: 'relu' } as const;
const conv = (filters: number) =>
  ({ kind: 'conv2d', filters, kernel: 3, stride: 2, padding: 'same', bias: true }) as const;

type Case = { readonly layers: Layer[]; readonly masked: readonly string[] };
const CASES: Record<string, Case> = {
  'a LeNet behind its second activation': { layers: lenetLayers(3, 5, 8), masked: ['activation-5'] },
  'a LeNet at its first convolution itself': { layers: lenetLayers(3, 5, 8), masked: ['conv2d-1'] },
  'a LeNet at two layers': { layers: lenetLayers(3, 5, 8), masked: ['activation-2', 'activation-5'] },
  'within a residual block': { layers: resnetLayers(1, 4), masked: ['stage2.block1.relu1'] },
  'pooled to rows': {
    layers: chain([conv(5), norm, relu, { kind: 'global-average-pool' }, { kind: 'dense', units: 10 }]),
    masked: ['activation-3'],
  },
  'behind a sum': { layers: resnetLayers(1, 4), masked: ['stage1.block1.relu2'] },
  'in front of a normalization': {
    layers: chain([conv(5), norm, relu, { kind: 'flatten' }, { kind: 'dense', units: 10 }]),
    masked: ['conv2d-1'],
  },
};

/** Channels of these are masked and stay. */
const NEEDED = new Set(['behind a sum', 'in front of a normalization']);

type Weights = Map<string, Float32Array<ArrayBuffer>>;
const drawnWeights = (layers: Layer[]): Weights => {
  const stream = streamOf(3, 'weights', 0);
  const fresh = freshWeights(network('network-1', layers, { input: INPUT }), 1, 'start');
  // A bias that is nowhere 0 is what a channel that is merely unused would leave behind.
  return new Map(
    [...fresh].map(([name, it]) => [
      name,
      Float32Array.from(it, (value) => (name.endsWith('/mask') ? 1 : value + 0.1 + 0.2 * stream.uniform())),
    ]),
  );
};
const { images } = noise(INPUT, 1, 1);
const answer = (layers: readonly Layer[], weights: Weights | ReadonlyMap<string, Float32Array>): number[] =>
  plainForward(layers, INPUT, weights, images).get(layers.at(-1)?.id ?? '') ?? [];
const widthOf = (layers: readonly Layer[], id: string): number =>
  networkShape(layers, INPUT).layers.get(id)?.output.at(-1) ?? Number.NaN;

describe.each(Object.entries(CASES))('%s', (name, { layers, masked }) => {
  const whole = withMasks(layers, new Set(masked));
  const stays = NEEDED.has(name);

  test('whatever is masked, the saved network answers the same and has the names of the one without masks', () => {
    const drawn = fc.tuple(
      ...masked.map((it) => {
        const length = widthOf(layers, it);
        return fc.array(fc.boolean(), { minLength: length, maxLength: length });
      }),
    );
    fc.assert(
      fc.property(drawn, (masks) => {
        const weights = drawnWeights(whole);
        for (const [at, id] of masked.entries())
          weights.set(`${id}/mask`, Float32Array.from(masks[at] ?? [], Number));
        const saved = pruneChannels({ input: INPUT, layers: whole, weights });
        const [before, after] = [answer(whole, weights), answer(saved.layers, saved.weights)];
        expect(after).toHaveLength(before.length);
        for (const [at, value] of after.entries())
          expect(Math.abs(value - (before[at] ?? Number.NaN))).toBeLessThan(1e-9);
        const places = [...networkShape(saved.layers, INPUT).layers].flatMap(([id, it]) =>
          it.weights.map((weight) => [
            `${id}/${weight.name}`,
            weight.shape.reduce((all, size) => all * size, 1),
          ]),
        );
        expect([...saved.weights].map(([of, it]) => [of, it.length])).toEqual(places);
        for (const [at, id] of masked.entries()) {
          const left = masks[at]?.filter(Boolean).length ?? 0;
          if (stays || masks.some((it) => !it.includes(true))) continue;
          expect(widthOf(saved.layers, id)).toBe(left);
          expect(saved.layers.map((it) => it.id)).toEqual(layers.map((it) => it.id));
        }
      }),
      { numRuns: 20 },
    );
  });

  test('masks that leave nothing out are nothing: layers and weights are those without', () => {
    const weights = drawnWeights(whole);
    const plain = pruneChannels({ input: INPUT, layers: whole, weights });
    expect(plain.layers).toEqual(layers);
    expect(answer(plain.layers, plain.weights)).toEqual(answer(whole, weights));
    expect(drawnShape({ layers: whole, input: INPUT })).toEqual(networkShape(layers, INPUT));
    expect(withoutMasks({ layers: whole, weights }, () => false)).toEqual({ layers: whole, weights });
  });
});

describe('what needs the channels of a layer', () => {
  const by = (name: string): string | null => {
    const { layers, masked } = CASES[name] as Case;
    const whole = withMasks(layers, new Set(masked));
    const weights = drawnWeights(whole);
    const [id = ''] = masked;
    weights.set(
      `${id}/mask`,
      Float32Array.from({ length: widthOf(layers, id) }, (_, at) => (at === 1 ? 0 : 1)),
    );
    return keptBy({ input: INPUT, layers: whole, weights }, id);
  };

  test.each(Object.keys(CASES).filter((it) => !NEEDED.has(it)))('nothing: %s', (name) => {
    expect(by(name)).toBe(null);
  });

  test('a sum and a normalization are told by name', () => {
    expect(by('behind a sum')).toBe('stage1.block1.add');
    expect(by('in front of a normalization')).toBe('batch-norm-2');
  });
});

test('a layer that is a mask already gets no second one', () => {
  const once = withMasks(lenetLayers(2, 3, 8), new Set(['activation-2']));
  expect(withMasks(once, new Set(['activation-2']))).toEqual(once);
});
