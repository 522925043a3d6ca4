import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { leeNet } from '../../src/nodes/network/lee-net/node.ts';
import { type Layer, networkShape } from '../../src/plan/layers.ts';
import { pruneChannels } from '../../src/plan/prune-channels.ts';
import { freshWeights } from '../../src/runtime/engine/fresh-weights.ts';
import { streamOf } from '../../src/runtime/engine/streams.ts';
import { layersOf } from '../nodes/layers-of.ts';
import { noise } from '../runtime/engine/one-step.ts';
import { plainForward } from '../runtime/engine/plain-forward.ts';
import { chain, network } from '../runtime/engine/plans.ts';
import '../property-seed.ts';

const INPUT = [8, 8, 2];
const norm = { kind: 'batch-norm', momentum: 0.9, epsilon: 1e-3 } as const;
const relu = { kind: 'activation', function: 'relu' } as const;
const sigmoid = { kind: 'activation', function: 'sigmoid' } as const;
const conv = (filters: number, kernel = 3, stride = 1) =>
  ({ kind: 'conv2d', filters, kernel, stride, padding: 'same', bias: true }) as const;
const gates = (id: string) =>
  ({
    kind: 'channel-attention',
    hidden: 3,
    select: { share: 0.5, least: 0, after: 0.8, momentum: 0.9 },
    id,
  }) as const;
const scaled = (x: string, by: string) => ({ kind: 'scale-channels' as const, from: [x, by] });
const flatten = { kind: 'flatten' } as const;
const logits = { kind: 'dense', units: 3 } as const;

/** As `chain`, but layers may bring their ids. */
function named(layers: readonly (Parameters<typeof chain>[0][number] & { readonly id?: string })[]): Layer[] {
  const made = chain(layers);
  const rename = (id: string): string => layers[made.findIndex((it) => it.id === id)]?.id ?? id;
  return made.map((it) => ({ ...it, id: rename(it.id), from: it.from.map(rename) }));
}

const NETWORKS: Record<string, Layer[]> = {
  LeeNet: layersOf(leeNet, {}, INPUT, 3),
  'LeeNet with maximum pools': layersOf(leeNet, { pool: 'max', width: 0.5 }, INPUT, 3),
  'normalized channels, pooled to rows': named([
    { ...conv(6), bias: false },
    norm,
    { ...relu, id: 'features' },
    gates('gates'),
    scaled('features', 'gates'),
    { kind: 'global-average-pool' },
    logits,
  ]),
  'gates within a residual block': named([
    { ...conv(4), id: 'stem' },
    conv(6),
    { ...relu, id: 'features' },
    gates('gates'),
    scaled('features', 'gates'),
    { kind: 'depthwise-conv2d', kernel: 3, stride: 1, padding: 'same' },
    { kind: 'dropout', rate: 0.5 },
    { ...conv(4), id: 'deep' },
    { kind: 'add', from: ['stem', 'deep'] },
    flatten,
    logits,
  ]),
  'a way past the gates': named([
    { ...conv(5), id: 'features' },
    gates('gates'),
    { ...scaled('features', 'gates'), id: 'gated' },
    { kind: 'add', from: ['features', 'gated'] },
    flatten,
    logits,
  ]),
  'a normalization and a sigmoid behind the gates': named([
    { ...conv(5), id: 'features' },
    gates('gates'),
    scaled('features', 'gates'),
    norm,
    sigmoid,
    flatten,
    norm,
    logits,
  ]),
  'gates twice on the same channels': named([
    { ...conv(6), id: 'features' },
    gates('gates'),
    { ...scaled('features', 'gates'), id: 'once' },
    gates('others'),
    scaled('once', 'others'),
    { kind: 'max-pool', size: 2, stride: 2 },
    flatten,
    { kind: 'dense', units: 7 },
    relu,
    logits,
  ]),
  'pixels and rows in one sum': named([
    { ...conv(2, 3, 4), id: 'features' },
    gates('gates'),
    scaled('features', 'gates'),
    { ...flatten, id: 'pixels' },
    { kind: 'dense', units: 8, id: 'rows' },
    { kind: 'add', from: ['pixels', 'rows'] },
    logits,
  ]),
};

type Weights = Map<string, Float32Array<ArrayBuffer>>;
const masksOf = (layers: readonly Layer[]) => layers.filter((it) => it.kind === 'channel-attention');

