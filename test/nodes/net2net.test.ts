import { beforeAll, describe, expect, test } from 'vitest';
import { type Change, changed } from '../../src/nodes/arithmetic/net2net-changes.ts';
import { grow, net2net } from '../../src/nodes/network/net2net/node.ts';
import { startNet2net } from '../../src/nodes/network/net2net/op.ts';
import type { Layer } from '../../src/plan/layers.ts';
import type { Built, Weighted } from '../../src/plan/start.ts';
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

describe('what is drawn', () => {
  const kernelOf = (of: Weighted, name: string) => of.weights.get(name) as Float32Array;
  /** Of each channel of a dense layer: which channel of the source it is a copy of. */
  const copiesOf = (own: Weighted, source: Weighted, layer: string): number[] => {
    const [before, after] = [source, own].map((of) => {
      const width = of.weights.get(`${layer}/bias`)?.length ?? 0;
      return Array.from({ length: width }, (_, channel) => kernelOf(of, `${layer}/bias`)[channel]);
    }) as [number[], number[]];
    return after.map((it) => before.indexOf(it));
  };
  const deviation = (values: readonly number[]): number => {
    const mean = values.reduce((sum, it) => sum + it, 0) / values.length;
    return Math.sqrt(values.reduce((sum, it) => sum + (it - mean) ** 2, 0) / values.length);
  };
  const between = (a: Float32Array, b: Float32Array): number[] => [...a].map((it, at) => it - (b[at] ?? 0));

  test('is which channels are copied: by the seed, and of each layer by itself', () => {
    const source = weighted(mlpLayers(8, 8), 2);
    const drawn = (seed: number, layer: string) =>
      copiesOf(grown(source, { widen: 4 }, 0, seed), source, layer).slice(8);
    expect(new Set(drawn(1, 'dense-2')).size).toBeGreaterThan(4);
    expect(drawn(1, 'dense-2')).not.toEqual(drawn(2, 'dense-2'));
    expect(drawn(1, 'dense-2')).not.toEqual(drawn(1, 'dense-4'));
  });

  test('is noise of a share of the deviation of the kernel, around zero, and none on biases', () => {
    const source = weighted(mlpLayers(16), 2);
    const [still, moved] = [0, 0.2].map((noise) => grown(source, { widen: 2 }, noise)) as [
      Weighted,
      Weighted,
    ];
    const kernels = [moved, still].map((it) => kernelOf(it, 'dense-2/kernel')) as [
      Float32Array,
      Float32Array,
    ];
    const added = between(...kernels).filter((_, at) => at % 32 >= 16);
    const wanted = 0.2 * deviation([...kernels[1]]);
    expect(deviation(added) / wanted).toBeCloseTo(1, 1);
    expect(Math.abs(added.reduce((sum, it) => sum + it, 0) / added.length)).toBeLessThan(0.1 * wanted);
    expect(kernelOf(moved, 'dense-2/bias')).toEqual(kernelOf(still, 'dense-2/bias'));
    expect(kernelOf(moved, 'logits/kernel')).toEqual(kernelOf(still, 'logits/kernel'));
  });

  test('is noise on an inserted identity too', () => {
    const source = weighted(mlpLayers(16), 2);
    const inserted = (noise: number) =>
      kernelOf(grown(source, { deepen: 'identity' }, noise), 'activation-3.deeper/kernel');
    const one = Float32Array.from({ length: 256 }, (_, at) => Number(at % 17 === 0));
    expect(inserted(0)).toEqual(one);
    expect(deviation(between(inserted(0.1), one)) / (0.1 * deviation([...one]))).toBeCloseTo(1, 1);
  });

  test('is a branch that begins anew but for its last part, so that it can learn', () => {
    const plain = weighted(mlpLayers(6), 2);
    const own = grown(plain, { deepen: 'residual' });
    const branch = 'activation-3.residual';
    const fresh = freshWeights(network('network-2', [...own.layers], { input: INPUT }), 1, 'anew');
    expect(kernelOf(own, `${branch}-1/kernel`)).toEqual(fresh.get(`${branch}-1/kernel`));
    expect(new Set(kernelOf(own, `${branch}-2/kernel`))).toEqual(new Set([0]));

    const normed = grown(weighted(resnetLayers(1, 3), 2), { deepen: 'residual' });
    const names = [...normed.weights.keys()].filter((it) => it.includes('.residual-'));
    const values = (end: string) => names.filter((it) => it.endsWith(end)).map((it) => kernelOf(normed, it));
    for (const part of ['1', '2']) {
      expect(values(`-${part}/kernel`).length).toBeGreaterThan(0);
      for (const it of values(`-${part}/kernel`)) expect(deviation([...it])).toBeGreaterThan(0.1);
      expect(values(`-${part}/bias`)).toEqual([]);
    }
    for (const it of values('-norm1/gamma')) expect(new Set(it)).toEqual(new Set([1]));
    for (const it of values('-norm2/gamma')) expect(new Set(it)).toEqual(new Set([0]));
  });

  test('is a branch of He’s deviation where a later change made it wider', () => {
    const source = weighted(mlpLayers(16), 2);
    const once: Change = { kind: 'residual', after: 'activation-3' };
    const changes: Change[] = [once, { kind: 'wider', layer: 'dense-2', channels: 20 }];
    const layers = changes.reduce(changed, source as Built).layers;
    const own = weightsAfter(source, layers, changes, 0);
    const first = own.get('activation-3.residual-1/kernel') as Float32Array;
    // Rows of copied channels are divided: those of channels that were copied once tell the deviation.
    const copies = copiesOf({ layers, input: INPUT, weights: own }, source, 'dense-2');
    const alone = [...first].filter((_, at) => {
      const row = copies[Math.floor(at / (first.length / 20))];
      return copies.filter((it) => it === row).length === 1;
    });
    expect(deviation(alone) / Math.sqrt(2 / 16)).toBeGreaterThan(0.8);
    expect(deviation(alone) / Math.sqrt(2 / 16)).toBeLessThan(1.2);
  });
});

describe('what the canvas is told of a grown network', () => {
  const measure = (params: Record<string, unknown>, architecture: Layer[]) => {
    const told = net2net.infer?.({
      params: net2net.params.parse(params),
      inputs: { model: { kind: 'model', architecture } },
    } as never);
    const type = told?.outputs?.network;
    return type?.kind === 'network' ? type.measure?.(INPUT, 10) : undefined;
  };

  test('is its size, by the parameters, or why it cannot grow', () => {
    const layers = mlpLayers(10);
    const parameters = (width: number) => 144 * width + width + 10 * width + 10;
    expect(measure({ widen: 2 }, layers)).toMatchObject({ parameters: parameters(20) });
    expect(measure({ widen: 1.5 }, layers)).toMatchObject({ parameters: parameters(15) });
    expect(measure({ widen: 2, widenLayer: 'logits' }, layers)).toEqual({
      refusal: expect.stringMatching(/they are the logits/),
    });
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
    expect(() =>
      changed({ layers: tanh, input: INPUT }, { kind: 'wider', layer: 'dense-2', channels: 5 }),
    ).toThrow('dense-2 has 6 channels, more than the 5 wanted');
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
