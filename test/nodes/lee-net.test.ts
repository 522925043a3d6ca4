import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { leeNet } from '../../src/nodes/network/lee-net/node.ts';
import { type Layer, networkShape } from '../../src/plan/layers.ts';
import { startCpu } from '../../src/runtime/engine/backend/cpu.ts';
import { freshWeights } from '../../src/runtime/engine/fresh-weights.ts';
import { disposeNetwork, forward, liveNetwork } from '../../src/runtime/engine/networks.ts';
import { noise } from '../runtime/engine/one-step.ts';
import { network } from '../runtime/engine/plans.ts';
import { layersOf } from './layers-of.ts';

const INPUT = [12, 16, 2];
const SIZE = 3;
const leeNetLayers = (params: Record<string, unknown> = {}, input = INPUT): Layer[] =>
  layersOf(leeNet, params, input, 4);

type Weights = Map<string, Float32Array>;

/** What each layer answers to noise, by id; `change` may put other weights in. */
function answers(
  layers: Layer[],
  change: (weights: Weights) => void = () => undefined,
): Map<string, number[]> {
  const of = network('network-1', layers, { input: INPUT, classes: 4 });
  const weights = new Map(freshWeights(of, 1, 'start'));
  change(weights);
  const live = liveNetwork(of, weights);
  try {
    return new Map(
      tf.tidy(() => {
        const x = tf.tensor(noise(INPUT, SIZE, 4).images, [SIZE, ...INPUT]);
        return [...forward(live, of.layers, x, null)].map(([id, it]) => [id, [...it.dataSync()]] as const);
      }),
    );
  } finally {
    disposeNetwork(live);
  }
}

const furthest = (a: readonly number[] = [], b: readonly number[] = []): number =>
  Math.max(...a.map((it, at) => Math.abs(it - (b[at] ?? Number.NaN))));

/** Means over all pixels, one an example and channel. */
function channelMeans(values: readonly number[] = [], channels: number): number[] {
  const each = values.length / SIZE;
  return Array.from({ length: SIZE * channels }, (_, at) => {
    const own = values
      .slice(Math.floor(at / channels) * each)
      .slice(0, each)
      .filter((_, place) => place % channels === at % channels);
    return own.reduce((sum, it) => sum + it, 0) / own.length;
  });
}

const GATE_OPEN = 50;
const openGates = (weights: Weights): unknown =>
  weights.set('gates/expand-bias', new Float32Array(16).fill(GATE_OPEN));

beforeAll(async () => {
  await startCpu();
});

describe('the two branches', () => {
  test('each pool halves both sides', () => {
    const { layers } = networkShape(leeNetLayers(), INPUT);
    expect(layers.get('stem')?.output).toEqual([6, 8, 6]);
    expect(layers.get('main')?.output).toEqual([3, 4, 16]);
    expect(layers.get('branch')?.output).toEqual([3, 4, 16]);
  });

  test('an average pool keeps the mean of every channel, a maximum pool does not', () => {
    const change = (pool: 'average' | 'max'): number => {
      const found = answers(leeNetLayers({ pool }));
      return furthest(channelMeans(found.get('activation-1'), 6), channelMeans(found.get('stem'), 6));
    };
    expect(change('average')).toBeLessThan(1e-6);
    expect(change('max')).toBeGreaterThan(0.1);
  });

  test('at the start, with open gates, what leaves them is the main branch', () => {
    const found = answers(leeNetLayers(), openGates);
    expect(furthest(found.get('key-features'), found.get('main'))).toBeLessThan(1e-6);
    const opened = answers(leeNetLayers(), (weights) => {
      openGates(weights);
      weights.set('branch/gamma', new Float32Array(16).fill(1));
    });
    expect(furthest(opened.get('key-features'), opened.get('main'))).toBeGreaterThan(0.1);
  });

  test.each([
    ['without the branch', { branch: false }, ['fused', 'branch']],
    ['without gates', { attention: false }, ['gates', 'key-features']],
  ])('%s these layers are not there', (_, params, gone) => {
    const ids = leeNetLayers(params).map((it) => it.id);
    for (const id of gone) expect(ids).not.toContain(id);
    expect(networkShape(leeNetLayers(params), INPUT).output).toEqual([4]);
  });

  test('sides that two pools do not divide are refused', () => {
    expect(() => leeNetLayers({}, [30, 28, 1])).toThrow('multiples of 4, found 30 × 28 × 1');
  });
});

