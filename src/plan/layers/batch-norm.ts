import { z } from 'zod';
import { defineLayer, type Weight } from './define-layer.ts';
import { product } from './shapes.ts';

/** Batch normalization over the last axis; running statistics are momentum · old + (1 − momentum) · batch's. */
export const batchNorm = defineLayer({
  kind: 'batch-norm',
  options: {
    momentum: z.number().min(0).max(1),
    epsilon: z.number().positive(),
    /** What γ starts at; ones where it is left out. With zeros the branch that ends here adds nothing at first. */
    gamma: z.enum(['ones', 'zeros']).optional(),
  },
  shape: ({ gamma = 'ones' }, [shape = []]) => {
    const weight = (name: string, start: 'zeros' | 'ones', trained: boolean): Weight => ({
      name,
      shape: [shape.at(-1) ?? 0],
      start,
      trained,
      axes: ['out'],
    });
    return {
      output: shape,
      weights: [
        weight('gamma', gamma, true),
        weight('beta', 'zeros', true),
        weight('mean', 'zeros', false),
        weight('variance', 'ones', false),
      ],
      multiplyAdds: product(shape),
    };
  },
  channels: { kind: 'passes', zero: () => 'never' },
});
