import { type Layer, weightedLayers } from '../../../plan/layers.ts';
import { type Built, ChangeRefusal } from '../../../plan/start.ts';

export type Trunk = {
  /** Of the network that shares it: the other's, with a last layer of its own size. */
  readonly layers: Layer[];
  /** Those whose weights are the other network's own. */
  readonly shared: readonly string[];
};

/**
 * A network like another one up to its last layers, whose weights are its own.
 *
 * @param classes how many logits it ends in
 * @param own how many of the last layers with weights are its own, 1 or more
 * @param norms whether layers that normalize by statistics of a batch are its own as well
 * @throws ChangeRefusal where the other network does not end in a dense layer, or nothing would be shared
 */
export function trunkOf(
  { layers, input }: Built,
  classes: number,
  { own, norms }: { readonly own: number; readonly norms: 'own' | 'shared' },
): Trunk {
  const last = layers.at(-1);
  if (last?.kind !== 'dense')
    throw new ChangeRefusal(`the other student ends in ${last?.kind ?? 'nothing'}, and not in a dense layer`);
  const weighted = weightedLayers(layers, input);
  const shared = weighted
    .slice(0, -own)
    .filter((it) => norms === 'shared' || it.kind !== 'batch-norm')
    .map((it) => it.id);
  if (shared.length === 0)
    throw new ChangeRefusal(
      `of the ${weighted.length} layers with weights of the other student ${own} are to be its own, and none is left to share`,
    );
  return { layers: [...layers.slice(0, -1), { ...last, units: classes }], shared };
}
