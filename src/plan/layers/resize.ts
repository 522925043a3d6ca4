import { defineLayer } from './define-layer.ts';
import { image, plain, size } from './shapes.ts';

/**
 * Brings an image to another size, along each side by itself: means of what each new pixel covers where it becomes
 * smaller, straight lines between the nearest pixels where it becomes larger.
 */
export const resize = defineLayer({
  kind: 'resize',
  options: { height: size, width: size },
  shape: (layer, [shape]) => plain([layer.height, layer.width, image(layer, shape)[2]]),
});
