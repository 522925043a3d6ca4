import { beforeAll, describe, expect, test } from 'vitest';
import type { Change } from '../../src/nodes/arithmetic/net2net-changes.ts';
import { grow } from '../../src/nodes/network/net2net/node.ts';
import { startNet2net } from '../../src/nodes/network/net2net/op.ts';
import type { Layer } from '../../src/plan/layers.ts';
import type { Weighted } from '../../src/plan/start.ts';
import { startCpu } from '../../src/runtime/engine/backend/cpu.ts';
import { freshWeights } from '../../src/runtime/engine/fresh-weights.ts';
import { streamOf } from '../../src/runtime/engine/streams.ts';
import { chain, lenetLayers, mlpLayers, network } from '../runtime/engine/plans.ts';
import { answers, INPUT, resnetLayers, weighted } from './weighted-network.ts';

beforeAll(() => startCpu());

type Growth = Parameters<typeof grow>[1];
const NOTHING: Growth = { widen: 1, widenLayer: '', deepen: 'none', deepenAfter: '' };

function grown(source: Weighted, wanted: Partial<Growth>, noise = 0, seed = 1): Weighted {
  const { layers, changes } = grow(source, { ...NOTHING, ...wanted });
  return { layers, input: INPUT, weights: weightsAfter(source, layers, changes, noise, seed) };
}

const weightsAfter = (source: Weighted, layers: Layer[], changes: Change[], noise: number, seed = 1) =>
  startNet2net.weights(
    {
      network: { layers, input: INPUT },
      from: [source],
      fresh: () => freshWeights(network('network-2', layers, { input: INPUT }), seed, 'anew'),
      draw: (name) => streamOf(seed, name, 0),
    },
    { changes, noise },
  );

const difference = (a: Float32Array, b: Float32Array): number =>
  Math.max(...a.map((it, at) => Math.abs(it - (b[at] as number))));

const relu = { kind: 'activation', function: 'relu' } as const;
const conv = (filters: number, bias: boolean) =>
  ({ kind: 'conv2d', filters, kernel: 3, stride: 1, padding: 'same', bias }) as const;
const separable = chain([
  conv(4, true),
  relu,
  { kind: 'depthwise-conv2d', kernel: 3, stride: 1, padding: 'same' },
  { kind: 'batch-norm', momentum: 0.9, epsilon: 1e-5 },
  conv(6, false),
  relu,
  { kind: 'average-pool', size: 2, stride: 2 },
  { kind: 'flatten' },
  { kind: 'dropout', rate: 0.3 },
  { kind: 'dense', units: 8 },
  relu,
  { kind: 'dense', units: 10 },
]);

const SOURCES: [string, Layer[]][] = [
  ['dense layers', mlpLayers(9, 7)],
  ['convolutions before a flattening', lenetLayers(3, 5, 8)],
  ['normalizations and additions', resnetLayers(2, 3)],
  ['depthwise convolutions and pooled means', separable],
];
const WAYS: [string, Partial<Growth>][] = [
  ['wider', { widen: 1.7 }],
  ['three times as wide', { widen: 3 }],
  ['deeper', { deepen: 'identity' }],
  ['deeper by branches', { deepen: 'residual' }],
  ['wider and deeper', { widen: 1.7, deepen: 'identity' }],
  ['wider and deeper by branches', { widen: 2.5, deepen: 'residual' }],
];

describe.each(SOURCES)('%s', (_, layers) => {
  const source = weighted(layers, 4);

  test.each(WAYS)('%s: more layers or weights, the same answers', (_way, wanted) => {
    const own = grown(source, wanted);
    const before = answers(source);
    const count = ({ weights }: Weighted) => [...weights.values()].reduce((sum, it) => sum + it.length, 0);
    expect(count(own)).toBeGreaterThan(1.05 * count(source));
    const size = Math.max(1, ...before.map(Math.abs));
    expect(difference(answers(own), before) / size).toBeLessThan(1e-5);
  });

  test('noise changes the answers, more noise more', () => {
    const before = answers(source);
    const far = [0.001, 0.01, 0.1].map((noise) =>
      difference(answers(grown(source, { widen: 2, deepen: 'identity' }, noise)), before),
    );
    expect(far[0]).toBeGreaterThan(0);
    expect(far[1]).toBeGreaterThan(3 * (far[0] as number));
    expect(far[2]).toBeGreaterThan(3 * (far[1] as number));
  });

  test('grown twice it still answers the same', () => {
    const twice = grown(grown(source, { widen: 1.4, deepen: 'residual' }), {
      widen: 1.5,
      deepen: 'identity',
    });
    const before = answers(source);
    const size = Math.max(1, ...before.map(Math.abs));
    expect(difference(answers(twice), before) / size).toBeLessThan(2e-5);
  });
});

