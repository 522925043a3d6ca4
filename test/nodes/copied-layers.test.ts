import { beforeAll, describe, expect, test } from 'vitest';
import { layerPairs } from '../../src/nodes/network/copied-layers/layer-pairs.ts';
import { assertCopy, startCopy } from '../../src/nodes/network/copied-layers/op.ts';
import type { Layer } from '../../src/plan/layers.ts';
import type { Weighted } from '../../src/plan/start.ts';
import { startCpu } from '../../src/runtime/engine/backend/cpu.ts';
import { freshWeights } from '../../src/runtime/engine/fresh-weights.ts';
import { streamOf } from '../../src/runtime/engine/streams.ts';
import { chain, lenetLayers, mlpLayers, network } from '../runtime/engine/plans.ts';
import { answers, INPUT, resnetLayers, weighted } from './weighted-network.ts';

beforeAll(() => startCpu());

function copied(
  layers: Layer[],
  source: Weighted,
  args: { layers: { to: string; from: string }[]; channels: 'equal' | 'first' | 'l1-norm' },
): Weighted {
  const fresh = freshWeights(network('network-2', layers, { input: INPUT }), 9, 'anew');
  const weights = startCopy.weights(
    {
      network: { layers, input: INPUT },
      from: [source],
      fresh: () => fresh,
      draw: (name) => streamOf(1, name, 0),
    },
    args,
  );
  return { layers, input: INPUT, weights };
}

describe('a copy', () => {
  test('of every layer answers as its source, to the bit', () => {
    const source = weighted(resnetLayers(1, 4), 3);
    const pairs = source.layers.map(({ id }) => ({ to: id, from: id }));
    const own = copied(source.layers as Layer[], source, { layers: pairs, channels: 'equal' });
    expect(answers(own)).toEqual(answers(source));
  });

  test('of some layers holds their bits, and begins the others anew', () => {
    const source = weighted(lenetLayers(2, 3, 8), 3);
    const own = copied(source.layers as Layer[], source, {
      layers: [{ to: 'conv2d-1', from: 'conv2d-1' }],
      channels: 'equal',
    });
    expect(own.weights.get('conv2d-1/kernel')).toEqual(source.weights.get('conv2d-1/kernel'));
    expect(own.weights.get('logits/kernel')).not.toEqual(source.weights.get('logits/kernel'));
    const anew = freshWeights(network('network-2', source.layers as Layer[], { input: INPUT }), 9, 'anew');
    expect(own.weights.get('logits/kernel')).toEqual(anew.get('logits/kernel'));
  });

  test('of fewer channels takes those of the largest norm, and their rows in what reads them', () => {
    const source = weighted(lenetLayers(5, 4, 8), 3);
    // Channels 1 and 3 of the first convolution, 0 and 2 of the second are far the largest.
    const kernel = (name: string, large: number[]): void =>
      void (source.weights.get(name) as Float32Array).forEach((it, at, all) => {
        if (large.includes(at % (name === 'conv2d-1/kernel' ? 5 : 4))) all[at] = 10 * it;
      });
    kernel('conv2d-1/kernel', [1, 3]);
    kernel('conv2d-4/kernel', [0, 2]);
    const layers = lenetLayers(2, 2, 8);
    const pairs = layerPairs({ layers, input: INPUT }, source, 'spread');
    const own = copied(layers, source, { layers: pairs, channels: 'l1-norm' });
    const of = (from: Weighted, name: string) => from.weights.get(name) as Float32Array;
    expect(of(own, 'conv2d-1/bias')).toEqual(
      Float32Array.from([1, 3].map((it) => of(source, 'conv2d-1/bias')[it] as number)),
    );
    // [kh, kw, in, out]: entry (2, 1, in, out) of the second kernel.
    const at = (from: Weighted, channels: number, filters: number, input: number, output: number) =>
      of(from, 'conv2d-4/kernel')[((2 * 5 + 1) * channels + input) * filters + output];
    expect(at(own, 2, 2, 0, 1)).toBe(at(source, 5, 4, 1, 2));
    expect(at(own, 2, 2, 1, 0)).toBe(at(source, 5, 4, 3, 0));
    // Behind the flattening a pixel lists its channels: pixel 4, second channel kept.
    const dense = (from: Weighted, channels: number, channel: number) =>
      of(from, 'dense-8/kernel')[(4 * channels + channel) * 8 + 5];
    expect(dense(own, 2, 1)).toBe(dense(source, 4, 2));
    expect(of(own, 'logits/kernel')).toEqual(of(source, 'logits/kernel'));
  });

  test('takes the first channels where asked, or where norms are equal; a norm counts what is below zero', () => {
    const source = weighted(mlpLayers(4), 3);
    const [kernel, bias] = ['kernel', 'bias'].map((it) => source.weights.get(`dense-2/${it}`)) as [
      Float32Array,
      Float32Array,
    ];
    const pairs = [{ to: 'dense-2', from: 'dense-2' }];
    /** Channels that are kept of those whose kernels hold these numbers, row after row. */
    const kept = (rows: number[][], channels: 'first' | 'l1-norm') => {
      kernel.fill(0);
      for (const [row, it] of rows.entries()) kernel.set(it, 4 * row);
      const own = copied(mlpLayers(2), source, { layers: pairs, channels });
      return [...(own.weights.get('dense-2/bias') ?? [])].map((it) => bias.indexOf(it));
    };
    expect(kept([[1, 2, -4, 3]], 'l1-norm')).toEqual([2, 3]);
    expect(kept([[1, 2, -4, 3]], 'first')).toEqual([0, 1]);
    expect(kept([[1, 1, 1, 1]], 'l1-norm')).toEqual([0, 1]);
    // Σ|w| of the last two is larger, Σw² of the first two.
    expect(
      kept(
        [
          [3, 3, 2, 2],
          [0, 0, 2, 2],
        ],
        'l1-norm',
      ),
    ).toEqual([2, 3]);
  });

  test('of channels that meet in an addition takes the same ones everywhere', () => {
    const source = weighted(resnetLayers(1, 4), 3);
    const layers = resnetLayers(1, 2);
    const pairs = layerPairs({ layers, input: INPUT }, source, 'spread');
    expect(pairs).toHaveLength(layers.filter((it) => /conv|norm|dense/.test(it.kind)).length);
    const own = copied(layers, source, { layers: pairs, channels: 'l1-norm' });
    const kept = (name: string): number[] => {
      const [mine, theirs] = [own, source].map((it) => Array.from(it.weights.get(name) as Float32Array));
      return (mine as number[]).map((it) => (theirs as number[]).indexOf(it));
    };
    // The first normalization and that which ends the first block are of one space.
    const ends = layers.filter((it) => it.kind === 'batch-norm').map((it) => it.id);
    expect(kept(`${ends[0]}/beta`)).toEqual(kept(`${ends[2]}/beta`));
    expect(kept(`${ends[0]}/beta`).every((it) => it >= 0)).toBe(true);
    // By the sum over all that make them: a channel that is large behind the second convolution alone is kept as well.
    const norm = layers.find((it) => it.id === ends[2]);
    const convolution = `${norm?.from[0]}/kernel`;
    for (const large of [0, 1, 2, 3]) {
      (source.weights.get(convolution) as Float32Array).forEach((_, at, all) => {
        all[at] = at % 4 === large ? 100 : 0;
      });
      const anew = copied(layers, source, { layers: pairs, channels: 'l1-norm' });
      const beta = source.weights.get(`${ends[0]}/beta`)?.[large];
      expect(anew.weights.get(`${ends[0]}/beta`)).toContain(beta);
    }
  });

  test.each([
    [
      'more channels than there are',
      mlpLayers(20),
      mlpLayers(16),
      'l1-norm',
      /dense-2 of the source has 16 channels where 20/,
    ],
    [
      'fewer channels, where all are asked for',
      mlpLayers(8),
      mlpLayers(16),
      'equal',
      /has a kernel of 144×8 and dense-2 one of 144×16/,
    ],
  ] as const)('refuses %s, by the name of the layer', (_, own, theirs, channels, message) => {
    const pairs = [{ to: 'dense-2', from: 'dense-2' }];
    const built = (layers: Layer[]) => ({ layers, input: INPUT });
    expect(() => assertCopy(built(own), built(theirs), pairs, channels)).toThrow(message);
  });

  test('refuses a layer of another kind or name', () => {
    const [lenet, mlp] = [lenetLayers(2, 3, 8), mlpLayers(8)].map((layers) => ({ layers, input: INPUT })) as [
      { layers: Layer[]; input: number[] },
      { layers: Layer[]; input: number[] },
    ];
    const copy = (to: string, from: string) => () => assertCopy(lenet, mlp, [{ to, from }], 'equal');
    expect(copy('conv2d-1', 'dense-2')).toThrow('conv2d-1 is a conv2d and dense-2 of the source a dense');
    expect(copy('conv2d-9', 'dense-2')).toThrow(/no layer conv2d-9: it has conv2d-1, /);
    expect(copy('conv2d-1', 'dense-7')).toThrow(/source has no layer dense-7: it has flatten-1, /);
  });
});

