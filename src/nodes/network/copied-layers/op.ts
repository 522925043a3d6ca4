import { z } from 'zod';
import { channelSpaces, repeated, taken } from '../../../plan/channel-spaces.ts';
import { type Layer, networkShape, type Weight } from '../../../plan/layers.ts';
import { type Built, ChangeRefusal, defineStart, type Weighted } from '../../../plan/start.ts';

/** A layer of a network by its id, and the one of its source that gives it weights. */
export const LayerPair = z.strictObject({ to: z.string(), from: z.string() });
export type LayerPair = Readonly<z.infer<typeof LayerPair>>;
export type Channels = 'equal' | 'first' | 'l1-norm';

/**
 * Layers begin with the weights of another network's layers, running statistics included; what is not named begins anew.
 *
 * - `layers`: pairs of ids, this network's and the source's, each of one kind
 * - `channels`: which of the source's channels are copied where this network has fewer. `equal`: none may be left out.
 *   `first`: the first so many. `l1-norm`: those whose kernels have the largest Σ|w|, in their own order
 *   (Li et al. 2017, arXiv:1608.08710)
 *
 * Channels that are one and the same, through an addition for instance, are chosen together, by the sum of their norms;
 * a layer that reads them takes the rows of the kernel that belong to them. Copied values are the source's, bit for bit.
 */
export const startCopy = defineStart({
  name: 'start.copy',
  args: z.strictObject({
    layers: z.array(LayerPair),
    channels: z.enum(['equal', 'first', 'l1-norm']),
  }),
  weights: ({ network, from: [source], fresh }, { layers, channels }) =>
    new Map([...fresh(), ...copiedWeights(network, source as Weighted, layers, channels)]),
});

/** The weights of the named layers alone, by `<layer>/<weight>` of the network that gets them. Throws a ChangeRefusal. */
export function copiedWeights(
  network: Built,
  source: Weighted,
  pairs: readonly LayerPair[],
  channels: Channels,
): Map<string, Float32Array> {
  assertPairs(network, source, pairs);
  const chosen = choice(source, channels);
  const own = weightsOf(network);
  const theirs = weightsOf(source);
  const made = new Map<string, Float32Array>();
  for (const { to, from } of pairs)
    for (const weight of own.get(to) ?? []) {
      const given = theirs.get(from)?.find((it) => it.name === weight.name) as Weight;
      let values = source.weights.get(`${from}/${weight.name}`) as Float32Array;
      const shape = [...given.shape];
      for (const [axis, size] of weight.shape.entries()) {
        const full = shape[axis] as number;
        if (size === full) continue;
        const reads = weight.name === 'kernel' && axis === shape.length - 2;
        values = taken(values, shape, axis, chosen(from, reads ? 'reads' : 'makes', full, size));
        shape[axis] = size;
      }
      made.set(`${to}/${weight.name}`, values.slice());
    }
  return made;
}

/**
 * What copying would refuse, before there are any weights.
 *
 * @param channels with `equal`, sizes must agree; otherwise the source may have more
 * @throws ChangeRefusal
 */
export function assertCopy(
  network: Built,
  source: Built,
  pairs: readonly LayerPair[],
  channels: Channels,
): void {
  const own = weightsOf(network);
  const theirs = weightsOf(source);
  // Every number is the same to a choice by norm: sizes alone are asked for.
  const blank = new Map(
    [...theirs].flatMap(([layer, weights]) =>
      weights.map((it): [string, Float32Array] => [
        `${layer}/${it.name}`,
        new Float32Array(it.shape.reduce((product, size) => product * size, 1)),
      ]),
    ),
  );
  assertPairs(network, source, pairs);
  if (channels === 'equal')
    for (const { to, from } of pairs)
      for (const weight of own.get(to) ?? []) {
        const given = theirs.get(from)?.find((it) => it.name === weight.name);
        if (given?.shape.join() !== weight.shape.join())
          throw new ChangeRefusal(
            `${to} has a ${weight.name} of ${weight.shape.join('×')} and ${from} one of ${given?.shape.join('×')}`,
          );
      }
  copiedWeights(network, { ...source, weights: blank }, pairs, channels);
}

function assertPairs(network: Built, source: Built, pairs: readonly LayerPair[]): void {
  for (const { to, from } of pairs) {
    const [own, theirs] = [byId(network.layers, to), byId(source.layers, from)];
    if (!own) throw new ChangeRefusal(`the student has no layer ${to}: it has ${named(network)}`);
    if (!theirs) throw new ChangeRefusal(`the source has no layer ${from}: it has ${named(source)}`);
    if (own.kind !== theirs.kind)
      throw new ChangeRefusal(`${to} is a ${own.kind} and ${from} of the source a ${theirs.kind}`);
    const names = (of: Built, id: string): string =>
      (weightsOf(of).get(id) ?? []).map((it) => `${it.name} of ${it.shape.length} dimensions`).join(', ');
    if (names(network, to) !== names(source, from))
      throw new ChangeRefusal(
        `${to} has ${names(network, to) || 'no weights'} and ${from} of the source ${names(source, from) || 'none'}`,
      );
  }
}

const byId = (layers: readonly Layer[], id: string): Layer | undefined => layers.find((it) => it.id === id);
const named = ({ layers }: Built): string => layers.map((it) => it.id).join(', ');
const weightsOf = ({ layers, input }: Built): ReadonlyMap<string, readonly Weight[]> =>
  new Map([...networkShape(layers, input).layers].map(([id, it]) => [id, it.weights]));

/** Which entries of a source's weight are copied along an axis, where fewer are wanted than there are. */
function choice(source: Weighted, channels: Channels) {
  const spaces = channelSpaces(source);
  const orders = new Map<string, number[]>();
  /** The channels of a space, the ones to keep first. */
  const order = (space: string, count: number): number[] => {
    const known = orders.get(space);
    if (known) return known;
    const norms = new Float64Array(count);
    if (channels === 'l1-norm')
      for (const { id } of spaces.makers(space)) addNorms(norms, source.weights.get(`${id}/kernel`));
    const made = Array.from(norms, (_, at) => at).sort(
      (a, b) => (norms[b] as number) - (norms[a] as number) || a - b,
    );
    orders.set(space, made);
    return made;
  };
  return (layer: string, side: 'reads' | 'makes', full: number, size: number): number[] => {
    if (channels === 'equal' || size > full)
      throw new ChangeRefusal(`${layer} of the source has ${full} channels where ${size} are wanted`);
    const at = side === 'makes' ? layer : (byId(source.layers, layer)?.from[0] ?? '');
    const { name, repeat } = spaces.of(at);
    const why = spaces.blocked(name);
    if (why) throw new ChangeRefusal(`channels of ${at} of the source cannot be left out: ${why}`);
    if (full % repeat !== 0 || size % repeat !== 0)
      throw new ChangeRefusal(
        `${layer} of the source reads ${repeat} pixels of each channel, and the student others`,
      );
    const wanted = order(name, full / repeat)
      .slice(0, size / repeat)
      .sort((a, b) => a - b);
    return repeated(wanted, full / repeat, repeat);
  };
}

/** Adds Σ|w| of each output of a kernel, whose last axis are the outputs. */
function addNorms(norms: Float64Array, kernel: Float32Array | undefined): void {
  for (const [at, value] of (kernel ?? []).entries()) {
    const channel = at % norms.length;
    norms[channel] = (norms[channel] as number) + Math.abs(value);
  }
}
