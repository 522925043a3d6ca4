import { defineOptimizer } from '../../../plan/operation.ts';
import { adamArgs, adamStep } from '../adam/op.ts';

/**
 * Adam with weight decay apart from the gradient.
 *
 * w ← w · (1 − η·λ) (kernels only), then Adam's step on the plain gradient.
 *
 * - `weightDecay` λ ≥ 0; the rest as in Adam
 *
 * Source: Loshchilov, Hutter 2019, with the decay scaled by the learning rate as PyTorch does.
 */
export const adamw = defineOptimizer({
  name: 'optimizer.adamw',
  args: adamArgs,
  slots: ['mean', 'square'],
  update: (k, at, args) => {
    const { value, gradient, rate, decays } = at;
    const kept = decays ? k.mul(value, k.scalar(1 - rate * args.weightDecay)) : value;
    const { change, slots } = adamStep(k, at, gradient, args);
    return { value: k.sub(kept, k.mul(change, k.scalar(rate))), slots };
  },
});
