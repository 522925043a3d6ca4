import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { philoxWords, seedPair, uniformDraws } from '../../../src/runtime/engine/philox.ts';
import { cpuTime } from '../../cpu-time.ts';
import { BACKENDS, use } from './backends.ts';
import { tensorflowOp } from './tensorflow-op.ts';

type Seed = readonly [number, number];

const LEAST = -(2 ** 31);
const MOST = 2 ** 31 - 1;

describe('Philox4x32-10', () => {
  // counter, key, block: from kat_vectors of the Random123 distribution.
  test.each([
    '00000000 00000000 00000000 00000000 00000000 00000000 6627e8d5 e169c58d bc57ac4c 9b00dbd8',
    'ffffffff ffffffff ffffffff ffffffff ffffffff ffffffff 408f276d 41c83b0e a20bc7c6 6d5451fd',
    '243f6a88 85a308d3 13198a2e 03707344 a4093822 299f31d0 d16cfe09 94fdcceb 5001e420 24126ea1',
  ])('gives the known answer: %s', (line) => {
    const [c0 = 0, c1 = 0, c2 = 0, c3 = 0, k0 = 0, k1 = 0, ...block] = line
      .split(' ')
      .map((it) => Number.parseInt(it, 16));
    expect([...philoxWords([c0, c1, c2, c3], [k0, k1], 4)]).toEqual(block);
  });

  test('counts its blocks in the first word of the counter', () => {
    const words = philoxWords([7, 1, 2, 3], [4, 5], 10);
    const blocks = [7, 8, 9].flatMap((it) => [...philoxWords([it, 1, 2, 3], [4, 5], 4)]);
    expect([...words]).toEqual(blocks.slice(0, 10));
  });
});

describe.each(BACKENDS.filter(([, { kind }]) => kind === 'tensorflow'))('%s', (_, backend) => {
  beforeAll(() => use(backend));

  const ofTensorflow = (seed: Seed, count: number): Float32Array =>
    tf.tidy(() => {
      const types = {
        dtype: { type: 'TF_FLOAT' },
        T: { type: 'TF_INT32' },
        Tseed: { type: 'TF_INT32' },
      } as const;
      const inputs = [tf.tensor1d([count], 'int32'), tf.tensor1d([...seed], 'int32')];
      return tensorflowOp('StatelessRandomUniform', types, inputs).dataSync<'float32'>();
    });
  const expectEqual = (seed: Seed, count: number): void => {
    const [ours, theirs] = [uniformDraws(seed, count), ofTensorflow(seed, count)];
    expect(ours.length).toBe(count);
    // As bytes: quick for many, and −0 is not 0.
    expect(Buffer.compare(Buffer.from(ours.buffer), Buffer.from(theirs.slice().buffer))).toBe(0);
  };

  test.each([1, 2, 3, 4, 5, 1000, 100_003])('draws the same %i numbers', (count) => {
    for (const seed of [
      [0, 0],
      [1, 2],
      [-1, 5],
      [5, -1],
      [LEAST, MOST],
      [MOST, LEAST],
      [-1, -1],
    ] as const)
      expectEqual(seed, count);
  });

  test('whatever seed and count', () => {
    const word = fc.integer({ min: LEAST, max: MOST });
    fc.assert(
      fc.property(word, word, fc.integer({ min: 1, max: 300 }), (a, b, count) => expectEqual([a, b], count)),
    );
  });
});

describe('draws', () => {
  test('are spread evenly, each by itself and by pairs', () => {
    const draws = uniformDraws(seedPair(3, 'many', 0), 1_000_000);
    expect(draws.every((it) => it >= 0 && it < 1)).toBe(true);
    const mean = draws.reduce((sum, it) => sum + it, 0) / draws.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(4 * Math.sqrt(1 / 12 / draws.length));
    expectEven(draws, (it) => Math.floor(it * 100), 100);
    const pairs = Float32Array.from({ length: draws.length / 2 }, (_, at) => at);
    const tenth = (at: number): number => Math.floor((draws[at] ?? 0) * 10);
    expectEven(pairs, (at) => tenth(2 * at) * 10 + tenth(2 * at + 1), 100);
  });

  test('are known for ever: a changed seed would change every run', () => {
    expect(seedPair(1, 'a', 0)).toMatchInlineSnapshot(`
      [
        -1749099874,
        1022037002,
      ]
    `);
  });

  test('have another seed for another seed, name or step', () => {
    const seeds = [seedPair(1, 'a', 0), seedPair(2, 'a', 0), seedPair(1, 'b', 0), seedPair(1, 'a', 1)];
    expect(new Set(seeds.map(String)).size).toBe(4);
    for (const half of seeds.flat()) expect(half).toBe(half | 0);
  });

  test('are made by the ten million a second', () => {
    expect(cpuTime(() => uniformDraws([1, 2], 4_000_000))).toBeLessThan(400);
  });
});

/** Pearson's chi-square within four of its deviations of what even bins give. */
function expectEven(values: Float32Array, binOf: (value: number) => number, bins: number): void {
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) counts[binOf(value)] = (counts[binOf(value)] ?? 0) + 1;
  const wanted = values.length / bins;
  const chiSquare = counts.reduce((sum, it) => sum + (it - wanted) ** 2 / wanted, 0);
  expect(Math.abs(chiSquare - (bins - 1))).toBeLessThan(4 * Math.sqrt(2 * (bins - 1)));
}
