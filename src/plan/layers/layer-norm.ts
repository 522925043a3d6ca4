import { z } from 'zod';
import { defineLayer } from './define-layer.ts';
import { product } from './shapes.ts';

/** y = (x − mean) / √(variance + epsilon) · gamma + beta, over the last axis of each token (Ba et al. 2016, arXiv:1607.06450). */
export const layerNorm = defineLayer({
  kind: 'layer-norm',
  options: { epsilon: z.number().positive() },
  shape: (_layer, [shape = []]) => {
    const units = [shape.at(-1) ?? 0];
    return {
      output: shape,
      weights: [
        { name: 'gamma', shape: units, start: 'ones', trained: true },
        { name: 'beta', shape: units, start: 'zeros', trained: true },
      ],
      multiplyAdds: product(shape),
    };
  },
});
