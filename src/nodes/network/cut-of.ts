import { networkShape } from '../../plan/layers.ts';
import { isCut } from '../../plan/needed-layers.ts';
import { type Built, ChangeRefusal } from '../../plan/start.ts';

/** A layer through which everything goes, and the sizes of what it gives for one example. */
export type Cut = { readonly id: string; readonly shape: readonly number[] };

const RANKS = { maps: [3], 'maps or rows': [3, 1] } as const;

/**
 * The layer of a network that is named, or its last map, or where there is none and rows will do the last row before the logits.
 *
 * @param wanted its id; empty for the last one
 * @param whose network it is, as a sentence goes on: `the teacher`
 * @throws ChangeRefusal
 */
export function cutOf(
  { layers, input }: Built,
  { wanted, whose, of }: { wanted: string; whose: string; of: keyof typeof RANKS },
): Cut {
  const last = layers.at(-1)?.id as string;
  const shapes = networkShape(layers, input).layers;
  const ranks: readonly number[] = RANKS[of];
  const cuts = layers
    .filter((it) => it.id !== last && isCut(layers, last, it.id))
    .map(({ id }): Cut => ({ id, shape: shapes.get(id)?.output ?? [] }))
    .filter(({ shape }) => ranks.includes(shape.length));
  const found =
    wanted === ''
      ? (cuts.findLast((it) => it.shape.length === 3) ?? cuts.at(-1))
      : cuts.find((it) => it.id === wanted);
  if (found) return found;
  throw new ChangeRefusal(
    `${wanted || 'no layer'} of ${whose} is one of the ${of} through which everything goes: there are ${cuts.map((it) => it.id).join(', ') || 'none'}`,
  );
}
