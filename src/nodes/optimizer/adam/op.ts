import type { Tensor } from '@tensorflow/tfjs';
import { z } from 'zod';
import { defineOptimizer, type Kernel } from '../../../plan/operation.ts';

export const adamArgs = z.strictObject({
  beta1: z.number().min(0).lt(1),
  beta2: z.number().min(0).lt(1),
  epsilon: z.number().positive(),
  weightDecay: z.number().min(0),
});
type AdamArgs = z.output<typeof adamArgs>;

/**
 * What the step's number makes of rate and epsilon. Both moments begin at zero and are too small at first; the
 * correction of the one, 1 / (1 − β₁ᵗ), and of the other's root, 1 / √(1 − β₂ᵗ), are drawn together here (Kingma, Ba
 * 2015, end of section 2). They come from the step's number, never from a running product: a resumed run computes the same bits.
 */
export function adamFactors(
  { rate, step }: { readonly rate: number; readonly step: number },
  { beta1, beta2, epsilon }: AdamArgs,
) {
  const root = Math.sqrt(1 - beta2 ** step);
  return { rate: (rate * root) / (1 - beta1 ** step), epsilon: epsilon * root };
}

type At = {
  readonly value: Tensor;
  readonly slots: Readonly<Record<string, Tensor>>;
  readonly factors: Readonly<Record<'rate' | 'epsilon', Tensor>>;
};

/** The step that Adam and AdamW share, from a value that may have decayed already. */
export function adamStep(
  k: Kernel,
  { value, slots, factors }: At,
  gradient: Tensor,
  { beta1, beta2 }: AdamArgs,
) {
  // Of β as float32 holds it, so that the two shares are one together: 1 − 0.999 is off by 1e-5 otherwise.
  const mix = (old: Tensor, fresh: Tensor, beta: number) =>
    k.add(k.mul(old, k.scalar(beta)), k.mul(fresh, k.scalar(1 - Math.fround(beta))));
  const mean = mix(slots.mean as Tensor, gradient, beta1);
  const square = mix(slots.square as Tensor, k.square(gradient), beta2);
  const change = k.div(mean, k.add(k.sqrt(square), factors.epsilon));
  return { value: k.sub(value, k.mul(change, factors.rate)), slots: { mean, square } };
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
  factors: adamFactors,
  update: (k, at, args) => {
    const { value, gradient, decays } = at;
    const pulled =
      decays && args.weightDecay > 0 ? k.add(gradient, k.mul(value, k.scalar(args.weightDecay))) : gradient;
    return adamStep(k, at, pulled, args);
  },
});
