import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Layer } from '../../../src/plan/layers.ts';
import { freshWeights } from '../../../src/runtime/engine/fresh-weights.ts';
import { disposeNetwork, forward, liveNetwork } from '../../../src/runtime/engine/networks.ts';
import { streamOf } from '../../../src/runtime/engine/streams.ts';
import { BACKENDS, use } from './backends.ts';
import { noise } from './one-step.ts';
import { plainForward } from './plain-forward.ts';
import { chain, network } from './plans.ts';

const logits = { kind: 'dense', units: 3 } as const;
const conv = (kernel: number, stride: number, padding: 'same' | 'valid') =>
  ({ kind: 'conv2d', filters: 4, kernel, stride, padding, bias: true }) as const;
const norm = { kind: 'batch-norm', momentum: 0.9, epsilon: 1e-3 } as const;
const activation = (of: 'relu' | 'leaky-relu' | 'tanh' | 'sigmoid') =>
  ({ kind: 'activation', function: of }) as const;

/** Odd sizes, so that every rounding of a padding or a window counts. */
const INPUT = [7, 9, 2];
const NETWORKS: Record<string, Layer[]> = {
  'convolutions that keep their size': chain([
    conv(3, 1, 'same'),
    activation('relu'),
    conv(5, 2, 'same'),
    { kind: 'flatten' },
    logits,
  ]),
  'convolutions that lose their rim': chain([
    conv(3, 1, 'valid'),
    activation('sigmoid'),
    conv(2, 2, 'valid'),
    activation('leaky-relu'),
    { kind: 'flatten' },
    logits,
  ]),
  'an even kernel with padding': chain([conv(2, 1, 'same'), conv(4, 3, 'same'), { kind: 'flatten' }, logits]),
  'maximum pools': chain([
    { kind: 'max-pool', size: 2, stride: 2 },
    { kind: 'max-pool', size: 2, stride: 1 },
    { kind: 'flatten' },
    logits,
  ]),
  'average pools': chain([{ kind: 'average-pool', size: 3, stride: 2 }, { kind: 'flatten' }, logits]),
  'depthwise convolutions': chain([
    { kind: 'depthwise-conv2d', kernel: 3, stride: 2, padding: 'same' },
    conv(1, 1, 'same'),
    { kind: 'depthwise-conv2d', kernel: 2, stride: 1, padding: 'valid' },
    { kind: 'flatten' },
    logits,
  ]),
  'means of answers': [
    { id: 'flat', kind: 'flatten', from: ['input'] },
    { id: 'one', ...logits, from: ['flat'] },
    { id: 'two', ...logits, from: ['flat'] },
    { id: 'mean', kind: 'average', of: 'values', from: ['one', 'two'] },
    { id: 'logits', kind: 'average', of: 'probabilities', from: ['one', 'two', 'mean'] },
  ],
  'channels one after another': chain([
    conv(3, 2, 'same'),
    activation('tanh'),
    { kind: 'conv2d', filters: 3, kernel: 1, stride: 1, padding: 'same', bias: true },
    { kind: 'concatenate', from: ['activation-2', 'conv2d-3', 'conv2d-1'] },
    conv(3, 1, 'same'),
    { kind: 'flatten' },
    logits,
  ]),
  'gates and what they scale': chain([
    conv(3, 1, 'same'),
    activation('tanh'),
    { kind: 'channel-attention', hidden: 3, select: null },
    { kind: 'scale-channels', from: ['activation-2', 'channel-attention-3'] },
    { kind: 'channel-attention', hidden: 2, select: { share: 0.5, least: 0, after: 0, momentum: 0 } },
    { kind: 'scale-channels', from: ['scale-channels-4', 'channel-attention-5'] },
    { kind: 'channel-mask' },
    { kind: 'flatten' },
    { kind: 'channel-mask' },
    logits,
  ]),
  'a residual block': chain([
    conv(3, 1, 'same'),
    norm,
    activation('tanh'),
    conv(3, 1, 'same'),
    norm,
    { kind: 'add', from: ['activation-3', 'batch-norm-5', 'conv2d-1'] },
    { kind: 'global-average-pool' },
    norm,
    { kind: 'dropout', rate: 0.5 },
    logits,
  ]),
};

describe.each(BACKENDS)('%s', (_, backend) => {
  beforeAll(() => use(backend));

  test.each(Object.entries(NETWORKS))('%s: every layer as in float64', (_, layers) => {
    const of = network('network-1', layers, { input: INPUT, classes: 3 });
    const stream = streamOf(5, 'weights', 0);
    // No weight is a special number, running statistics and gains included.
    const weights = new Map(
      [...freshWeights(of, 1, 'start')].map(([name, it]) => [
        name,
        it.map((value) => value + 0.2 + 0.3 * stream.uniform()),
      ]),
    );
    const { images, size } = noise(INPUT, 3, 3);
    const live = liveNetwork(of, weights);
    const found = tf.tidy(() =>
      [...forward(live, of.layers, tf.tensor(images, [size, ...INPUT]), null)].map(
        ([id, it]) => [id, it.dataSync().slice()] as const,
      ),
    );
    disposeNetwork(live);
    const each = images.length / size;
    for (let example = 0; example < size; example += 1) {
      const wanted = plainForward(
        layers,
        INPUT,
        weights,
        images.subarray(example * each, (example + 1) * each),
      );
      for (const [id, values] of found) {
        const expected = wanted.get(id) ?? [];
        const own = values.subarray(example * expected.length, (example + 1) * expected.length);
        const scale = Math.max(1, ...expected.map(Math.abs));
        expect(own).toHaveLength(expected.length);
        for (const [index, value] of expected.entries())
          expect(Math.abs((own[index] ?? Number.NaN) - value), `${id}[${index}]`).toBeLessThan(1e-5 * scale);
      }
    }
  });
});
