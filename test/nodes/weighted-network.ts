import * as tf from '@tensorflow/tfjs';
import { resnet } from '../../src/nodes/network/resnet/node.ts';
import type { Layer } from '../../src/plan/layers.ts';
import type { Weighted } from '../../src/plan/start.ts';
import { freshWeights } from '../../src/runtime/engine/fresh-weights.ts';
import { disposeNetwork, forward, liveNetwork } from '../../src/runtime/engine/networks.ts';
import { streamOf } from '../../src/runtime/engine/streams.ts';
import { noise } from '../runtime/engine/one-step.ts';
import { network } from '../runtime/engine/plans.ts';

/** Height, width and channels of the images. */
export const INPUT = [12, 12, 1];

/** A network whose weights are all drawn, statistics too. */
export function weighted(layers: Layer[], seed: number): Weighted {
  const stream = streamOf(seed, 'more', 0);
  const weights = new Map(
    [...freshWeights(network('network-1', layers, { input: INPUT }), seed, 'w')].map(([name, it]) => [
      name,
      it.map((value) => value + 0.1 + 0.2 * stream.uniform()),
    ]),
  );
  return { layers, input: INPUT, weights };
}

/** Outputs of a layer on some images, row by row. */
export function answers({ layers, weights }: Weighted, layer = 'logits'): Float32Array {
  const live = liveNetwork(network('network-1', layers, { input: INPUT }), weights);
  const { images, size } = noise(INPUT, 3, 10);
  const values = tf.tidy(() =>
    forward(live, layers, tf.tensor(images, [size, ...INPUT]), null)
      .get(layer)
      ?.dataSync<'float32'>()
      .slice(),
  );
  disposeNetwork(live);
  return values as Float32Array;
}

/** Layers of the product's residual network. */
export const resnetLayers = (blocks: number, width: number): Layer[] => {
  const made = resnet.lower({
    params: resnet.params.parse({ blocks, width }),
    inputs: {},
    plan: {} as never,
    node: 'it',
  }).network;
  return made?.kind === 'network' ? made.layers(INPUT, 10) : [];
};
