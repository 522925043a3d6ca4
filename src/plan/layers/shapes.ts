import { z } from 'zod';
import { LayerRefusal, type LayerShape } from './define-layer.ts';

/** A count of units, channels or pixels. */
export const size = z.int().positive();

export const product = (sizes: readonly number[]): number => sizes.reduce((total, it) => total * it, 1);

/** Of a layer without weights, whose cost is not counted. */
export const plain = (output: readonly number[]): LayerShape => ({ output, weights: [], multiplyAdds: 0 });

/** Places that a window of `window` takes along `size` pixels. */
export const windowed = (size: number, window: number, stride: number, padding: 'same' | 'valid'): number =>
  padding === 'same' ? Math.ceil(size / stride) : Math.floor((size - window) / stride) + 1;

/** @throws LayerRefusal where the input is no image */
export function image(
  layer: { readonly id: string; readonly kind: string },
  shape: readonly number[] = [],
): readonly [height: number, width: number, channels: number] {
  const [height, width, channels] = shape;
  if (shape.length !== 3 || height === undefined || width === undefined || channels === undefined)
    throw new LayerRefusal(
      `layer ${layer.id} (${layer.kind}) takes height × width × channels, found ${shape.join(' × ')}`,
    );
  return [height, width, channels];
}
