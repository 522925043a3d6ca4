import { withoutMasks } from './channel-masks.ts';
import { channelRule, type Layer, NETWORK_INPUT, networkShape, type Weight } from './layers.ts';

export type PrunableModel = {
  readonly input: readonly number[];
  readonly layers: readonly Layer[];
  /** By `<layer>/<weight>`, row by row. */
  readonly weights: ReadonlyMap<string, Float32Array<ArrayBuffer>>;
};

/** Layers and weights as a saved model has them. */
export type Pruned = {
  readonly layers: Layer[];
  readonly weights: ReadonlyMap<string, Float32Array<ArrayBuffer>>;
};

/**
 * A network without the channels that its masks leave out: what made them, what normalized them and what would read
 * them is smaller, and the answers are the same but for rounding.
 *
 * Layers that pass channels on hold one set of them together, from the layer that makes them to those that read them.
 * A channel goes where each reader of the set would read zeros alone. Flattened pixels keep their channels: value i is
 * of channel i mod c.
 *
 * @returns the network itself where nothing is masked, but for masks that leave nothing out: these go in any case
 */
export function pruneChannels({ input, layers, weights }: PrunableModel): Pruned {
  const masked = layers.filter((layer) => maskOf(layer, weights)?.includes(0));
  if (masked.length === 0) return withoutMasks({ layers, weights }, () => true);
  const { sets } = markedSets({ input, layers, weights });
  /** Where a masked channel stays, since someone reads it elsewhere, the mask stays too. */
  const isDone = (layer: Layer): boolean =>
    (maskOf(layer, weights) ?? []).every(
      (value, channel) => value !== 0 || !sets.of(layer.id).isKept(channel),
    );
  const smaller = layers.map((layer): Layer => {
    const rule = channelRule(layer);
    if (rule?.kind === 'makes') return rule.resized(layer, sets.of(layer.id).count());
    return rule?.kind === 'gates' && masked.includes(layer) && isDone(layer) ? rule.unmasked(layer) : layer;
  });
  const before = networkShape(layers, input).layers;
  const after = networkShape(smaller, input).layers;
  const kept = new Map<string, Float32Array<ArrayBuffer>>();
  for (const { id, from } of layers) {
    const followed = { in: sets.of(from[0] ?? ''), out: sets.of(id) };
    for (const { name, shape } of after.get(id)?.weights ?? []) {
      const old = before.get(id)?.weights.find((it) => it.name === name) as Weight;
      const own = weights.get(`${id}/${name}`) as Float32Array<ArrayBuffer>;
      const values = sliced(own, old, followed);
      if (values.length !== shape.reduce((product, size) => product * size, 1))
        throw new Error(`Pruning ${id}/${name} left ${values.length} values of ${shape.join('×')}.`);
      kept.set(`${id}/${name}`, values);
    }
  }
  return withoutMasks({ layers: smaller, weights: kept }, (id) => isDone(byId(layers, id)));
}

/**
 * Why channels that a mask leaves out would stay in a saved model: the layer that makes something else of their zeros, adds them to
 * channels that are read elsewhere, or reads them; null where they can go.
 *
 * @param mask the id of a layer that masks channels
 */
export function keptBy({ input, layers, weights }: PrunableModel, mask: string): string | null {
  const { sets, zeros } = markedSets({ input, layers, weights });
  const set = sets.of(mask);
  const out = [...(maskOf(byId(layers, mask), weights) ?? []).keys()].filter((it) => zeros.get(mask)?.[it]);
  const held = out.find((it) => set.isKept(it));
  if (held === undefined) return null;
  const at = layers.findIndex((it) => it.id === mask);
  const filled = layers.slice(at).find(({ id }) => sets.of(id) === set && !zeros.get(id)?.[held]);
  // Of a sum in front of the mask what is added has other readers.
  const summed = layers.slice(0, at).findLast((it) => it.from.length > 1 && sets.of(it.id) === set);
  return filled?.id ?? summed?.id ?? set.keeper(held) ?? mask;
}

type Marked = { readonly sets: Sets; readonly zeros: ReadonlyMap<string, readonly boolean[]> };

/** Which channels hang together, which are 0 whatever the image is, and which someone reads. */
function markedSets({ input, layers, weights }: PrunableModel): Marked {
  const sets = channelSets(layers, input);
  const zeros = zeroChannels(layers, sets, weights);
  for (const layer of layers) markRead(layer, sets, zeros, weights);
  const last = layers.at(-1)?.id ?? NETWORK_INPUT;
  sets.of(last).keepAll(last);
  return { sets, zeros };
}

function maskOf(layer: Layer, weights: PrunableModel['weights']): Float32Array | undefined {
  const rule = channelRule(layer);
  return rule?.kind === 'gates' || rule?.kind === 'masks'
    ? weights.get(`${layer.id}/${rule.mask}`)
    : undefined;
}

const byId = (layers: readonly Layer[], id: string): Layer => layers.find((it) => it.id === id) as Layer;

/** Channels that several tensors share, and by which layer each is kept: the first one that reads it. */
class ChannelSet {
  private readonly keepers: (string | null)[];

  constructor(readonly channels: number) {
    this.keepers = new Array<string | null>(channels).fill(null);
  }

  keep(channel: number, by: string): void {
    this.keepers[channel] ??= by;
  }

