import { beforeAll, describe, expect, test } from 'vitest';
import { momentsOf, startTeacherScheme } from '../../src/nodes/network/teacher-scheme/op.ts';
import { schemePairs } from '../../src/nodes/network/teacher-scheme/scheme-pairs.ts';
import { type Layer, networkShape } from '../../src/plan/layers.ts';
import type { Weighted } from '../../src/plan/start.ts';
import { startCpu } from '../../src/runtime/engine/backend/cpu.ts';
import { freshWeights } from '../../src/runtime/engine/fresh-weights.ts';
import { streamOf } from '../../src/runtime/engine/streams.ts';
import { lenetLayers, mlpLayers, network } from '../runtime/engine/plans.ts';
import { INPUT, resnetLayers, weighted } from './weighted-network.ts';

beforeAll(() => startCpu());

function drawn(layers: Layer[], source: Weighted, seed = 1): Weighted {
  const fresh = freshWeights(network('network-2', layers, { input: INPUT }), 9, 'anew');
  const pairs = schemePairs({ layers, input: INPUT }, source);
  const weights = startTeacherScheme.weights(
    {
      network: { layers, input: INPUT },
      from: [source],
      fresh: () => fresh,
      draw: (name) => streamOf(seed, name, 0),
    },
    { layers: pairs },
  );
  return { layers, input: INPUT, weights };
}
const of = ({ weights }: Weighted, name: string): Float32Array => weights.get(name) as Float32Array;
const kernels = ({ weights }: Weighted): string[] =>
  [...weights.keys()].filter((name) => name.endsWith('/kernel'));

describe('a network with the scheme of a teacher', () => {
  test.each([
    { what: 'a LeNet', layers: lenetLayers(3, 4, 8) },
    { what: 'a residual network', layers: resnetLayers(1, 4) },
    { what: 'a perceptron', layers: mlpLayers(12, 9) },
  ])('of the same architecture, $what, has mean and deviation of each kernel', ({ layers }) => {
    const source = weighted(layers, 3);
    const own = drawn(layers, source);
    expect(kernels(own).length).toBeGreaterThan(2);
    for (const name of kernels(own)) {
      const [found, wanted] = [momentsOf(of(own, name)), momentsOf(of(source, name))];
      expect(Math.abs(found.deviation / wanted.deviation - 1), name).toBeLessThan(1e-4);
      expect(Math.abs(found.mean - wanted.mean), name).toBeLessThan(1e-4 * wanted.deviation);
      expect(of(own, name), name).not.toEqual(of(source, name));
    }
  });

  test('that sums other numbers of values keeps the size of what a layer gives', () => {
    const source = weighted(lenetLayers(6, 8, 16), 3);
    const own = drawn(lenetLayers(2, 3, 5), source);
    const fan = (it: Weighted, layer: string): number =>
      (networkShape(it.layers, it.input).layers.get(layer)?.weights[0]?.shape ?? [])
        .slice(0, -1)
        .reduce((product, size) => product * size, 1);
    for (const layer of ['conv2d-1', 'conv2d-4', 'logits']) {
      const given = (it: Weighted): number =>
        momentsOf(of(it, `${layer}/kernel`)).deviation * Math.sqrt(fan(it, layer));
      expect(given(own) / given(source)).toBeCloseTo(1, 4);
    }
    expect(fan(own, 'conv2d-4')).not.toBe(fan(source, 'conv2d-4'));
  });

  test('draws normal values, by the seed alone, and begins the rest anew', () => {
    const source = weighted(mlpLayers(40), 3);
    const [one, again, other] = [1, 1, 2].map((seed) => drawn(mlpLayers(40), source, seed)) as Weighted[];
    const name = 'dense-2/kernel';
    expect(kernels(one as Weighted)).toContain(name);
    expect(of(one as Weighted, name)).toEqual(of(again as Weighted, name));
    expect(of(one as Weighted, name)).not.toEqual(of(other as Weighted, name));
    const { mean, deviation } = momentsOf(of(one as Weighted, name));
    const within = [...of(one as Weighted, name)].filter((it) => Math.abs(it - mean) < deviation);
    expect(within.length / of(one as Weighted, name).length).toBeCloseTo(0.683, 1);
    const anew = freshWeights(network('network-2', mlpLayers(40), { input: INPUT }), 9, 'anew');
    expect(of(one as Weighted, 'dense-2/bias')).toEqual(anew.get('dense-2/bias'));
  });
});

describe('the layers', () => {
  const pairsOf = (own: Layer[], theirs: Layer[]) =>
    schemePairs({ layers: own, input: INPUT }, { layers: theirs, input: INPUT });

  test('are paired by their kind, also where the student is the deeper one', () => {
    const [shallow, deep] = [mlpLayers(8), mlpLayers(8, 8, 8)];
    const last = (layers: Layer[]): string => layers.at(-1)?.id ?? '';
    expect(pairsOf(deep, shallow)).toEqual([
      ...deep
        .filter((it) => it.kind === 'dense' && it.id !== last(deep))
        .map(({ id }) => ({ to: id, from: shallow.find((it) => it.kind === 'dense')?.id })),
      { to: last(deep), from: last(shallow) },
    ]);
  });

  test('of a kind that the teacher has none of are left out', () => {
    expect(pairsOf(lenetLayers(2, 2, 4), mlpLayers(8)).map((it) => it.to)).not.toContain('conv2d-1');
  });
});
