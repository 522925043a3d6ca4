import { describe, expect, test } from 'vitest';
import { layerPairs, type Pairing } from '../../src/nodes/network/copied-layers/layer-pairs.ts';
import { assertCopy, startCopy } from '../../src/nodes/network/copied-layers/op.ts';
import { transformerTrunk } from '../../src/nodes/network/transformer/trunk.ts';
import type { Layer } from '../../src/plan/layers.ts';
import { freshWeights } from '../../src/runtime/engine/fresh-weights.ts';
import { streamOf } from '../../src/runtime/engine/streams.ts';
import { network } from '../runtime/engine/plans.ts';

/* A transformer that begins from every so many blocks of a deeper one, as DistilBERT does. */

const INPUT = [10];
function layersOf(blocks: number, languageHead = true): Layer[] {
  const size = { units: 8, heads: 2, feedForward: 12, pool: 'mean', dropout: 0 } as const;
  const { layers, add } = transformerTrunk({ ...size, blocks, languageHead }, { vocabulary: 30, padding: 0 });
  add({ kind: 'dense', units: 2, id: 'logits' });
  return layers;
}
const built = (layers: Layer[], seed: number) => ({
  layers,
  input: INPUT,
  weights: freshWeights(network('network-1', layers, { input: INPUT, classes: 2 }), seed, 'w'),
});

/** By block of the student: the block of the teacher that its layers come from. */
function blocksOf(pairs: { to: string; from: string }[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { to, from } of pairs) {
    const [own, theirs] = [to, from].map((it) => /^block-(\d+)-(.+)$/.exec(it));
    expect(own?.[2] ?? to).toBe(theirs?.[2] ?? from);
    if (own?.[1] && theirs?.[1]) found.set(own[1], (found.get(own[1]) ?? new Set()).add(theirs[1]));
  }
  return found;
}
const asLists = (found: Map<string, Set<string>>) => [...found.values()].map((it) => [...it].join());

describe('a student of fewer blocks', () => {
  test.each<[Pairing, number, number, string[]]>([
    ['spread', 6, 12, ['1', '3', '5', '8', '10', '12']],
    ['spread', 2, 4, ['1', '4']],
    ['first', 2, 4, ['1', '2']],
    ['last', 2, 4, ['3', '4']],
  ])('by %s, %i of %i, takes blocks %j whole, each part from the same part', (how, own, theirs, blocks) => {
    const pairs = layerPairs(built(layersOf(own), 1), built(layersOf(theirs), 2), how);
    expect(asLists(blocksOf(pairs))).toEqual(blocks);
    const weighted = layersOf(own).filter(({ id }) => pairs.some(({ to }) => to === id)).length;
    // Eight parts of a block have weights; around them stand the embedding, places, norm, language head and classifier.
    expect(weighted).toBe(8 * own + 7);
  });

  test.each([true, false])('has its teacher’s numbers bit for bit (language head: %s)', (head) => {
    const [own, source] = [built(layersOf(2, head), 1), built(layersOf(4), 2)];
    const layers = layerPairs(own, source, 'spread');
    assertCopy(own, source, layers, 'l1-norm');
    const weights = startCopy.weights(
      { network: own, from: [source], fresh: () => own.weights, draw: (name) => streamOf(1, name, 0) },
      { layers, channels: 'l1-norm' },
    );
    for (const { to, from } of layers)
      for (const [name, values] of weights)
        if (name.startsWith(`${to}/`))
          expect(values, name).toEqual(source.weights.get(name.replace(`${to}/`, `${from}/`)));
    expect([...weights.keys()].sort()).toEqual([...own.weights.keys()].sort());
    expect([...weights].filter(([name, it]) => own.weights.get(name) === it)).toEqual([]);
  });
});