describe('the gates', () => {
  const found = (change?: (weights: Weights) => void) => answers(leeNetLayers(), change).get('gates') ?? [];
  /** Larger weights and biases than a fresh network has, so that gates differ. */
  const lively = (weights: Weights): void => {
    for (const [at, name] of ['reduce-kernel', 'reduce-bias', 'expand-kernel', 'expand-bias'].entries()) {
      const old = weights.get(`gates/${name}`) as Float32Array;
      weights.set(`gates/${name}`, noise([old.length], 1, 1, 2 + at).images);
    }
  };

  test('lie between 0 and 1 and differ from channel to channel and image to image', () => {
    const gates = found(lively);
    expect(gates).toHaveLength(SIZE * 16);
    expect(Math.min(...gates)).toBeGreaterThan(0);
    expect(Math.max(...gates)).toBeLessThan(1);
    expect(new Set(gates.map((it) => it.toFixed(4))).size).toBeGreaterThan(24);
  });

  test('change places with the channels', () => {
    const turn = (channel: number): number => (channel * 5 + 3) % 16;
    const turned = found((weights) => {
      lively(weights);
      const move = (
        name: string,
        channelOf: (at: number) => number,
        placeOf: (at: number) => number,
      ): void => {
        const old = weights.get(name) as Float32Array;
        const moved = new Float32Array(old.length);
        for (const [at, value] of old.entries()) {
          expect(channelOf(at)).toBeLessThan(16);
          moved[placeOf(at)] = value;
        }
        weights.set(name, moved);
      };
      const last = (at: number): number => at - (at % 16) + turn(at % 16);
      // What makes the channels of both branches, and what the gates read and give.
      for (const name of ['conv2d-2/kernel', 'conv2d-2/bias', 'gates/expand-kernel', 'gates/expand-bias'])
        move(name, (at) => at % 16, last);
      move('conv2d-3/kernel', (at) => at % 16, last);
      move(
        'gates/reduce-kernel',
        (at) => Math.floor(at / 4),
        (at) => turn(Math.floor(at / 4)) * 4 + (at % 4),
      );
    });
    const plain = found(lively);
    const expected = plain.map((_, at) => {
      const own = Array.from({ length: 16 }, (_, channel) => channel).find((it) => turn(it) === at % 16) ?? 0;
      return plain[at - (at % 16) + own] ?? Number.NaN;
    });
    expect(furthest(turned, expected)).toBeLessThan(1e-6);
    expect(furthest(turned, plain)).toBeGreaterThan(0.01);
  });

  test('of masked channels are 0, and nothing that the others say hangs on them', () => {
    const half = Float32Array.from({ length: 16 }, (_, at) => at % 2);
    const masked = (loud: number): Map<string, number[]> =>
      answers(leeNetLayers(), (weights) => {
        lively(weights);
        weights.set('gates/mask', half);
        const kernel = weights.get('conv2d-2/kernel') as Float32Array;
        weights.set(
          'conv2d-2/kernel',
          kernel.map((it, at) => (at % 2 === 0 ? it * loud : it)),
        );
      });
    const gates = masked(1).get('gates') ?? [];
    expect(gates.map((it) => it === 0)).toEqual(gates.map((_, at) => at % 2 === 0));
    expect(masked(7).get('logits')).toEqual(masked(1).get('logits'));
  });
});
