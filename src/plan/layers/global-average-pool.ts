import { defineLayer } from './define-layer.ts';
import { image, plain } from './shapes.ts';

/** Each channel's mean over all pixels: [h, w, channels] → [channels]. */
export const globalAveragePool = defineLayer({
  kind: 'global-average-pool',
  options: {},
  shape: (layer, [shape]) => plain([image(layer, shape)[2]]),
  channels: { kind: 'passes', zero: () => 'all' },
});
