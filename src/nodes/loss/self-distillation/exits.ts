import type { Layer } from '../../../plan/layers.ts';
import { projectorLayers } from '../../model/projector-layers.ts';

type Shape = readonly number[];

/**
 * Layers that bring an early layer to what the end sees: a convolution and a straight map for maps, two straight maps for rows.
 *
 * @param to sizes of the deep features, or of the early layer itself where none are given
 * @returns null where a row would have to become a map
 */
export const bottleneckLayers = (from: Shape, to: Shape): Layer[] | null =>
  projectorLayers(from, to, 'convolution');
