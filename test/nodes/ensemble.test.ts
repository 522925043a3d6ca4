import { beforeAll, describe, expect, test } from 'vitest';
import { joined } from '../../src/nodes/model/ensemble/joined.ts';
import { startJoined } from '../../src/nodes/model/ensemble/op.ts';
import { transformerTrunk } from '../../src/nodes/network/transformer/trunk.ts';
import type { Layer } from '../../src/plan/layers.ts';
import type { Weighted } from '../../src/plan/start.ts';
import { startCpu } from '../../src/runtime/engine/backend/cpu.ts';
import { freshWeights } from '../../src/runtime/engine/fresh-weights.ts';
import { streamOf } from '../../src/runtime/engine/streams.ts';
import { lenetLayers, mlpLayers, network } from '../runtime/engine/plans.ts';
import { softmax } from './reference.ts';
import { answers, INPUT, resnetLayers } from './weighted-network.ts';

beforeAll(() => startCpu());

function together(members: readonly Weighted[], of: 'values' | 'probabilities'): Weighted {
  const { layers, parts } = joined(members, of);
  const weights = startJoined.weights(
    {
      network: { layers, input: INPUT },
      from: members,
      fresh: () => freshWeights(network('network-2', layers, { input: INPUT }), 9, 'anew'),
      draw: (name) => streamOf(1, name, 0),
    },
    { parts },
  );
  return { layers, input: INPUT, weights };
}

const rowsOf = (values: Float32Array): number[][] =>
  Array.from({ length: values.length / 10 }, (_, at) => [...values.subarray(10 * at, 10 * at + 10)]);
const probabilities = (of: Weighted): number[] => rowsOf(answers(of)).flatMap((it) => softmax(it));
const meanOf = (all: readonly (readonly number[])[]): number[] =>
  (all[0] ?? []).map((_, at) => all.reduce((sum, it) => sum + (it[at] as number), 0) / all.length);

describe('an ensemble', () => {
  // As drawn, so that no answer is certain and each member counts.
  const drawn = (layers: Layer[], seed: number): Weighted => ({
    layers,
    input: INPUT,
    weights: freshWeights(network('network-1', layers, { input: INPUT }), seed, 'w'),
  });
  const members = [drawn(resnetLayers(1, 4), 3), drawn(lenetLayers(2, 3, 8), 4), drawn(mlpLayers(9), 5)];

  test('of models of any architecture has the mean of their probabilities, or of their logits', () => {
    const found = probabilities(together(members, 'probabilities'));
    const wanted = meanOf(members.map(probabilities));
    expect(Math.max(...wanted)).toBeLessThan(0.9);
    for (const [at, it] of wanted.entries()) expect(found[at]).toBeCloseTo(it, 6);
    const logits = [...answers(together(members, 'values'))];
    for (const [at, it] of meanOf(members.map((of) => [...answers(of)])).entries())
      expect(logits[at]).toBeCloseTo(it, 5);
  });

  test('holds each member as it is, to the bit', () => {
    const whole = together(members, 'probabilities');
    for (const [at, it] of members.entries())
      expect(answers(whole, `member-${at + 1}.logits`)).toEqual(answers(it));
  });

  test('of language models has each with the table of words that is its own', () => {
    const size = { units: 4, blocks: 1, heads: 2, feedForward: 8, pool: 'first', dropout: 0 } as const;
    const { layers, add } = transformerTrunk({ ...size, languageHead: true }, { vocabulary: 9, padding: 0 });
    add({ kind: 'dense', units: 10, id: 'logits' });
    const text = { layers, input: [6] };
    const tables = joined([text, text], 'probabilities').layers.flatMap((it) =>
      it.kind === 'language-head' ? [[it.id, it.table]] : [],
    );
    expect(tables).toEqual([
      ['member-1.language', 'member-1.embedding'],
      ['member-2.language', 'member-2.embedding'],
    ]);
  });

  test('of one model twice answers as that model, and the order of members changes nothing', () => {
    const [one, other] = members as [Weighted, Weighted];
    const twice = probabilities(together([one, one], 'probabilities'));
    for (const [at, it] of probabilities(one).entries()) expect(twice[at]).toBeCloseTo(it, 6);
    const turned = answers(together([other, one], 'probabilities'));
    for (const [at, it] of answers(together([one, other], 'probabilities')).entries())
      expect(turned[at]).toBeCloseTo(it, 5);
  });
});
