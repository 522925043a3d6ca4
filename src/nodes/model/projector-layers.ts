import type { Layer } from '../../plan/layers.ts';

export const PROJECTORS = ['linear', 'linear-norm', 'convolution', 'perceptron'] as const;
export type ProjectorKind = (typeof PROJECTORS)[number];

type Shape = readonly number[];
const last = (shape: Shape): number => shape.at(-1) ?? 1;

/**
 * Layers that give an activation of one shape another one's; none where both are equal and a straight map is asked for.
 *
 * - `linear`: one straight map, a 1×1 convolution of maps or a dense layer of rows, without an activation
 * - `linear-norm`: the same and a batch normalization
 * - `convolution`: 3×3 convolution, batch normalization, ReLU and a 1×1 convolution; of rows as `perceptron`
 * - `perceptron`: two straight maps with a ReLU between them
 *
 * Maps come to the other's size before it (means where it is smaller, straight lines where it is larger); a map that is to
 * become a row is averaged over its pixels first.
 *
 * @param from, to sizes of one example: [h, w, c] or [c]
 * @returns null where a row would have to become a map
 */
export function projectorLayers(from: Shape, to: Shape, kind: ProjectorKind): Layer[] | null {
  if (from.length === 1 && to.length === 3) return null;
  if (![1, 3].includes(from.length) || ![1, 3].includes(to.length)) return null;
  if (kind === 'linear' && from.join() === to.join()) return [];
  const layers: Layer[] = [];
  const add = (layer: Omit<Layer, 'from'> & { from?: string[] }): void => {
    layers.push({ ...layer, from: [layers.at(-1)?.id ?? 'input'] } as Layer);
  };
  const [height = 1, width = 1] = to;
  const maps = to.length === 3;
  if (!maps && from.length === 3) add({ id: 'pool', kind: 'global-average-pool' } as Layer);
  if (maps && (from[0] !== height || from[1] !== width))
    add({ id: 'resize', kind: 'resize', height, width } as Layer);
  const straight = (id: string, outputs: number, bias = true): void =>
    add(
      (maps
        ? { id, kind: 'conv2d', filters: outputs, kernel: 1, stride: 1, padding: 'same', bias }
        : { id, kind: 'dense', units: outputs }) as Layer,
    );
  const norm = (): void => add({ id: 'norm', kind: 'batch-norm', momentum: 0.9, epsilon: 1e-5 } as Layer);
  if (kind === 'linear') straight('projection', last(to));
  else if (kind === 'linear-norm') {
    straight('projection', last(to), false);
    norm();
  } else if (kind === 'convolution' && maps) {
    add({
      id: 'convolution',
      kind: 'conv2d',
      filters: last(to),
      kernel: 3,
      stride: 1,
      padding: 'same',
      bias: false,
    } as Layer);
    norm();
    add({ id: 'relu', kind: 'activation', function: 'relu' } as Layer);
    straight('projection', last(to));
  } else {
    straight('hidden', last(to));
    add({ id: 'relu', kind: 'activation', function: 'relu' } as Layer);
    straight('projection', last(to));
  }
  return layers;
}