describe('pairs of layers', () => {
  const deep = (count: number): { layers: Layer[]; input: number[] } => ({
    layers: chain([
      { kind: 'flatten' },
      ...Array.from({ length: count }, () => ({ kind: 'dense', units: 8 }) as const),
      { kind: 'dense', units: 10 },
    ]),
    input: INPUT,
  });
  const from = (how: 'spread' | 'first' | 'last' | 'same-name', own: number, theirs: number) =>
    layerPairs(deep(own), deep(theirs), how).map((it) => it.from.replace('dense-', ''));

  test('six of twelve are every so many, the first, the last', () => {
    // Ids count the flattening: dense-2 is the first.
    expect(from('spread', 6, 12)).toEqual(['2', '4', '6', '9', '11', '13', 'logits']);
    expect(from('first', 2, 12)).toEqual(['2', '3', 'logits']);
    expect(from('last', 2, 12)).toEqual(['12', '13', 'logits']);
    expect(from('same-name', 2, 12)).toEqual(['2', '3', 'logits']);
  });

  test('a normalization goes with the convolution that it follows', () => {
    const [own, theirs] = [1, 3].map((blocks) => ({ layers: resnetLayers(blocks, 4), input: INPUT })) as [
      { layers: Layer[]; input: number[] },
      { layers: Layer[]; input: number[] },
    ];
    const pairs = layerPairs(own, theirs, 'spread');
    const kindOf = (of: Layer[], id: string) => of.find((it) => it.id === id)?.kind;
    const reads = (of: Layer[], id: string) => of.find((it) => it.id === id)?.from[0];
    const norms = pairs.filter((it) => kindOf(own.layers, it.to) === 'batch-norm');
    expect(norms.length).toBeGreaterThan(0);
    expect(norms.length).toBe(own.layers.filter((it) => it.kind === 'batch-norm').length);
    for (const { to, from: source } of norms)
      expect(pairs.find((it) => it.to === reads(own.layers, to))?.from).toBe(reads(theirs.layers, source));
  });
});
