import { z } from 'zod';
import { defineLayer, LayerRefusal } from './define-layer.ts';
import { image, product, size, windowed } from './shapes.ts';

/** Convolution, kernel [k, k, channels, filters]: [h, w, channels] → [h′, w′, filters]. */
export const conv2d = defineLayer({
  kind: 'conv2d',
  options: {
    filters: size,
    kernel: size,
    stride: size,
    padding: z.enum(['same', 'valid']),
    /** Left out where batch normalization follows and would cancel it. */
    bias: z.boolean(),
    /** What the kernel begins with; left out for a draw of He et al. */
    start: z.literal('zeros').optional(),
  },
  shape: (layer, [shape]) => {
    const [height, width, channels] = image(layer, shape);
    const output = [
      windowed(height, layer.kernel, layer.stride, layer.padding),
      windowed(width, layer.kernel, layer.stride, layer.padding),
      layer.filters,
    ] as const;
    if (output.some((it) => it < 1))
      throw new LayerRefusal(
        `layer ${layer.id} (convolution ${layer.kernel}×${layer.kernel}) is larger than its ${height}×${width} input`,
      );
    const kernel = [layer.kernel, layer.kernel, channels, layer.filters];
    return {
      output,
      weights: [
        {
          name: 'kernel',
          shape: kernel,
          start: layer.start ?? 'he',
          trained: true,
          axes: [null, null, 'in', 'out'],
        },
        ...(layer.bias
          ? [{ name: 'bias', shape: [layer.filters], start: 'zeros', trained: true, axes: ['out'] } as const]
          : []),
      ],
      multiplyAdds: product(kernel) * output[0] * output[1],
    };
  },
  channels: { kind: 'makes', resized: (layer, filters) => ({ ...layer, filters }) },
});
