import { z } from 'zod';
import { defineLayer, LayerRefusal } from './define-layer.ts';
import { image, size, windowed } from './shapes.ts';

/**
 * Each channel convolved by itself, kernel [k, k, channels, 1]: [h, w, channels] → [h′, w′, channels]. With a 1×1
 * convolution behind it, it is a separable convolution (Chollet 2017).
 */
export const depthwiseConv2d = defineLayer({
  kind: 'depthwise-conv2d',
  options: { kernel: size, stride: size, padding: z.enum(['same', 'valid']) },
  shape: (layer, [shape]) => {
    const [height, width, channels] = image(layer, shape);
    const { kernel, stride, padding } = layer;
    const rows = windowed(height, kernel, stride, padding);
    const columns = windowed(width, kernel, stride, padding);
    if (rows < 1 || columns < 1)
      throw new LayerRefusal(
        `layer ${layer.id} (depthwise convolution ${kernel}×${kernel}) is larger than its ${height}×${width} input`,
      );
    return {
      output: [rows, columns, channels],
      weights: [
        {
          name: 'kernel',
          shape: [kernel, kernel, channels, 1],
          start: 'he-depthwise',
          trained: true,
          axes: [null, null, 'out', null],
        },
      ],
      multiplyAdds: kernel * kernel * channels * rows * columns,
    };
  },
  channels: { kind: 'passes', zero: () => 'all' },
});
