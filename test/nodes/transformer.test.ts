import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { lenet } from '../../src/nodes/network/lenet/node.ts';
import { transformer } from '../../src/nodes/network/transformer/node.ts';
import { type Layer, LayerRefusal, networkShape } from '../../src/plan/layers.ts';
import type { Network, Tokens } from '../../src/plan/plan.ts';
import { freshWeights } from '../../src/runtime/engine/fresh-weights.ts';
import { disposeNetwork, forward, liveNetwork } from '../../src/runtime/engine/networks.ts';
import { BACKENDS, use } from '../runtime/engine/backends.ts';
import { oneStep } from '../runtime/engine/one-step.ts';
import { network } from '../runtime/engine/plans.ts';

/* The transformer and its layers, beside PyTorch's own in float64 (test/reference/networks/transformer.py). */

type Golden = {
  params: Record<string, unknown>;
  vocabulary: number;
  texts: number[][];
  labels: number[];
  classes: number;
  weights: Record<string, number[]>;
  taps: Record<string, number[]>;
  gradients: Record<string, number[]>;
};
const golden: Golden = JSON.parse(
  readFileSync(new URL('../reference/networks/golden/transformer.json', import.meta.url), 'utf8'),
);
const LENGTH = golden.texts[0]?.length ?? 0;
const tokens = (vocabulary: number): Tokens => ({
  vocabulary,
  stored: 30,
  padding: 0,
  start: 2,
  end: 3,
  mask: 4,
  reserved: 5,
});

function layersOf(
  params: Record<string, unknown>,
  { length = LENGTH, vocabulary = golden.vocabulary, classes = golden.classes, node = transformer } = {},
): Layer[] {
  const made = node.lower({
    params: node.params.parse(params),
    inputs: {},
    plan: {} as never,
    node: 'it',
  }).network;
  if (made?.kind !== 'network') throw new Error(`${node.type} lowers to ${made?.kind ?? 'nothing'}`);
  return made.layers([length], classes, tokens(vocabulary));
}
const reading = (layers: Layer[], length = LENGTH): Network =>
  network('network-1', layers, { input: [length], classes: golden.classes });
const asNumbers = (weights: Record<string, number[]>) =>
  new Map(Object.entries(weights).map(([name, it]) => [name, Float32Array.from(it)]));

/** Largest difference, by the largest of what is expected. */
function difference(found: ArrayLike<number>, expected: readonly number[]): number {
  expect(found.length).toBe(expected.length);
  const most = Math.max(...expected.map(Math.abs), 0.01);
  return Math.max(...expected.map((it, at) => Math.abs(it - (found[at] as number)))) / most;
}

describe.each(BACKENDS)('on %s', (_, backend) => {
  beforeAll(() => use(backend));

  test('every layer and the gradient of every weight are those of PyTorch', () => {
    const own = reading(layersOf(golden.params));
    const weights = asNumbers(golden.weights);
    const live = liveNetwork(own, weights);
    const x = tf.tensor(golden.texts.flat(), [golden.texts.length, LENGTH]);
    const outputs = forward(live, own.layers, x, null);
    for (const [layer, expected] of Object.entries(golden.taps))
      expect(difference((outputs.get(layer) as tf.Tensor).dataSync(), expected), layer).toBeLessThan(1e-5);
    disposeNetwork(live);

    const images = Float32Array.from(golden.texts.flat());
    const labels = Int32Array.from(golden.labels);
    const { gradient } = oneStep(own, weights, { size: labels.length, images, labels });
    for (const [name, expected] of Object.entries(golden.gradients))
      expect(difference(gradient.get(name) ?? [], expected), name).toBeLessThan(1e-4);
    // The language head has no part in this loss.
    expect(Math.max(...(gradient.get('language/bias') ?? [1]))).toBe(0);
  });
});

/** The answers of a network with drawn weights to some texts of one length: logits and the last hidden states. */
function answers(layers: Layer[], texts: readonly (readonly number[])[], length: number, seed: number) {
  const own = reading(layers, length);
  const drawn = freshWeights(reading(layers, length), seed, 'weights');
  // Places beyond a shorter text are those of the longer one: drawn place by place, row after row.
  const live = liveNetwork(own, drawn);
  const rows = texts.flatMap((it) => [...it, ...new Array<number>(length - it.length).fill(0)]);
  const outputs = forward(live, layers, tf.tensor(rows, [texts.length, length]), null);
  const read = (layer: string) => (outputs.get(layer) as tf.Tensor).arraySync();
  const result = { logits: read('logits') as number[][], hidden: read('block-2-norm') as number[][][] };
  disposeNetwork(live);
  return result;
}

