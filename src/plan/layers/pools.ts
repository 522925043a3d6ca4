import { defineLayer, LayerRefusal, type LayerShape } from './define-layer.ts';
import { image, plain, size, windowed } from './shapes.ts';

function pooled(
  layer: { readonly id: string; readonly kind: string; readonly size: number; readonly stride: number },
  shape: readonly number[] | undefined,
): LayerShape {
  const [height, width, channels] = image(layer, shape);
  const output = [
    windowed(height, layer.size, layer.stride, 'valid'),
    windowed(width, layer.size, layer.stride, 'valid'),
    channels,
  ];
  if (output.some((it) => it < 1))
    throw new LayerRefusal(
      `layer ${layer.id} (pool ${layer.size}×${layer.size}) is larger than its ${height}×${width} input`,
    );
  return plain(output);
}

/** The maximum of each window of size × size pixels: [h, w, channels] → [h′, w′, channels]. */
export const maxPool = defineLayer({
  kind: 'max-pool',
  options: { size, stride: size },
  shape: (layer, [shape]) => pooled(layer, shape),
  channels: { kind: 'passes', zero: () => 'all' },
});

/** The mean of each window of size × size pixels: [h, w, channels] → [h′, w′, channels]. */
export const averagePool = defineLayer({
  kind: 'average-pool',
  options: { size, stride: size },
  shape: (layer, [shape]) => pooled(layer, shape),
  channels: { kind: 'passes', zero: () => 'all' },
});
