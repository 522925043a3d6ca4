import { channelRule, type Layer, NETWORK_INPUT, type NetworkShape, networkShape } from './layers.ts';

/** What stands behind the id of a layer whose channels a mask picks: the mask has the layer's own name, so that all find it. */
const WHOLE = '.whole';

/** Ids may be so long; a masked layer's grows. */
const LONGEST = 64;

type Parts = {
  readonly layers: readonly Layer[];
  /** By `<layer>/<weight>`. */
  readonly weights: ReadonlyMap<string, Float32Array<ArrayBuffer>>;
};

/** The name that a layer has while a mask has its own. */
const wholeName = (layer: string): string => `${layer.slice(0, LONGEST - WHOLE.length)}${WHOLE}`;

export const isMask = (layer: Layer): boolean => channelRule(layer)?.kind === 'masks';

/**
 * Puts a mask behind layers of a network. It takes the layer's name, so that whoever reads or taps the layer gets what the
 * mask lets through, and the layer is called `<name>.whole`. One that is a mask already is left as it is.
 */
export const withMasks = (layers: readonly Layer[], masked: ReadonlySet<string>): Layer[] =>
  layers.flatMap((layer): Layer[] => {
    if (!masked.has(layer.id) || isMask(layer)) return [layer];
    const whole = wholeName(layer.id);
    return [
      { ...layer, id: whole },
      { id: layer.id, kind: 'channel-mask', from: [whole] },
    ];
  });

/** What a layer is called without the mask behind it. */
export function unmaskedName(layers: readonly Layer[], id: string): string {
  return layers.find((it) => isMask(it) && it.from[0] === id && id === wholeName(it.id))?.id ?? id;
}

/** Shapes and cost of a network as a person knows it: a mask is no layer of it. */
export function drawnShape({
  layers,
  input,
}: {
  readonly layers: readonly Layer[];
  readonly input: readonly number[];
}): NetworkShape {
  return networkShape(withoutMasks({ layers, weights: new Map() }, () => true).layers, input);
}

/**
 * A network without some of its masks: what stood before a mask has its name again.
 *
 * @param goes whether the mask of that id goes; a mask on images, and one that is the last layer, stays in any case
 */
export function withoutMasks(
  { layers, weights }: Parts,
  goes: (id: string) => boolean,
): { readonly layers: Layer[]; readonly weights: Parts['weights'] } {
  const gone = layers.find(
    (it, at) => isMask(it) && it.from[0] !== NETWORK_INPUT && at + 1 < layers.length && goes(it.id),
  );
  if (!gone) return { layers: [...layers], weights };
  const [whole = ''] = gone.from;
  const named = (id: string): string => (id === whole ? gone.id : id);
  const rest = layers
    .filter((it) => it !== gone)
    .map((it): Layer => ({ ...it, id: named(it.id), from: it.from.map(named) }));
  const own = [...weights].flatMap(([name, values]): [string, Float32Array<ArrayBuffer>][] => {
    const at = name.lastIndexOf('/');
    const layer = name.slice(0, at);
    return layer === gone.id ? [] : [[`${named(layer)}${name.slice(at)}`, values]];
  });
  return withoutMasks({ layers: rest, weights: new Map(own) }, goes);
}
