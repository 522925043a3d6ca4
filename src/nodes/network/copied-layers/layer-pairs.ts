import { networkShape, weightedLayers } from '../../../plan/layers.ts';
import type { Built } from '../../../plan/start.ts';
import type { LayerPair } from './op.ts';

export type Pairing = 'same-name' | 'spread' | 'first' | 'last';

/**
 * Which layer of a source each layer of a network is to be copied from.
 *
 * `same-name` pairs equal ids of equal kind. The others compare what stands at one size of the image: of n layers of a
 * kind and kernel there and m in the source, layer i takes round(i · (m − 1) / (n − 1)) with `spread` (of twelve layers six
 * are 0, 2, 4, 7, 9, 11), i with `first`, and m − n + i with `last`. A normalization goes with the layer that it
 * follows. Of a transformer, whose layers are called `block-N-query` and so on, each such part is compared by itself. The last layer, which gives the logits, is paired with the last where both have as many outputs.
 */
export function layerPairs(network: Built, source: Built, how: Pairing): LayerPair[] {
  const pairs = how === 'same-name' ? byName(network, source) : byPlace(network, source, how);
  const [own, theirs] = [network.layers.at(-1), source.layers.at(-1)];
  const others = pairs.filter((it) => it.to !== own?.id && it.from !== theirs?.id);
  return own && theirs && sameOutputs(network, source) && own.kind === theirs.kind
    ? [...others, { to: own.id, from: theirs.id }]
    : others;
}

const sameOutputs = (a: Built, b: Built): boolean =>
  networkShape(a.layers, a.input).output.join() === networkShape(b.layers, b.input).output.join();

const byName = (network: Built, source: Built): LayerPair[] =>
  weightedLayers(network.layers, network.input)
    .filter(({ id, kind }) => source.layers.some((it) => it.id === id && it.kind === kind))
    .map(({ id }) => ({ to: id, from: id }));

function byPlace(network: Built, source: Built, how: Exclude<Pairing, 'same-name'>): LayerPair[] {
  const theirs = placed(source);
  const pairs = [...placed(network)].flatMap(([place, own]): LayerPair[] => {
    const given = theirs.get(place) ?? [];
    if (given.length < own.length) return [];
    return own.map((to, at) => ({ to, from: given[index(how, at, own.length, given.length)] as string }));
  });
  const norms = followers(source);
  const withNorms = [...followers(network)].flatMap(([norm, follows]): LayerPair[] => {
    const maker = pairs.find((it) => it.to === follows)?.from;
    const from = [...norms].find(([, of]) => of === maker)?.[0];
    return maker === undefined || from === undefined ? [] : [{ to: norm, from }];
  });
  const order = new Map(network.layers.map((it, at) => [it.id, at]));
  return [...pairs, ...withNorms].sort((a, b) => (order.get(a.to) ?? 0) - (order.get(b.to) ?? 0));
}

function index(how: 'spread' | 'first' | 'last', at: number, wanted: number, given: number): number {
  if (how === 'first') return at;
  if (how === 'last') return given - wanted + at;
  return wanted === 1 ? 0 : Math.round((at * (given - 1)) / (wanted - 1));
}

/** Blocks of a transformer are copied whole: a query from a query, and all of a block from one. */
const BLOCK_PART = /^block-\d+-(.+)$/;

/** Layers with weights but normalizations and the last one, by kind, kernel and size of the image. */
function placed(of: Built): Map<string, string[]> {
  const shapes = networkShape(of.layers, of.input).layers;
  const places = new Map<string, string[]>();
  for (const layer of weightedLayers(of.layers, of.input)) {
    if (layer.kind === 'batch-norm' || layer === of.layers.at(-1)) continue;
    const pixels = shapes.get(layer.id)?.output.slice(0, -1).join('×');
    const kernel = layer.kind === 'conv2d' ? `${layer.kernel}/${layer.stride}` : '';
    const place = `${layer.kind} ${kernel} ${pixels} ${BLOCK_PART.exec(layer.id)?.[1] ?? ''}`;
    places.set(place, [...(places.get(place) ?? []), layer.id]);
  }
  return places;
}

/** Of each normalization the layer that it follows. */
const followers = ({ layers }: Built): Map<string, string> =>
  new Map(layers.flatMap((it) => (it.kind === 'batch-norm' ? [[it.id, it.from[0] ?? '']] : [])));