describe('a wider layer', () => {
  test('holds the old channels first and copies of them after; what reads them is divided by their number', () => {
    const source = weighted(mlpLayers(3, 4), 2);
    const own = grown(source, { widen: 3, widenLayer: 'dense-2' });
    const kernel = (of: Weighted, name: string) => of.weights.get(name) as Float32Array;
    const columns = (of: Weighted, width: number) =>
      Array.from({ length: width }, (_, channel) =>
        [...kernel(of, 'dense-2/kernel')].filter((_it, at) => at % width === channel).join(),
      );
    const [before, after] = [columns(source, 3), columns(own, 9)];
    expect(after.slice(0, 3)).toEqual(before);
    const mapping = after.map((it) => before.indexOf(it));
    expect(mapping).not.toContain(-1);
    const counts = before.map((_, at) => mapping.filter((it) => it === at).length);
    kernel(own, 'dense-4/kernel').forEach((value, at) => {
      const from = mapping[Math.floor(at / 4)] as number;
      const wanted =
        (kernel(source, 'dense-4/kernel')[from * 4 + (at % 4)] as number) / (counts[from] as number);
      expect(value).toBeCloseTo(wanted, 6);
    });
  });

  test('noise is added to copies alone', () => {
    const source = weighted(mlpLayers(3), 2);
    const [still, moved] = [0, 0.1].map((noise) =>
      grown(source, { widen: 2 }, noise).weights.get('dense-2/kernel'),
    );
    const changed = (still as Float32Array).map((it, at) => Number(it !== moved?.[at]));
    expect([0, 1, 2].map((channel) => changed.some((it, at) => at % 6 === channel && it === 1))).toEqual([
      false,
      false,
      false,
    ]);
    expect([...changed].reduce((sum, it) => sum + it, 0)).toBe(changed.length / 2);
  });
});

describe('what cannot grow', () => {
  const tanh = chain([
    { kind: 'flatten' },
    { kind: 'dense', units: 6 },
    { kind: 'activation', function: 'tanh' },
    { kind: 'dense', units: 10 },
  ]);
  const at = (layers: Layer[], wanted: Partial<Growth>) => () =>
    grow({ layers, input: INPUT }, { ...NOTHING, ...wanted });

  test('is refused by name', () => {
    expect(at(tanh, { deepen: 'identity', deepenAfter: 'activation-3' })).toThrow(
      /activation-3 \(tanh\).*residual/,
    );
    expect(at(tanh, { widen: 2, widenLayer: 'logits' })).toThrow(
      /logits cannot be more: they are the logits/,
    );
    expect(at(tanh, { widen: 2, widenLayer: 'activation-3' })).toThrow(/activation-3 makes no channels/);
    expect(at(tanh, { deepen: 'residual', deepenAfter: 'dense-9' })).toThrow(
      /no layer dense-9: there are flatten-1, /,
    );
    expect(at(tanh, { deepen: 'residual', deepenAfter: 'logits' })).toThrow(/nothing can stand behind/);
    expect(at(tanh, {})).toThrow(/nothing of this network can grow/);
    const gated = chain([
      conv(4, true),
      { kind: 'channel-attention', hidden: 2, select: null },
      { kind: 'scale-channels', from: ['conv2d-1', 'channel-attention-2'] },
      { kind: 'global-average-pool' },
      { kind: 'dense', units: 10 },
    ]);
    expect(at(gated, { widen: 2, widenLayer: 'conv2d-1' })).toThrow(
      /channel-attention-2 \(channel-attention\)/,
    );
  });

  test('branches stand behind any activation', () => {
    const source = weighted(tanh, 3);
    const own = grown(source, { deepen: 'residual', deepenAfter: 'activation-3' });
    expect(difference(answers(own), answers(source))).toBeLessThan(1e-6);
  });
});
