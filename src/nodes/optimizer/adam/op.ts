import { z } from 'zod';
import { defineOptimizer, type Kernel } from '../../../plan/operation.ts';

type At = Parameters<ReturnType<typeof defineOptimizer>['update']>[1];

export const adamArgs = z.strictObject({
  beta1: z.number().min(0).lt(1),
  beta2: z.number().min(0).lt(1),
  epsilon: z.number().positive(),
  weightDecay: z.number().min(0),
});

/** The step that Adam and AdamW share: new moments, and the change before the learning rate. */
export function adamStep(
  k: Kernel,
  { slots, step }: At,
  gradient: At['value'],
  { beta1, beta2, epsilon }: z.output<typeof adamArgs>,
) {
  const mix = (old: At['value'], fresh: At['value'], beta: number) =>
    k.add(k.mul(old, k.scalar(beta)), k.mul(fresh, k.scalar(1 - beta)));
  const mean = mix(slots.mean as At['value'], gradient, beta1);
  const square = mix(slots.square as At['value'], k.square(gradient), beta2);
  // The corrections come from the step number, never from a running product: a resumed run then computes the same bits.
  const unbiased = k.mul(mean, k.scalar(1 / (1 - beta1 ** step)));
  const spread = k.sqrt(k.mul(square, k.scalar(1 / (1 - beta2 ** step))));
  return { change: k.div(unbiased, k.add(spread, k.scalar(epsilon))), slots: { mean, square } };
}

/**
 * Adam: each weight moves by its mean gradient over the root of its mean squared gradient.
 *
 * m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², w ← w − η · (m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε).
 *
 * - `beta1`, `beta2`: 0 … 1 (excluded); - `epsilon` > 0; - `weightDecay`: added to the gradient of kernels (L2), ≥ 0
 *
 * Source: Kingma, Ba 2015, algorithm 1.
 */
export const adam = defineOptimizer({
  name: 'optimizer.adam',
  args: adamArgs,
  slots: ['mean', 'square'],
  update: (k, at, args) => {
    const { value, gradient, rate, decays } = at;
    const pulled =
      decays && args.weightDecay > 0 ? k.add(gradient, k.mul(value, k.scalar(args.weightDecay))) : gradient;
    const { change, slots } = adamStep(k, at, pulled, args);
    return { value: k.sub(value, k.mul(change, k.scalar(rate))), slots };
  },
});
