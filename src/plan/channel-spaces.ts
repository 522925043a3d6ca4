import { type Layer, NETWORK_INPUT, networkShape } from './layers.ts';
import type { Built } from './start.ts';

/**
 * Which channels of a network are the same channels: a space is made by a convolution or a dense layer (its outputs) and
 * goes through all that treats channels one by one. An addition makes one space of all that it adds: a channel that is
 * copied or left out in one of them must be in the others.
 */
export type ChannelSpaces = {
  /** Of a layer's output, or of the network's input. */
  of(layer: string): Space;
  /** Layers that make the channels of a space: convolutions and dense layers. */
  makers(space: string): readonly Layer[];
  /** Why the channels of a space cannot be chosen anew: a layer that mixes them in a way that is not known here. */
  blocked(space: string): string | null;
};

export type Space = {
  /** The first layer that makes it, `input` for the network's own. */
  readonly name: string;
  /** How often its channels stand in one row: 1, or height · width behind a flattening, which lists all channels of a pixel before the next. */
  readonly repeat: number;
};

/** Layers that leave each channel where it is. */
const THROUGH: ReadonlySet<string> = new Set([
  'activation',
  'batch-norm',
  'depthwise-conv2d',
  'dropout',
  'max-pool',
  'average-pool',
  'global-average-pool',
]);

export function channelSpaces({ layers, input }: Built): ChannelSpaces {
  const shapes = networkShape(layers, input).layers;
  const parents = new Map<string, string>();
  const outputs = new Map<string, Space>([[NETWORK_INPUT, { name: NETWORK_INPUT, repeat: 1 }]]);
  const reasons: { space: string; reason: string }[] = [];
  const root = (name: string): string => {
    const parent = parents.get(name);
    return parent === undefined ? name : root(parent);
  };
  const block = (space: string, reason: string): void => void reasons.push({ space, reason });
  const shapeOf = (id: string): readonly number[] =>
    id === NETWORK_INPUT ? input : (shapes.get(id)?.output ?? []);
  for (const layer of layers) {
    const from = layer.from.map((id) => outputs.get(id) as Space);
    const first = from[0] as Space;
    const kind: string = layer.kind;
    if (kind === 'dense' || kind === 'conv2d') outputs.set(layer.id, { name: layer.id, repeat: 1 });
    else if (THROUGH.has(kind)) outputs.set(layer.id, first);
    else if (kind === 'flatten') {
      const positions = shapeOf(layer.from[0] ?? '')
        .slice(0, -1)
        .reduce((product, it) => product * it, 1);
      outputs.set(layer.id, { name: first.name, repeat: first.repeat * positions });
    } else if (kind === 'add') {
      for (const it of from) {
        const [own, other] = [root(first.name), root(it.name)];
        if (it.repeat !== first.repeat)
          for (const space of [own, other]) block(space, `${layer.id} adds flattened channels to others`);
        // The network's own input stays the name of its space: nobody can choose its channels.
        else if (own !== other)
          parents.set(other === NETWORK_INPUT ? own : other, other === NETWORK_INPUT ? other : own);
      }
      outputs.set(layer.id, first);
    } else {
      const reason = `${layer.id} (${kind}) reads them, and what it does to single channels is not known`;
      for (const it of from) block(it.name, reason);
      outputs.set(layer.id, { name: layer.id, repeat: 1 });
      block(layer.id, `${layer.id} (${kind}) makes them`);
    }
  }
  return {
    of(id) {
      const space = outputs.get(id) as Space;
      return { ...space, name: root(space.name) };
    },
    makers: (space) =>
      layers.filter(
        (it) =>
          (it.kind === 'dense' || it.kind === 'conv2d') && root(outputs.get(it.id)?.name ?? '') === space,
      ),
    blocked(space) {
      if (space === NETWORK_INPUT) return 'they are the channels of the images';
      if (space === root(outputs.get(layers.at(-1)?.id ?? '')?.name ?? '')) return 'they are the logits';
      return reasons.find((it) => root(it.space) === space)?.reason ?? null;
    },
  };
}

/** Each chosen channel's place in a row in which the channels stand several times. */
export const repeated = (chosen: readonly number[], channels: number, repeat: number): number[] =>
  Array.from({ length: repeat }, (_, at) => chosen.map((it) => at * channels + it)).flat();

/**
 * Entries of a tensor along one axis, in the order given; an entry may be taken several times.
 *
 * @param values row by row
 * @returns values of the shape with `chosen.length` along the axis
 */
export function taken(
  values: Float32Array,
  shape: readonly number[],
  axis: number,
  chosen: readonly number[],
): Float32Array {
  const size = shape[axis] ?? 1;
  const inner = shape.slice(axis + 1).reduce((product, it) => product * it, 1);
  const outer = values.length / (size * inner);
  const made = new Float32Array(outer * chosen.length * inner);
  for (let block = 0; block < outer; block += 1)
    for (const [at, from] of chosen.entries()) {
      const begin = (block * size + from) * inner;
      made.set(values.subarray(begin, begin + inner), (block * chosen.length + at) * inner);
    }
  return made;
}
