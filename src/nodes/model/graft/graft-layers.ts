import type { Layer } from '../../../plan/layers.ts';
import { projectorLayers } from '../projector-layers.ts';

/**
 * What brings a teacher's layer to the shape of a student's: a resize where sizes differ, and a straight map in any case, so
 * that the student takes of the teacher's channels what it can use.
 *
 * @param from, to sizes of one example: [h, w, c] or [c]
 * @returns null where a row would have to become a map
 */
export function graftLayers(from: readonly number[], to: readonly number[]): Layer[] | null {
  const layers = projectorLayers(from, to, 'linear');
  if (layers === null || layers.length > 0) return layers;
  const channels = to.at(-1) ?? 1;
  const straight =
    to.length === 3
      ? { kind: 'conv2d', filters: channels, kernel: 1, stride: 1, padding: 'same', bias: true }
      : { kind: 'dense', units: channels };
  return [{ id: 'projection', from: ['input'], ...straight } as Layer];
}