  keepAll(by: string): void {
    for (const channel of this.keepers.keys()) this.keep(channel, by);
  }

  /** Null where no layer reads it. */
  keeper(channel: number): string | null {
    return this.keepers[channel] ?? null;
  }

  /** One channel stays in any case: a layer without channels is none. */
  isKept(value: number): boolean {
    const channel = value % this.channels;
    return this.keeper(channel) !== null || (channel === 0 && this.keepers.every((it) => it === null));
  }

  count(): number {
    return this.keepers.filter((_, channel) => this.isKept(channel)).length;
  }
}

type Sets = { of(tensor: string): ChannelSet };

/** The set of every tensor, by the id of the layer that gives it. */
function channelSets(layers: readonly Layer[], input: readonly number[]): Sets {
  const shapes = networkShape(layers, input).layers;
  const whole = new ChannelSet(input.at(-1) ?? 1);
  whole.keepAll(NETWORK_INPUT);
  const sets = new Map([[NETWORK_INPUT, whole]]);
  const of = (tensor: string): ChannelSet => sets.get(tensor) as ChannelSet;
  for (const { id, from, ...layer } of layers) {
    const rule = channelRule({ id, from, ...layer } as Layer);
    const inputs = [...new Set(from.map(of))];
    const [first] = inputs;
    const own = new ChannelSet(shapes.get(id)?.output.at(-1) ?? 1);
    if (rule === null) for (const it of [own, ...inputs]) it.keepAll(id);
    if (rule === null || rule.kind === 'makes' || !first) {
      sets.set(id, own);
      continue;
    }
    // Rows that are no pixels' channels, added to pixels: nothing can be said of either.
    const fits = inputs.every((it) => it.channels === first.channels);
    if (!fits) for (const it of [own, ...inputs]) it.keepAll(id);
    // While sets are made, one is kept as a whole or not at all.
    const keeper = inputs.map((it) => it.keeper(0)).find((it) => it !== null);
    if (fits && keeper) first.keepAll(keeper);
    if (fits) for (const [tensor, set] of sets) if (inputs.includes(set)) sets.set(tensor, first);
    sets.set(id, fits ? first : own);
  }
  return { of };
}

/** Channels that are 0 whatever the image is, by tensor. */
function zeroChannels(
  layers: readonly Layer[],
  sets: Sets,
  weights: PrunableModel['weights'],
): ReadonlyMap<string, readonly boolean[]> {
  const zeros = new Map<string, readonly boolean[]>();
  for (const layer of layers) {
    const rule = channelRule(layer);
    const none = new Array<boolean>(sets.of(layer.id).channels).fill(false);
    const inputs = layer.from.map((id) => zeros.get(id) ?? []);
    const zero = (): readonly boolean[] => {
      if (rule?.kind === 'gates') {
        const mask = maskOf(layer, weights);
        return none.map((_, channel) => mask?.[channel] === 0);
      }
      if (rule?.kind === 'masks') {
        const mask = maskOf(layer, weights);
        return none.map((_, channel) => mask?.[channel] === 0 || inputs[0]?.[channel] === true);
      }
      const all = rule?.kind === 'passes' ? rule.zero(layer) : 'never';
      if (all === 'never') return none;
      const are = (channel: number) => (it: readonly boolean[]) => it[channel] === true;
      return none.map((_, at) => (all === 'any' ? inputs.some(are(at)) : inputs.every(are(at))));
    };
    zeros.set(layer.id, zero());
  }
  return zeros;
}

/** Keeps what a layer reads of its inputs and does not merely pass on. */
function markRead(
  layer: Layer,
  sets: Sets,
  zeros: ReadonlyMap<string, readonly boolean[]>,
  weights: PrunableModel['weights'],
): void {
  const rule = channelRule(layer);
  if (rule?.kind === 'passes' || rule?.kind === 'masks') return;
  const mask = maskOf(layer, weights);
  for (const id of layer.from) {
    const set = sets.of(id);
    for (let channel = 0; channel < set.channels; channel += 1)
      if (!(zeros.get(id)?.[channel] || mask?.[channel] === 0)) set.keep(channel, layer.id);
  }
}

/** The part of a weight whose channels are kept, along each axis that follows some. */
function sliced(
  values: Float32Array<ArrayBuffer>,
  { shape, axes = [] }: Weight,
  followed: Readonly<Record<'in' | 'out', ChannelSet>>,
): Float32Array<ArrayBuffer> {
  return axes.reduce<{ values: Float32Array<ArrayBuffer>; shape: readonly number[] }>(
    (whole, follows, axis) => {
      const size = whole.shape[axis] as number;
      const set = follows === null ? null : followed[follows];
      const places = Array.from({ length: size }, (_, at) => at).filter((at) => set?.isKept(at) ?? true);
      const inner = whole.shape.slice(axis + 1).reduce((product, it) => product * it, 1);
      const outer = whole.values.length / inner / size;
      const part = new Float32Array(outer * places.length * inner);
      for (let row = 0; row < outer; row += 1)
        for (const [to, from] of places.entries())
          part.set(
            whole.values.subarray((row * size + from) * inner, (row * size + from + 1) * inner),
            (row * places.length + to) * inner,
          );
      return { values: part, shape: whole.shape.with(axis, places.length) };
    },
    { values, shape },
  ).values;
}
