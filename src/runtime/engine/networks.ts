import * as tf from '@tensorflow/tfjs';
import { type Layer, NETWORK_INPUT, type NetworkShape, networkShape } from '../../plan/layers.ts';
import type { Network } from '../../plan/plan.ts';
import type { Learning } from './layers/layer-run.ts';
import { applyLayer } from './layers.ts';

/** A network with its weights on the device, by `<layer>/<weight>`. */
export type LiveNetwork = {
  readonly network: Network;
  readonly shape: NetworkShape;
  /** Those that it shares are the other network's own tensors. */
  readonly weights: Map<string, tf.Tensor>;
  /** Networks that share weights of this one. */
  readonly lentTo: LiveNetwork[];
};

export type WeightPlace = {
  /** `<layer>/<weight>` */
  readonly name: string;
  readonly shape: readonly number[];
  readonly trained: boolean;
  /** Weight decay applies. */
  readonly decays: boolean;
};

/** Every weight of a network, in the order of its layers. */
export function weightPlaces(shape: NetworkShape): WeightPlace[] {
  return [...shape.layers].flatMap(([layer, { weights }]) =>
    weights.map((it) => ({
      name: `${layer}/${it.name}`,
      shape: it.shape,
      trained: it.trained,
      decays: it.name.endsWith('kernel'),
    })),
  );
}

/** The network whose own a weight is: this one, or the one that it shares it with. */
const ownerOf = ({ network: { id, shares } }: LiveNetwork, name: string): string =>
  shares?.layers.includes(name.slice(0, name.lastIndexOf('/'))) ? shares.network : id;

export const ownsWeight = (live: LiveNetwork, name: string): boolean =>
  ownerOf(live, name) === live.network.id;

/** The name by which a weight is known beside those of other networks, `<network>/<layer>/<weight>`; one that is shared has one. */
export const weightKey = (live: LiveNetwork, name: string): string => `${ownerOf(live, name)}/${name}`;

/**
 * Puts a network on the device.
 *
 * @param values row by row, by `<layer>/<weight>`; null where they are to be derived from other networks later on
 */
export function liveNetwork(network: Network, values: ReadonlyMap<string, Float32Array> | null): LiveNetwork {
  const shape = networkShape(network.layers, network.input);
  const live: LiveNetwork = { network, shape, weights: new Map(), lentTo: [] };
  if (values) fillNetwork(live, values);
  return live;
}

/** Gives a network that has none its own weights, row by row, by `<layer>/<weight>`. */
export function fillNetwork(live: LiveNetwork, values: ReadonlyMap<string, Float32Array>): void {
  for (const { name, shape } of weightPlaces(live.shape)) {
    if (!ownsWeight(live, name)) continue;
    const value = values.get(name);
    if (!value) throw new Error(`${live.network.id} has no weight ${name}`);
    replaceWeight(live, name, tf.tensor(value, [...shape], 'float32'));
  }
}

/** Lets networks that share weights have those of each other, from now on and whenever they change. */
export function lendWeights(networks: ReadonlyMap<string, LiveNetwork>): void {
  for (const live of networks.values()) {
    const owner = networks.get(live.network.shares?.network ?? '');
    if (!owner) continue;
    owner.lentTo.push(live);
    for (const [name, value] of owner.weights) if (!ownsWeight(live, name)) live.weights.set(name, value);
  }
}

/** Puts a new value in the place of a network's own weight; the old one is given back. */
export function replaceWeight({ weights, lentTo }: LiveNetwork, name: string, value: tf.Tensor): void {
  weights.get(name)?.dispose();
  weights.set(name, tf.keep(value));
  for (const other of lentTo) if (!ownsWeight(other, name)) other.weights.set(name, value);
}

/** The weights as they are now. The arrays may be the device's own: copy them before the next step. */
export function readWeights({ weights }: LiveNetwork): Map<string, Float32Array<ArrayBuffer>> {
  return new Map([...weights].map(([name, it]) => [name, it.dataSync() as Float32Array<ArrayBuffer>]));
}

export function disposeNetwork(live: LiveNetwork): void {
  for (const [name, it] of live.weights) if (ownsWeight(live, name)) it.dispose();
  live.weights.clear();
}

/** A network's last layer, whose output are its logits. */
export const logitsLayer = ({ layers }: Pick<Network, 'layers'>): string => layers.at(-1)?.id ?? '';

/**
 * Runs layers on a batch x [n, …].
 *
 * @param layers from `neededLayers`
 * @param learning null for inference: running statistics, no dropout
 * @param at the layer in whose place x stands
 * @returns every layer's output by id
 */
export function forward(
  live: LiveNetwork,
  layers: readonly Layer[],
  x: tf.Tensor,
  learning: Learning | null,
  at: string = NETWORK_INPUT,
): ReadonlyMap<string, tf.Tensor> {
  const outputs = new Map<string, tf.Tensor>([[at, x]]);
  for (const layer of layers) {
    const inputs = layer.from.map((id) => outputs.get(id) as tf.Tensor);
    outputs.set(layer.id, runLayer(live, layer, inputs, learning));
  }
  return outputs;
}

/** One layer of a network on what it reads. @param learning null for inference */
export function runLayer(
  live: LiveNetwork,
  layer: Layer,
  inputs: readonly tf.Tensor[],
  learning: Learning | null,
): tf.Tensor {
  const weight = (name: string, of = layer.id) => live.weights.get(`${of}/${name}`) as tf.Tensor;
  const own = learning?.frozen?.has(layer.id) ? null : learning;
  return applyLayer({ layer, inputs, weight, learning: own });
}
