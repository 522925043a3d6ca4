import { z } from 'zod';
import { defineLayer, LayerRefusal } from './define-layer.ts';
import { plain, product, size } from './shapes.ts';

/** The same values in another shape, row by row: what becomes of a row of numbers that is to be an image. */
export const reshape = defineLayer({
  kind: 'reshape',
  options: { shape: z.array(size).min(1).max(3) },
  shape: (layer, [from = []]) => {
    if (product(from) === product(layer.shape)) return plain(layer.shape);
    throw new LayerRefusal(
      `layer ${layer.id} (reshape) makes ${layer.shape.join(' × ')} of as many values, found ${from.join(' × ')}`,
    );
  },
});
