import { type Layer, weightedLayers } from '../../../plan/layers.ts';
import { neededLayers } from '../../../plan/needed-layers.ts';
import type { Built } from '../../../plan/start.ts';
import { cutOf } from '../cut-of.ts';
import { leakyConvolutions } from './factor-layers.ts';

/** What the teacher's map is told by, and what is made of that again. */
export const FACTOR = 'factor';
export const RECONSTRUCTION = 'reconstruction';

/**
 * A teacher with an autoencoder in the middle: its layers up to a map, three convolutions to k times the channels (the factor),
 * three back to the map, and the teacher's layers behind it. The teacher's own keep their names.
 *
 * @param at.layer the map by its id; empty for the teacher's last one
 * @returns the layers, and which of them are the teacher's with weights
 * @throws ChangeRefusal
 */
export function withAutoencoder(
  teacher: Built,
  { layer, rate }: { readonly layer: string; readonly rate: number },
): { layers: Layer[]; copied: string[] } {
  const at = cutOf(teacher, { wanted: layer, whose: 'the teacher', of: 'maps' });
  const channels = at.shape.at(-1) ?? 1;
  const factor = Math.max(1, Math.round(channels * rate));
  const trunk = neededLayers(teacher.layers, [at.id]);
  const head = neededLayers(teacher.layers, [teacher.layers.at(-1)?.id as string], at.id);
  const weighted = new Set(weightedLayers(teacher.layers, teacher.input).map((it) => it.id));
  const encoder = { from: at.id, name: 'encoder', last: FACTOR, channels: [channels, factor, factor] };
  const decoder = {
    ...{ from: FACTOR, name: 'decoder', last: RECONSTRUCTION },
    channels: [factor, channels, channels],
  };
  return {
    layers: [
      ...trunk,
      ...leakyConvolutions({ ...encoder, normed: false }),
      ...leakyConvolutions({ ...decoder, normed: false }),
      ...head.map(
        (it): Layer => ({ ...it, from: it.from.map((id) => (id === at.id ? RECONSTRUCTION : id)) }),
      ),
    ],
    copied: [...trunk, ...head].map((it) => it.id).filter((id) => weighted.has(id)),
  };
}
