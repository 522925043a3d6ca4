import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Layer, networkShape } from '../../../src/plan/layers.ts';
import { neededLayers } from '../../../src/plan/needed-layers.ts';
import type { Network } from '../../../src/plan/plan.ts';
import { startCpu } from '../../../src/runtime/engine/backend/cpu.ts';
import { freshWeights } from '../../../src/runtime/engine/fresh-weights.ts';
import { forward, liveNetwork, weightPlaces } from '../../../src/runtime/engine/networks.ts';
import { streamOf } from '../../../src/runtime/engine/streams.ts';
import { inner, moved, noise, oneStep, type Values } from './one-step.ts';
import { chain, network } from './plans.ts';

const tanh = { kind: 'activation', function: 'tanh' } as const;
const logits = { kind: 'dense', units: 3 } as const;
const conv = (filters: number, stride: number, padding: 'same' | 'valid', bias = true) =>
  ({ kind: 'conv2d', filters, kernel: 3, stride, padding, bias }) as const;
const norm = { kind: 'batch-norm', momentum: 0.9, epsilon: 1e-3 } as const;

/** Smooth but for the maximum, so that a difference quotient is the gradient. */
const NETWORKS: Record<string, Layer[]> = {
  dense: chain([{ kind: 'flatten' }, { kind: 'dense', units: 7 }, tanh, logits]),
  sigmoid: chain([
    { kind: 'flatten' },
    { kind: 'dense', units: 7 },
    { kind: 'activation', function: 'sigmoid' },
    logits,
  ]),
  convolution: chain([conv(4, 1, 'same'), tanh, conv(5, 2, 'valid'), tanh, { kind: 'flatten' }, logits]),
  'max pool': chain([
    conv(4, 1, 'same'),
    { kind: 'max-pool', size: 2, stride: 2 },
    { kind: 'flatten' },
    logits,
  ]),
  'average pool': chain([
    conv(4, 1, 'same'),
    tanh,
    { kind: 'average-pool', size: 2, stride: 2 },
    { kind: 'flatten' },
    logits,
  ]),
  'resize to smaller': chain([
    conv(4, 1, 'same'),
    tanh,
    { kind: 'resize', height: 2, width: 4 },
    { kind: 'flatten' },
    logits,
  ]),
  'a row that becomes an image': chain([
    { kind: 'flatten' },
    { kind: 'dense', units: 12 },
    { kind: 'reshape', shape: [2, 3, 2] },
    conv(3, 1, 'same'),
    { kind: 'flatten' },
    logits,
  ]),
  'resize to larger': chain([
    conv(4, 2, 'same'),
    tanh,
    { kind: 'resize', height: 7, width: 5 },
    { kind: 'flatten' },
    logits,
  ]),
  'global average pool': chain([conv(4, 1, 'same'), tanh, { kind: 'global-average-pool' }, logits]),
  'batch norm of images': chain([conv(4, 1, 'same', false), norm, tanh, { kind: 'flatten' }, logits]),
  'batch norm of rows': chain([{ kind: 'flatten' }, { kind: 'dense', units: 7 }, norm, tanh, logits]),
  dropout: chain([
    { kind: 'flatten' },
    { kind: 'dense', units: 20 },
    tanh,
    { kind: 'dropout', rate: 0.4 },
    logits,
  ]),
  'depthwise convolution': chain([
    conv(4, 1, 'same'),
    tanh,
    { kind: 'depthwise-conv2d', kernel: 3, stride: 2, padding: 'same' },
    { kind: 'depthwise-conv2d', kernel: 2, stride: 1, padding: 'valid' },
    { kind: 'flatten' },
    logits,
  ]),
  'channel attention': chain([
    conv(4, 1, 'same'),
    tanh,
    { kind: 'channel-attention', hidden: 3, select: null },
    { kind: 'scale-channels', from: ['activation-2', 'channel-attention-3'] },
    { kind: 'flatten' },
    logits,
  ]),
  add: chain([
    conv(4, 1, 'same'),
    tanh,
    conv(4, 1, 'same'),
    { kind: 'add', from: ['conv2d-1', 'conv2d-3'] },
    tanh,
    { kind: 'flatten' },
    logits,
  ]),
  'mean of probabilities': [
    { id: 'flat', kind: 'flatten', from: ['input'] },
    { id: 'one', kind: 'dense', units: 3, from: ['flat'] },
    { id: 'two', kind: 'dense', units: 3, from: ['flat'] },
    { id: 'logits', kind: 'average', of: 'probabilities', from: ['one', 'two'] },
  ],
  concatenate: chain([
    conv(4, 1, 'same'),
    tanh,
    conv(3, 1, 'same'),
    { kind: 'concatenate', from: ['activation-2', 'conv2d-3', 'conv2d-1'] },
    conv(4, 2, 'same'),
    { kind: 'flatten' },
    logits,
  ]),
};

const INPUT = [6, 6, 2];
const small = (layers: Layer[]): Network => network('network-1', layers, { input: INPUT, classes: 3 });
const batch = noise(INPUT, 8, 3);

/** A direction of length 1 in one weight alone, mostly along its gradient: a slope that is far from zero. */
function direction(weight: string, gradient: Values): Values {
  const stream = streamOf(7, weight, 0);
  const along = (gradient.get(weight) ?? new Float32Array()).map(
    (it) => Math.abs(stream.normal()) * (it < 0 ? -1 : 1),
  );
  const length = Math.hypot(...along);
  return new Map([[weight, along.map((it) => it / length)]]);
}

beforeAll(async () => {
  await startCpu();
});

