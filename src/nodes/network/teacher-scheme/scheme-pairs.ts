import { type Layer, networkShape } from '../../../plan/layers.ts';
import type { Built } from '../../../plan/start.ts';
import type { LayerPair } from '../copied-layers/op.ts';

/**
 * Which layer of a source each layer of a network takes its scheme from: of n layers of a kind and m in the source, layer i takes
 * round(i · (m − 1) / (n − 1)), so that a deeper network takes some twice. Sizes need not agree. The last layer, which gives the
 * logits, takes that of the last. A layer of a kind that the source has none of is left out.
 */
export function schemePairs(network: Built, source: Built): LayerPair[] {
  const [own, theirs] = [byKind(network), byKind(source)];
  const pairs = [...own].flatMap(([kind, layers]): LayerPair[] => {
    const given = theirs.get(kind) ?? [];
    if (given.length === 0) return [];
    const step = layers.length === 1 ? 0 : (given.length - 1) / (layers.length - 1);
    return layers.map((to, at) => ({ to, from: given[Math.round(at * step)] as string }));
  });
  const [last, lastGiven] = [network.layers.at(-1), source.layers.at(-1)];
  const ends = last && lastGiven && last.kind === lastGiven.kind ? [{ to: last.id, from: lastGiven.id }] : [];
  const order = new Map(network.layers.map((it, at) => [it.id, at]));
  return [...pairs, ...ends].sort((a, b) => (order.get(a.to) ?? 0) - (order.get(b.to) ?? 0));
}

/** Layers with a kernel or a table of more than one dimension, but the last, by what they are. */
function byKind({ layers, input }: Built): Map<string, string[]> {
  const shapes = networkShape(layers, input).layers;
  const kinds = new Map<string, string[]>();
  const drawn = (it: Layer): boolean =>
    it !== layers.at(-1) && (shapes.get(it.id)?.weights ?? []).some((weight) => weight.shape.length > 1);
  for (const { id, kind } of layers.filter(drawn)) kinds.set(kind, [...(kinds.get(kind) ?? []), id]);
  return kinds;
}
