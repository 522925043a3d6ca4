import { z } from 'zod';
import { defineLayer, LayerRefusal } from './define-layer.ts';
import { plain } from './shapes.ts';

/**
 * The mean of several answers of one shape, value by value, or of the probabilities that they stand for: then log of the mean of
 * softmax over the last axis, so that a softmax behind it gives that mean.
 */
export const average = defineLayer({
  kind: 'average',
  options: { of: z.enum(['values', 'probabilities']) },
  shape: ({ id }, inputs) => {
    const shape = inputs[0] ?? [];
    if (inputs.some((it) => it.join() !== shape.join()))
      throw new LayerRefusal(
        `layer ${id} (average) takes equal shapes, found ${inputs.map((it) => it.join('×')).join(' and ')}`,
      );
    return plain(shape);
  },
});