describe('a text', () => {
  beforeAll(() => use({ kind: 'cpu', engineFolder: null }));

  test('is read the same however much padding follows it', () => {
    const params = { units: 16, heads: 4, feedForward: 24, blocks: 2 };
    const token = fc.integer({ min: 5, max: 29 });
    const text = fc.array(token, { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(
        fc.array(text, { minLength: 1, maxLength: 3 }),
        fc.nat(8),
        fc.nat(99),
        (texts, more, seed) => {
          const at = (length: number) =>
            answers(layersOf(params, { length, vocabulary: 30 }), texts, length, seed);
          const [short, long] = [at(6), at(6 + more)];
          texts.forEach((own, row) => {
            const near = (a: readonly number[] = [], b: readonly number[] = []) =>
              a.forEach((it, place) => {
                expect(Math.abs(it - (b[place] as number))).toBeLessThan(1e-5);
              });
            near(short.logits[row], long.logits[row]);
            own.forEach((_, place) => {
              near(short.hidden[row]?.[place], long.hidden[row]?.[place]);
            });
          });
        },
      ),
      { numRuns: 20 },
    );
  });

  test('is read in order: its words in another order are another text', () => {
    const layers = layersOf({ units: 16, heads: 4, feedForward: 24, blocks: 2 }, { vocabulary: 30 });
    const [one, other] = answers(
      layers,
      [
        [5, 6, 7],
        [7, 6, 5],
      ],
      LENGTH,
      1,
    ).logits;
    expect(one).not.toEqual(other);
  });
});

describe('a transformer', () => {
  test('has as many parameters as are worked out by hand', () => {
    const size = (params: Record<string, unknown>) =>
      networkShape(layersOf(params, { length: 512, vocabulary: 30_522, classes: 2 }), [512]).parameters;
    const base = { units: 768, heads: 12, feedForward: 3072, pool: 'first' };
    const block = 4 * 768 * 768 + 3 * 768 + 2 * 768 * 3072 + 3072 + 768 + 4 * 768;
    const around = (30_522 + 512) * 768 + 2 * 768 + 2 * 768 + 2;
    // BERT-base without token types, pooler and biases of keys, and DistilBERT's 66 million.
    expect(size({ ...base, blocks: 12 })).toBe(12 * block + around);
    expect(size({ ...base, blocks: 6 })).toBe(6 * block + around);
    expect(size({ ...base, blocks: 6 }) / 1e6).toBeCloseTo(66.4, 1);
    const head = 768 * 768 + 3 * 768 + 30_522;
    expect(size({ ...base, blocks: 6, languageHead: true })).toBe(6 * block + around + head);
  });

  test('of half the blocks has 40 % fewer parameters, and half of the arithmetic', () => {
    const base = { units: 768, heads: 12, feedForward: 3072 };
    const of = (blocks: number) =>
      networkShape(layersOf({ ...base, blocks }, { length: 128, vocabulary: 30_522, classes: 2 }), [128]);
    const [whole, half] = [of(12), of(6)];
    expect(half.parameters / whole.parameters).toBeCloseTo(0.6, 1);
    expect(half.multiplyAdds / whole.multiplyAdds).toBeCloseTo(0.5, 2);
  });

  test('refuses images, and networks of images refuse texts', () => {
    const made = transformer.lower({
      params: transformer.params.parse({}),
      inputs: {},
      plan: {} as never,
      node: 'it',
    });
    if (made.network?.kind !== 'network') throw new Error('no network');
    const { layers } = made.network;
    expect(() => layers([28, 28, 1], 10)).toThrow(/Transformer reads texts/);
    expect(() => layersOf({}, { node: lenet })).toThrow(/reads images/);
  });

  test('refuses units that its heads cannot share', () => {
    expect(() => networkShape(layersOf({ units: 20, heads: 3 }), [LENGTH])).toThrow(LayerRefusal);
    expect(() => networkShape(layersOf({ units: 20, heads: 3 }), [LENGTH])).toThrow(
      /20 and 20 units, 3 heads/,
    );
  });
});