describe.each(Object.entries(NETWORKS))('%s', (_, layers) => {
  const of = small(layers);
  const weights = freshWeights(of, 1, 'start');

  const trained = weightPlaces(networkShape(layers, INPUT)).filter((it) => it.trained);

  test.each(trained.map((it) => it.name))('the gradient of %s is the slope of the loss', (name) => {
    const { gradient } = oneStep(of, weights, batch);
    const along = direction(name, gradient);
    const reach = 2e-3;
    const loss = (factor: number) => oneStep(of, moved(weights, along, factor), batch).result.loss;
    const slope = (loss(reach) - loss(-reach)) / (2 * reach);
    // A bias in front of a normalization changes nothing: its mean is taken away again.
    const cancelled = layers.some((it) => it.kind === 'batch-norm') && name === 'dense-2/bias';
    expect(slope > 0.01).toBe(!cancelled);
    expect(Math.abs(inner(along, gradient) - slope)).toBeLessThan(1e-4 + 0.005 * slope);
  });

  test('every layer has the shape that the plan promises', () => {
    const live = liveNetwork(of, weights);
    const outputs = tf.tidy(() => {
      const x = tf.tensor(batch.images, [batch.size, ...INPUT]);
      return [...forward(live, of.layers, x, null)].map(([id, it]) => [id, it.shape] as const);
    });
    const promised = networkShape(of.layers, of.input).layers;
    for (const [id, shape] of outputs.slice(1))
      expect(shape).toEqual([8, ...(promised.get(id)?.output ?? [])]);
  });
});

test('relu lets the gradient through above zero alone', () => {
  const of = small(
    chain([
      { kind: 'flatten' },
      { kind: 'dense', units: 4 },
      { kind: 'activation', function: 'relu' },
      logits,
    ]),
  );
  const weights = new Map(freshWeights(of, 1, 'start'));
  // Two units that are always off and two that are always on.
  weights.set('dense-2/bias', Float32Array.from([-99, 99, -99, 99]));
  const { gradient } = oneStep(of, weights, batch);
  const bias = gradient.get('dense-2/bias') as Float32Array;
  expect([...bias].map((it) => it !== 0)).toEqual([false, true, false, true]);
});

describe('batch normalization', () => {
  const of = small(chain([norm, { kind: 'flatten' }, logits]));
  const weights = freshWeights(of, 1, 'start');
  const count = batch.images.length / 2;
  const channel = (index: number) => batch.images.filter((_, at) => at % 2 === index);
  const mean = (values: Float32Array) => values.reduce((sum, it) => sum + it, 0) / values.length;
  const spread = (values: Float32Array) => {
    const middle = mean(values);
    return values.reduce((sum, it) => sum + (it - middle) ** 2, 0);
  };

  test('running statistics move a tenth of the way to those of the batch', () => {
    const { after } = oneStep(of, weights, batch);
    for (const index of [0, 1]) {
      const values = channel(index);
      expect(after.get('batch-norm-1/mean')?.[index]).toBeCloseTo(0.1 * mean(values), 5);
      expect(after.get('batch-norm-1/variance')?.[index]).toBeCloseTo(
        0.9 + (0.1 * spread(values)) / (count - 1),
        5,
      );
    }
  });

  test('a network that learns sees its batch, a frozen one its running statistics', () => {
    const live = liveNetwork(of, weights);
    const read = (learning: boolean) =>
      tf.tidy(() => {
        const x = tf.tensor(batch.images, [batch.size, ...INPUT]);
        const statistics = new Map();
        const random = () => tf.scalar(0);
        return forward(
          live,
          neededLayers(of.layers, ['batch-norm-1']),
          x,
          learning ? { random, progress: random, stream: '', statistics } : null,
        )
          .get('batch-norm-1')
          ?.dataSync()
          .slice() as Float32Array;
      });
    const values = channel(0);
    const deviation = Math.sqrt(spread(values) / count + 1e-3);
    expect(read(true)[0]).toBeCloseTo(((batch.images[0] as number) - mean(values)) / deviation, 4);
    expect(read(false)[0]).toBeCloseTo((batch.images[0] as number) / Math.sqrt(1 + 1e-3), 5);
  });
});

describe('dropout', () => {
  const of = small(chain([{ kind: 'flatten' }, { kind: 'dropout', rate: 0.4 }, logits]));
  const weights = freshWeights(of, 1, 'start');
  const losses = (changes: { seed?: number; step?: number }) =>
    oneStep(of, weights, batch, changes).result.loss;

  test('draws the same for one seed and step, and anew for the next', () => {
    expect(losses({ step: 3 })).toBe(losses({ step: 3 }));
    expect(losses({ step: 3 })).not.toBe(losses({ step: 4 }));
    expect(losses({ seed: 2, step: 3 })).not.toBe(losses({ seed: 3, step: 3 }));
  });

  test('leaves out its share and keeps the mean', () => {
    const live = liveNetwork(of, weights);
    const x = tf.ones([500, ...INPUT]);
    const stream = streamOf(1, 'test', 0);
    const learning = {
      random: (_: string, shape: number[]) =>
        tf.tensor(Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, stream.uniform), shape),
      progress: () => tf.scalar(0),
      stream: '',
      statistics: new Map(),
    };
    const out = forward(live, of.layers, x, learning).get('dropout-2')?.dataSync() as Float32Array;
    const gone = out.filter((it) => it === 0).length / out.length;
    expect(gone).toBeCloseTo(0.4, 2);
    expect(out.reduce((sum, it) => sum + it, 0) / out.length).toBeCloseTo(1, 1);
  });
});

test('only the layers that a tap needs are run', () => {
  const layers = NETWORKS.convolution as Layer[];
  expect(neededLayers(layers, ['activation-2']).map((it) => it.id)).toEqual(['conv2d-1', 'activation-2']);
});
