import type { z } from 'zod';
import { ProblemError } from '../../pipeline/problem.ts';
import type { FreezeDraft } from '../../plan/builder.ts';
import { trainedLayers } from '../../plan/layers.ts';
import type { Built } from '../../plan/start.ts';
import { choice, integer, layerName, real } from '../params.ts';

const some = ['trunk', 'until', 'copied'];

/** Parameters by which a student says which of its layers do not learn, and from when on they do. */
export const freezeParams = {
  freeze: choice(['none', 'trunk', 'until', 'copied'], 'none', {
    title: 'Freeze',
    help: 'Layers whose weights stay as they begin. Their normalizations answer as in evaluation.',
    titles: {
      none: 'Nothing',
      trunk: 'All but the last layer',
      until: 'Up to a layer',
      copied: 'Copied layers',
    },
  }),
  freezeUntil: layerName({
    title: 'Up to layer',
    help: 'The last layer that does not learn, by its name: conv2d-2, for instance.',
    when: { param: 'freeze', is: ['until'] },
  }),
  unfreeze: choice(['never', 'at-once', 'gradual'], 'never', {
    title: 'Unfreeze',
    help: 'Whether frozen layers learn later on: all at once, or one group after another from the last to the first.',
    titles: { never: 'Never', 'at-once': 'All at once', gradual: 'Gradually' },
    when: { param: 'freeze', is: some },
  }),
  unfreezeFrom: real(
    0.3,
    { min: 0, max: 1 },
    {
      title: 'Unfreeze from',
      help: 'Share of the steps after which the first group learns.',
      step: 0.05,
      when: { param: 'unfreeze', is: ['at-once', 'gradual'] },
    },
  ),
  unfreezeTo: real(
    0.7,
    { min: 0, max: 1 },
    {
      title: 'Unfreeze to',
      help: 'Share of the steps after which all layers learn.',
      step: 0.05,
      when: { param: 'unfreeze', is: ['gradual'] },
    },
  ),
  unfreezeGroups: integer(
    3,
    { min: 1, max: 16 },
    {
      title: 'Groups',
      help: 'In how many parts the frozen layers begin to learn.',
      when: { param: 'unfreeze', is: ['gradual'] },
    },
  ),
};

type Params = { readonly [name in keyof typeof freezeParams]: z.output<(typeof freezeParams)[name]> };

/**
 * What a student leaves out of its training; null where it trains all.
 *
 * @param copied layers that begin with weights of another network
 * @throws ProblemError freeze-layer, freeze-copied
 */
export function freezeDraft(params: Params, network: Built, copied: readonly string[]): FreezeDraft | null {
  if (params.freeze === 'none') return null;
  const layers = trainedLayers(network.layers, network.input).filter(chosen(params, network, copied));
  return { layers, thaw: thawOf(params) };
}

function thawOf({ unfreeze, unfreezeFrom, unfreezeTo, unfreezeGroups }: Params): FreezeDraft['thaw'] {
  if (unfreeze === 'never') return null;
  if (unfreeze === 'at-once') return { from: unfreezeFrom, to: unfreezeFrom, groups: 1 };
  return { from: unfreezeFrom, to: Math.max(unfreezeFrom, unfreezeTo), groups: unfreezeGroups };
}

function chosen(
  { freeze, freezeUntil }: Params,
  { layers }: Built,
  copied: readonly string[],
): (id: string) => boolean {
  const ids = layers.map((it) => it.id);
  if (freeze === 'trunk') return (id) => id !== ids.at(-1);
  if (freeze === 'copied') {
    if (copied.length > 0) return (id) => copied.includes(id);
    throw new ProblemError({
      code: 'freeze-copied',
      param: 'freeze',
      message: 'No layer of this student was copied.',
      fix: 'Wire a network with copied layers into it, or freeze by a layer.',
    });
  }
  const last = ids.indexOf(freezeUntil);
  if (last < 0)
    throw new ProblemError({
      code: 'freeze-layer',
      param: 'freezeUntil',
      message: freezeUntil === '' ? 'No layer is named.' : `This network has no layer ${freezeUntil}.`,
      found: freezeUntil,
      allowed: ids.join(', '),
      fix: 'Write the name of one of its layers.',
    });
  return (id) => ids.indexOf(id) <= last;
}