/** No weight is a special number; the masks are as given, in order. */
function weightsOf(layers: Layer[], masks: readonly (readonly boolean[])[]): Weights {
  const stream = streamOf(3, 'weights', 0);
  const fresh = freshWeights(network('network-1', layers, { input: INPUT, classes: 3 }), 1, 'start');
  const weights: Weights = new Map(
    [...fresh].map(([name, it]) => [
      name,
      Float32Array.from(it, (value) => value + 0.1 + 0.2 * stream.uniform()),
    ]),
  );
  for (const [at, { id }] of masksOf(layers).entries())
    weights.set(`${id}/mask`, Float32Array.from(masks[at] ?? [], Number));
  return weights;
}

const { images } = noise(INPUT, 1, 1);
const answer = (layers: readonly Layer[], weights: ReadonlyMap<string, Float32Array>): number[] =>
  plainForward(layers, INPUT, weights, images).get(layers.at(-1)?.id ?? '') ?? [];

const half = (channels: number): boolean[] => Array.from({ length: channels }, (_, at) => at % 2 === 0);
const channelsOf = (layers: Layer[]): number[] =>
  masksOf(layers).map(({ id }) => networkShape(layers, INPUT).layers.get(id)?.output[0] ?? 0);

describe.each(Object.entries(NETWORKS))('%s', (_, layers) => {
  test('whatever is masked, the smaller network answers the same', () => {
    const masks = fc.tuple(
      ...channelsOf(layers).map((it) => fc.array(fc.boolean(), { minLength: it, maxLength: it })),
    );
    fc.assert(
      fc.property(masks, (drawn) => {
        const weights = weightsOf(layers, drawn);
        const pruned = pruneChannels({ input: INPUT, layers, weights });
        const whole = answer(layers, weights);
        const small = answer(pruned.layers, pruned.weights);
        expect(small).toHaveLength(whole.length);
        for (const [at, value] of small.entries())
          expect(Math.abs(value - (whole[at] ?? Number.NaN))).toBeLessThan(1e-9);
        const places = [...networkShape(pruned.layers, INPUT).layers].flatMap(([id, it]) =>
          it.weights.map((weight) => [
            `${id}/${weight.name}`,
            weight.shape.reduce((product, size) => product * size, 1),
          ]),
        );
        expect([...pruned.weights].map(([name, it]) => [name, it.length])).toEqual(places);
      }),
      { numRuns: 20 },
    );
  });

  test('with nothing masked it stays as it is, weight for weight', () => {
    const weights = weightsOf(
      layers,
      channelsOf(layers).map((it) => new Array<boolean>(it).fill(true)),
    );
    const pruned = pruneChannels({ input: INPUT, layers, weights });
    expect(pruned.layers).toEqual(layers);
    expect(pruned.weights).toBe(weights);
  });
});

/** Output channels of a layer when every second channel is masked. */
function widths(name: string, isMaskLeft = false): Record<string, number | undefined> {
  const layers = NETWORKS[name] as Layer[];
  const { layers: left, weights } = pruneChannels({
    input: INPUT,
    layers,
    weights: weightsOf(layers, channelsOf(layers).map(half)),
  });
  for (const { id } of masksOf(layers)) expect(weights.has(`${id}/mask`)).toBe(isMaskLeft);
  return Object.fromEntries([...networkShape(left, INPUT).layers].map(([id, it]) => [id, it.output.at(-1)]));
}

describe('what goes', () => {
  test('is what makes a masked channel, in both branches, and what would read it', () => {
    expect(widths('LeeNet')).toMatchObject({ stem: 6, main: 8, branch: 8, gates: 8, 'flatten-1': 2 * 2 * 8 });
  });

  test('in a residual block is the inner width; the sum keeps its own', () => {
    const left = widths('gates within a residual block');
    expect(left).toMatchObject({ stem: 4, features: 3, gates: 3, 'depthwise-conv2d-6': 3, deep: 4 });
  });

  test.each([['a way past the gates'], ['a normalization and a sigmoid behind the gates']])(
    '%s: nothing, since a masked channel is read elsewhere, or is no zero any more',
    (name) => {
      expect(widths(name, true).features).toBe(5);
    },
  );
});

test('a LeeNet on 28×28 images has 35 % fewer parameters, and multiplies less', () => {
  const input = [28, 28, 1];
  const layers = layersOf(leeNet, {}, input, 10);
  const weights: Weights = new Map(
    [...freshWeights(network('network-1', layers, { input, classes: 10 }), 1, 'start')].map(([name, it]) => [
      name,
      Float32Array.from(it),
    ]),
  );
  weights.set('gates/mask', Float32Array.from(half(16), Number));
  const left = networkShape(pruneChannels({ input, layers, weights }).layers, input);
  const whole = networkShape(layers, input);
  expect(left.parameters / whole.parameters).toBeLessThan(0.65);
  expect(left.multiplyAdds).toBeLessThan(0.75 * whole.multiplyAdds);
});
